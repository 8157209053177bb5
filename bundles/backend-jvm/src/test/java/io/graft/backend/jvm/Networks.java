package io.graft.backend.jvm;

import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The networks that are measured, as the layers of Graft write them. */
final class Networks {
    private Networks() {}

    static Graph named(String name) {
        return switch (name) {
            case "classifier" -> Examples.classifier(10_000, 32, 512, 10);
            case "mlp" -> Examples.mlp(100, 500, 10);
            case "lenet" -> leNet(28, 20, 50, 500);
            case "textcnn" -> textCnn(10_000, 50, 128, 100, false);
            case "textcnn-masked" -> textCnn(10_000, 50, 128, 100, true);
            case "lstm" -> SequenceNetworks.lstm(10_000, 50, 128, 128);
            case "transformer" -> SequenceNetworks.transformer(2, 64, 128, 4, 512, "Relu");
            case "transformer-gelu" -> SequenceNetworks.transformer(2, 64, 128, 4, 512, "Gelu");
            default -> throw new IllegalArgumentException("no network '" + name + "'");
        };
    }

    /** Two convolutions of 5 × 5 with poolings, a hidden layer (LeCun et al., 1998, with relu and max). */
    static Graph leNet(int size, int first, int second, int hidden) {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value x = g.input("x", ElementType.FLOAT, Shape.batch(1, size, size));
        for (int channels : new int[] {first, second}) {
            Value conv = g.op(
                    "Conv",
                    x,
                    g.parameter(
                            "conv" + channels + ".weight",
                            Shape.of(channels, x.shape().size(1), 5, 5),
                            Initializer.glorotUniform()),
                    g.parameter("conv" + channels + ".bias", Shape.of(channels), Initializer.zeros()));
            x = g.op("MaxPool", Map.of("kernel_shape", List.of(2, 2), "strides", List.of(2, 2)), g.op("Relu", conv));
        }
        Value flat = g.op("Flatten", Map.of("axis", 1), x);
        Value h = g.op("Relu", Examples.dense(g, "hidden", flat, flat.shape().size(1), hidden));
        Examples.loss(g, Examples.dense(g, "out", h, hidden, 10));
        return g.build();
    }

    /** Embedding, convolutions of widths 3, 4 and 5 along the words, the greatest of each, classes (Kim, 2014). */
    static Graph textCnn(int vocabulary, int length, int size, int filters, boolean masked) {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value mask = g.input("mask", ElementType.FLOAT, Shape.batch(length));
        Value ids = g.input("ids", ElementType.INT, Shape.batch(length));
        Value words = g.gather(g.parameter("table", Shape.of(vocabulary, size), Initializer.normal(0, 0.1)), ids);
        List<Value> found = new ArrayList<>();
        for (int width : new int[] {3, 4, 5}) {
            Value x = g.transpose(words, 0, 2, 1);
            if (masked) x = g.mul(x, g.unsqueeze(mask, 1));
            Value conv = g.op(
                    "Conv",
                    x,
                    g.parameter(
                            "conv" + width + ".weight", Shape.of(filters, size, width), Initializer.glorotUniform()),
                    g.parameter("conv" + width + ".bias", Shape.of(filters), Initializer.zeros()));
            Value y = g.transpose(g.op("Relu", conv), 0, 2, 1);
            if (masked) {
                Value whole = g.slice(mask, 1, width - 1, Integer.MAX_VALUE);
                Value first = g.slice(mask, 1, 0, 1);
                Value any = g.concat(1, first, g.mul(g.slice(whole, 1, 1, Integer.MAX_VALUE), 0));
                y = y.withMask(g.op("Max", whole, any));
            }
            found.add(g.pool(y, "max"));
        }
        Value all = g.concat(1, found.toArray(Value[]::new));
        Examples.loss(g, Examples.dense(g, "out", all, 3 * filters, 10));
        return g.build();
    }
}
