package io.graft.api.graph;

import java.util.List;
import java.util.Map;

/** Masked pooling over axis 1, written with plain operators. */
final class Pooling {
    private Pooling() {}

    static Value pool(GraphBuilder g, Value x, String mode) {
        Value bare = x.unmasked();
        if (x.mask().isEmpty())
            return switch (mode) {
                case "mean" -> g.reduce("ReduceMean", bare, false, 1);
                case "sum" -> g.reduce("ReduceSum", bare, false, 1);
                case "max" -> g.reduce("ReduceMax", bare, false, 1);
                case "last" -> g.op("Squeeze", Map.of("axes", List.of(1)), g.slice(bare, 1, -1, Integer.MAX_VALUE));
                default -> throw new IllegalArgumentException("no pooling '" + mode + "'");
            };
        Value mask = x.mask().get();
        Value weight = g.op("Unsqueeze", Map.of("axes", List.of(2)), mask);
        return switch (mode) {
            case "sum" -> g.reduce("ReduceSum", g.mul(bare, weight), false, 1);
            case "mean" -> {
                Value count = g.op("Max", g.reduce("ReduceSum", mask, true, 1), g.constant(1));
                yield g.div(g.reduce("ReduceSum", g.mul(bare, weight), false, 1), count);
            }
            case "max" -> {
                Value real = g.op("Greater", weight, g.constant(0));
                Value max = g.reduce("ReduceMax", g.op("Where", real, bare, g.constant(-3.0e38)), false, 1);
                Value any = g.op("Greater", g.reduce("ReduceSum", mask, true, 1), g.constant(0));
                yield g.op("Where", any, max, g.constant(0));
            }
            case "last" -> {
                // the mask is ones followed by zeros: what is left of it after taking away its left neighbour is the
                // last one
                Value next = g.concat(1, g.slice(mask, 1, 1, Integer.MAX_VALUE), g.mul(g.slice(mask, 1, 0, 1), 0));
                Value last = g.op("Unsqueeze", Map.of("axes", List.of(2)), g.sub(mask, next));
                yield g.reduce("ReduceSum", g.mul(bare, last), false, 1);
            }
            default -> throw new IllegalArgumentException("no pooling '" + mode + "'");
        };
    }
}
