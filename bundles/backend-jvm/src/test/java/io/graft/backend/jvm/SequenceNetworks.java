package io.graft.backend.jvm;

import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.util.List;
import java.util.Map;

/** The networks along sequences that are measured. */
final class SequenceNetworks {
    private SequenceNetworks() {}

    /** Embedding, an LSTM, classes of its last state. */
    static Graph lstm(int vocabulary, int length, int size, int hidden) {
        GraphBuilder g = new GraphBuilder(Map.of());
        g.input("mask", ElementType.FLOAT, Shape.batch(length));
        Value ids = g.input("ids", ElementType.INT, Shape.batch(length));
        Value words = g.gather(g.parameter("table", Shape.of(vocabulary, size), Initializer.normal(0, 0.1)), ids);
        float bound = (float) (1 / Math.sqrt(hidden));
        List<Value> all = g.ops(
                "LSTM",
                Map.of("hidden_size", hidden),
                words,
                g.parameter("w", Shape.of(1, 4 * hidden, size), Initializer.uniform(-bound, bound)),
                g.parameter("r", Shape.of(1, 4 * hidden, hidden), Initializer.uniform(-bound, bound)),
                g.parameter("b", Shape.of(1, 8 * hidden), Initializer.uniform(-bound, bound)));
        Value last = g.reshape(all.get(1), 0, hidden);
        Examples.loss(g, Examples.dense(g, "out", last, hidden, 10));
        return g.build();
    }

    /** Encoder blocks (Vaswani et al., 2017), the mean, classes. */
    static Graph transformer(int layers, int length, int size, int heads, int hidden, String activation) {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value x = g.input("x", ElementType.FLOAT, Shape.batch(length, size));
        for (int i = 0; i < layers; i++) {
            String name = "block" + i;
            Value all = dense(g, name + ".in", x, size, 3 * size);
            List<Value> parts = g.ops("Split", Map.of("axis", 2, "split", List.of(size, size, size)), all);
            Value seen = g.op("Attention", Map.of("q_num_heads", heads), parts.get(0), parts.get(1), parts.get(2));
            x = normalized(g, name + ".norm1", g.add(x, dense(g, name + ".out", seen, size, size)));
            Value inner = g.op(activation, dense(g, name + ".wide", x, size, hidden));
            x = normalized(g, name + ".norm2", g.add(x, dense(g, name + ".narrow", inner, hidden, size)));
        }
        Value mean = g.op("ReduceMean", Map.of("axes", List.of(1), "keepdims", 0), x);
        Examples.loss(g, Examples.dense(g, "out", mean, size, 10));
        return g.build();
    }

    private static Value dense(GraphBuilder g, String name, Value x, int in, int out) {
        Value w = g.parameter(name + ".weight", Shape.of(in, out), Initializer.glorotUniform());
        Value b = g.parameter(name + ".bias", Shape.of(Dim.of(out)), Initializer.zeros());
        return g.add(g.matMul(x, w), b);
    }

    private static Value normalized(GraphBuilder g, String name, Value x) {
        int size = x.shape().last();
        return g.op(
                "LayerNormalization",
                x,
                g.parameter(name + ".scale", Shape.of(size), Initializer.ones()),
                g.parameter(name + ".bias", Shape.of(size), Initializer.zeros()));
    }
}
