package io.graft.benchmark.engines;

import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The six networks, each telling ten classes apart; {@code reference/networks.py} and {@code reference/libtorch} have the same. */
final class Networks {
    static final int CLASSES = 10;
    static final int VOCABULARY = 10_000;

    private static final Initializer SMALL = Initializer.normal(0, 0.1);

    private Networks() {}

    static Graph of(String name) {
        return switch (name) {
            case "classifier" -> classifier(32, 512);
            case "mlp" -> mlp(100, 500);
            case "lenet" -> leNet(28, 20, 50, 500);
            case "textcnn" -> textCnn(50, 128, 100);
            case "lstm" -> lstm(50, 128, 128);
            case "transformer" -> transformer(2, 64, 128, 4, 512);
            default -> throw new IllegalArgumentException("no network '" + name + "'");
        };
    }

    /** How many rows a training step has. */
    static int rows(String name) {
        return name.equals("lenet") ? 64 : 32;
    }

    private static Graph classifier(int length, int size) {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value ids = g.input("ids", ElementType.INT, Shape.batch(length));
        Value mask = g.input("mask", ElementType.FLOAT, Shape.batch(length));
        Value table = g.parameter("table", Shape.of(VOCABULARY, size), SMALL);
        Value mean = g.op("EmbeddingBag", Map.of("mode", "mean"), table, ids, mask);
        return ended(g, mean);
    }

    private static Graph mlp(int inputs, int hidden) {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value x = g.input("x", ElementType.FLOAT, Shape.batch(inputs));
        return ended(g, g.op("Relu", dense(g, "hidden", x, hidden)));
    }

    /** Two convolutions of 5 × 5 with poolings, a hidden layer (LeCun et al., 1998, with relu and max). */
    private static Graph leNet(int size, int first, int second, int hidden) {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value x = g.input("x", ElementType.FLOAT, Shape.batch(1, size, size));
        x = pooled(g, g.op("Relu", conv(g, "first", x, first, 5, 5)));
        x = pooled(g, g.op("Relu", conv(g, "second", x, second, 5, 5)));
        return ended(g, g.op("Relu", dense(g, "hidden", g.op("Flatten", Map.of("axis", 1), x), hidden)));
    }

    /** Embedding, convolutions of widths 3, 4 and 5 along the words, the greatest of each (Kim, 2014). */
    private static Graph textCnn(int length, int size, int filters) {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value words = words(g, length, size);
        List<Value> found = new ArrayList<>();
        for (int width : new int[] {3, 4, 5}) {
            Value y = g.op("Relu", conv(g, "width" + width, g.transpose(words, 0, 2, 1), filters, width));
            found.add(g.pool(g.transpose(y, 0, 2, 1), "max"));
        }
        return ended(g, g.concat(1, found.toArray(Value[]::new)));
    }

    /** Embedding, an LSTM, its last state. */
    private static Graph lstm(int length, int size, int hidden) {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value words = words(g, length, size);
        double bound = 1 / Math.sqrt(hidden);
        Initializer uniform = Initializer.uniform(-bound, bound);
        Value w = g.parameter("w", Shape.of(1, 4 * hidden, size), uniform);
        Value r = g.parameter("r", Shape.of(1, 4 * hidden, hidden), uniform);
        Value b = g.parameter("b", Shape.of(1, 8 * hidden), uniform);
        Value last =
                g.ops("LSTM", Map.of("hidden_size", hidden), words, w, r, b).get(1);
        return ended(g, g.reshape(last, 0, hidden));
    }

    /** Encoder blocks that normalize after each part (Vaswani et al., 2017), the mean over positions. */
    private static Graph transformer(int layers, int length, int size, int heads, int hidden) {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value x = g.input("x", ElementType.FLOAT, Shape.batch(length, size));
        for (int i = 0; i < layers; i++) {
            String name = "block" + i;
            List<Value> parts = g.ops(
                    "Split",
                    Map.of("axis", 2, "split", List.of(size, size, size)),
                    positions(g, name + ".in", x, 3 * size));
            Value seen = g.op("Attention", Map.of("q_num_heads", heads), parts.get(0), parts.get(1), parts.get(2));
            x = normalized(g, name + ".norm1", g.add(x, positions(g, name + ".out", seen, size)));
            Value inner = g.op("Relu", positions(g, name + ".wide", x, hidden));
            x = normalized(g, name + ".norm2", g.add(x, positions(g, name + ".narrow", inner, size)));
        }
        return ended(g, g.op("ReduceMean", Map.of("axes", List.of(1), "keepdims", 0), x));
    }

    private static Graph ended(GraphBuilder g, Value x) {
        Value scores = dense(g, "classes", x, CLASSES);
        Value label = g.input("label", ElementType.INT, Shape.of(Dim.BATCH));
        Value weight = g.input("weight", ElementType.FLOAT, Shape.of(Dim.BATCH));
        Value each = g.op("SoftmaxCrossEntropyLoss", Map.of("reduction", "none"), scores, label);
        g.output("loss", g.weightedMean(each, weight));
        g.output("scores", g.softmax(scores, -1));
        return g.build();
    }

    private static Value words(GraphBuilder g, int length, int size) {
        Value ids = g.input("ids", ElementType.INT, Shape.batch(length));
        return g.gather(g.parameter("table", Shape.of(VOCABULARY, size), SMALL), ids);
    }

    private static Value dense(GraphBuilder g, String name, Value x, int out) {
        return g.linear(x, weight(g, name, x, out), bias(g, name, out));
    }

    /** A dense layer at every position. */
    private static Value positions(GraphBuilder g, String name, Value x, int out) {
        return g.add(g.matMul(x, weight(g, name, x, out)), bias(g, name, out));
    }

    private static Value weight(GraphBuilder g, String name, Value x, int out) {
        return g.parameter(name + ".weight", Shape.of(x.shape().last(), out), Initializer.glorotUniform());
    }

    private static Value bias(GraphBuilder g, String name, int out) {
        return g.parameter(name + ".bias", Shape.of(out), Initializer.zeros());
    }

    private static Value conv(GraphBuilder g, String name, Value x, int filters, int... kernel) {
        int[] sizes = new int[2 + kernel.length];
        sizes[0] = filters;
        sizes[1] = x.shape().size(1);
        System.arraycopy(kernel, 0, sizes, 2, kernel.length);
        return g.op(
                "Conv",
                x,
                g.parameter(name + ".weight", Shape.of(sizes), Initializer.glorotUniform()),
                bias(g, name, filters));
    }

    private static Value pooled(GraphBuilder g, Value x) {
        return g.op("MaxPool", Map.of("kernel_shape", List.of(2, 2), "strides", List.of(2, 2)), x);
    }

    private static Value normalized(GraphBuilder g, String name, Value x) {
        int size = x.shape().last();
        return g.op(
                "LayerNormalization",
                x,
                g.parameter(name + ".weight", Shape.of(size), Initializer.ones()),
                g.parameter(name + ".bias", Shape.of(size), Initializer.zeros()));
    }
}
