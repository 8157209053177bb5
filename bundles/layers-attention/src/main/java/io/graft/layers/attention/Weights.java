package io.graft.layers.attention;

import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.util.Map;

/** What the layers here are made of: each in a scope of its own. */
final class Weights {
    private Weights() {}

    /** x · weight + bias over the last axis. */
    @SuppressWarnings("try") // a scope is only opened and closed
    static Value linear(GraphBuilder g, String name, Value x, int units) {
        try (GraphBuilder.Scope scope = g.scope(name, "")) {
            return g.linear(
                    x,
                    g.parameter("weight", Shape.of(x.shape().last(), units), Initializer.glorotUniform()),
                    g.parameter("bias", Shape.of(units), Initializer.zeros()));
        }
    }

    /** Layer normalization over the last axis. */
    @SuppressWarnings("try") // a scope is only opened and closed
    static Value normalized(GraphBuilder g, String name, Value x) {
        try (GraphBuilder.Scope scope = g.scope(name, "")) {
            Shape size = Shape.of(x.shape().last());
            return g.op(
                    "LayerNormalization",
                    Map.of("axis", -1, "epsilon", 1e-5f),
                    x,
                    g.parameter("scale", size, Initializer.ones()),
                    g.parameter("bias", size, Initializer.zeros()));
        }
    }

    /** x, while training with some elements zeroed. */
    static Value dropped(GraphBuilder g, Value x, double rate) {
        return rate == 0 ? x : g.op("Dropout", Map.of("ratio", (float) rate), x);
    }

    /** Refuses a rate that leaves nothing. */
    static void checkDropout(double rate) {
        if (rate >= 1)
            throw new IllegalArgumentException("a dropout of " + rate + " leaves nothing; write a number below 1");
    }
}
