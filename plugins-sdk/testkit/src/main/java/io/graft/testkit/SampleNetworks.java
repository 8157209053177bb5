package io.graft.testkit;

import io.graft.api.data.Batch;
import io.graft.api.graph.CounterRandom;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Builds tiny networks of the kinds that pipelines train, see {@link SampleNetwork}. Outputs: scores, loss. */
final class SampleNetworks {
    private static final int LENGTH = 4;
    private static final int WORDS = 7;
    private static final int CLASSES = 3;

    private SampleNetworks() {}

    /** Embedding, mean over unmasked positions, dense, cross-entropy. */
    static Graph classifier() {
        GraphBuilder g = new GraphBuilder(Map.of(GraphBuilder.CLASSES, CLASSES));
        Value pooled = g.pool(embed(g, ids(g), 3), "mean");
        return end(g, dense(g, "dense", pooled, CLASSES));
    }

    /** The same with layer and batch normalization, dropout, a residual and two poolings side by side. */
    @SuppressWarnings("try") // a scope is only opened and closed
    static Graph everything() {
        GraphBuilder g = new GraphBuilder(Map.of(GraphBuilder.CLASSES, CLASSES));
        Value x = embed(g, ids(g), 4);
        Value inner;
        try (var scope = g.scope("inner", "")) {
            inner = g.op("Gelu", dense(g, "dense", normalized(g, "norm", x), 4));
        }
        Value sum = g.add(x, inner).maskedLike(x);
        Value pooled = g.concat(1, g.pool(sum, "mean"), g.pool(sum, "max"));
        pooled = batchNormalized(g, "norm", pooled, 8);
        Value dropped = g.op("Dropout", Map.of("ratio", 0.25f), pooled);
        return end(g, dense(g, "dense", dropped, CLASSES));
    }

    /** Two convolutions with poolings, two dense layers. */
    static Graph leNet() {
        GraphBuilder g = new GraphBuilder(Map.of(GraphBuilder.CLASSES, CLASSES));
        Value x = g.input("image", ElementType.FLOAT, Shape.batch(1, 8, 8));
        x = maxPool(g, g.op("Relu", conv(g, "first", x, Map.of(), true, 2, 3, 3)));
        x = maxPool(g, g.op("Relu", conv(g, "second", x, Map.of(), true, 3, 2, 2)));
        Value hidden = g.op("Tanh", dense(g, "hidden", g.reshape(x, 0, -1), 4));
        return end(g, dense(g, "dense", hidden, CLASSES));
    }

    /** Embedding, convolutions of two widths along the words, the greatest of each, dense. */
    static Graph textCnn() {
        GraphBuilder g = new GraphBuilder(Map.of(GraphBuilder.CLASSES, CLASSES));
        Value ids = ids(g);
        Value real = g.op("Unsqueeze", Map.of("axes", List.of(2)), ids.mask().orElseThrow());
        Value x = g.op("Transpose", Map.of("perm", List.of(0, 2, 1)), g.mul(embed(g, ids, 3), real));
        List<Value> found = new ArrayList<>();
        for (int width : new int[] {2, 3}) {
            Value conv = g.op("Relu", conv(g, "width" + width, x, Map.of(), true, 2, width));
            found.add(g.reduce("ReduceMax", conv, false, 2));
        }
        return end(g, dense(g, "dense", g.concat(1, found.toArray(Value[]::new)), CLASSES));
    }

    /** Embedding, LSTM in both directions over the unmasked words, their last states, dense. */
    static Graph lstm() {
        GraphBuilder g = new GraphBuilder(Map.of(GraphBuilder.CLASSES, CLASSES));
        Value ids = ids(g);
        Map<String, Object> how = Map.of("hidden_size", 2, "direction", "bidirectional");
        List<Value> out =
                recurrent(g, "LSTM", how, 4, 2, 2, embed(g, ids, 3), ids.mask().orElseThrow());
        return end(g, dense(g, "dense", g.reshape(out.get(1), 0, -1), CLASSES));
    }

    /** Embedding, GRU, the mean of its outputs at unmasked words, dense. */
    static Graph gru() {
        GraphBuilder g = new GraphBuilder(Map.of(GraphBuilder.CLASSES, CLASSES));
        Value ids = ids(g);
        Value mask = ids.mask().orElseThrow();
        Map<String, Object> how = Map.of("hidden_size", 3, "linear_before_reset", 1);
        Value y = recurrent(g, "GRU", how, 3, 1, 3, embed(g, ids, 3), mask).get(0);
        Value pooled = g.pool(g.reshape(y, 0, 0, -1).withMask(mask), "mean");
        return end(g, dense(g, "dense", pooled, CLASSES));
    }

    /** Words and places, one encoder block with attention to the unmasked words, mean, dense. */
    static Graph transformer() {
        GraphBuilder g = new GraphBuilder(Map.of(GraphBuilder.CLASSES, CLASSES));
        Value ids = ids(g);
        Value mask = ids.mask().orElseThrow();
        Value places = g.parameter("places", Shape.of(LENGTH, 4), Initializer.uniform(-1, 1));
        Value x = g.add(embed(g, ids, 4), places);
        Value inner = normalized(g, "before-attention", x);
        List<Value> parts = new ArrayList<>();
        for (String part : "query key value".split(" "))
            parts.add(g.matMul(inner, g.parameter(part, Shape.of(4, 4), Initializer.glorotUniform())));
        Value words = g.op("Unsqueeze", Map.of("axes", List.of(1, 2)), g.op("Greater", mask, g.constant(0)));
        Value seen = g.op("Attention", Map.of("q_num_heads", 2), parts.get(0), parts.get(1), parts.get(2), words);
        x = g.add(x, dense(g, "project", seen, 4));
        Value wide = g.op("Gelu", dense(g, "widen", normalized(g, "before-dense", x), 6));
        x = g.add(x, dense(g, "narrow", wide, 4));
        return end(g, dense(g, "dense", g.pool(x.withMask(mask), "mean"), CLASSES));
    }

    /** Two convolutions with batch normalization around which the input goes on, the mean of the plane, dense. */
    static Graph residual() {
        GraphBuilder g = new GraphBuilder(Map.of(GraphBuilder.CLASSES, CLASSES));
        Value x = g.input("image", ElementType.FLOAT, Shape.batch(2, 4, 4));
        Map<String, Object> same = Map.of("pads", List.of(1, 1, 1, 1));
        Value y = g.op("Relu", batchNormalized(g, "norm1", conv(g, "conv1", x, same, false, 2, 3, 3), 2));
        y = batchNormalized(g, "norm2", conv(g, "conv2", y, same, false, 2, 3, 3), 2);
        y = g.op("GlobalAveragePool", g.op("Relu", g.add(x, y)));
        return end(g, dense(g, "dense", g.reshape(y, 0, -1), CLASSES));
    }

    /** An RNN over frames, classes of each, and the loss over all alignments of a row's labels. */
    static Graph ctc() {
        GraphBuilder g = new GraphBuilder(Map.of(GraphBuilder.CLASSES, CLASSES));
        Value x = g.input("frames", ElementType.FLOAT, Shape.batch(5, 2));
        Value mask = g.input("mask", ElementType.FLOAT, Shape.batch(5));
        Value labels = g.input("labels", ElementType.INT, Shape.batch(2)).below(CLASSES);
        Value labelMask = g.input("labelMask", ElementType.FLOAT, Shape.batch(2));
        Value weight = g.input("weight", ElementType.FLOAT, Shape.batch());
        Value y =
                recurrent(g, "RNN", Map.of("hidden_size", 3), 1, 1, 3, x, mask).get(0);
        Value logits = dense(g, "dense", g.reshape(y, 0, 0, -1), CLASSES);
        g.output("scores", g.softmax(logits, -1));
        Value rows = g.op(
                "CTCLoss",
                Map.of("zero_infinity", 1),
                g.logSoftmax(logits, -1),
                labels,
                length(g, mask),
                length(g, labelMask));
        g.output("loss", g.weightedMean(rows, weight));
        return g.build();
    }

    private static Value ids(GraphBuilder g) {
        Value mask = g.input("mask", ElementType.FLOAT, Shape.batch(LENGTH));
        return g.input("ids", ElementType.INT, Shape.batch(LENGTH)).below(WORDS).withMask(mask);
    }

    private static Value embed(GraphBuilder g, Value ids, int size) {
        return g.gather(g.parameter("embedding.weight", Shape.of(WORDS, size), Initializer.uniform(-1, 1)), ids);
    }

    @SuppressWarnings("try") // a scope is only opened and closed
    private static Value dense(GraphBuilder g, String name, Value x, int units) {
        try (var scope = g.scope(name, "")) {
            Value w = g.parameter("weight", Shape.of(x.shape().last(), units), Initializer.glorotUniform());
            return g.linear(x, w, g.parameter("bias", Shape.of(units), Initializer.zeros()));
        }
    }

    private static Value conv(
            GraphBuilder g,
            String name,
            Value x,
            Map<String, Object> attributes,
            boolean biased,
            int out,
            int... kernel) {
        int[] shape = new int[2 + kernel.length];
        shape[0] = out;
        shape[1] = x.shape().size(1);
        System.arraycopy(kernel, 0, shape, 2, kernel.length);
        Value w = g.parameter(name + ".weight", Shape.of(shape), Initializer.uniform(-0.7, 0.7));
        if (!biased) return g.op("Conv", attributes, x, w);
        return g.op(
                "Conv", attributes, x, w, g.parameter(name + ".bias", Shape.of(out), Initializer.uniform(-0.2, 0.2)));
    }

    private static Value maxPool(GraphBuilder g, Value x) {
        return g.op("MaxPool", Map.of("kernel_shape", List.of(2, 2), "strides", List.of(2, 2)), x);
    }

    private static List<Value> recurrent(
            GraphBuilder g,
            String type,
            Map<String, Object> how,
            int gates,
            int directions,
            int hidden,
            Value x,
            Value mask) {
        int size = x.shape().last();
        return g.ops(
                type,
                how,
                x,
                g.parameter("w", Shape.of(directions, gates * hidden, size), Initializer.uniform(-0.7, 0.7)),
                g.parameter("r", Shape.of(directions, gates * hidden, hidden), Initializer.uniform(-0.7, 0.7)),
                g.parameter("b", Shape.of(directions, 2 * gates * hidden), Initializer.uniform(-0.2, 0.2)),
                length(g, mask));
    }

    private static Value length(GraphBuilder g, Value mask) {
        return g.op("Cast", Map.of("to", "INT"), g.reduce("ReduceSum", mask, false, 1));
    }

    private static Value normalized(GraphBuilder g, String name, Value x) {
        Shape size = Shape.of(x.shape().last());
        return g.op(
                "LayerNormalization",
                x,
                g.parameter(name + ".scale", size, Initializer.ones()),
                g.parameter(name + ".bias", size, Initializer.zeros()));
    }

    private static Value batchNormalized(GraphBuilder g, String name, Value x, int channels) {
        Shape size = Shape.of(channels);
        return g.op(
                "BatchNormalization",
                x,
                g.parameter(name + ".scale", size, Initializer.ones()),
                g.parameter(name + ".bias", size, Initializer.zeros()),
                g.statistic(name + ".mean", size, Initializer.zeros()),
                g.statistic(name + ".variance", size, Initializer.ones()));
    }

    private static Graph end(GraphBuilder g, Value logits) {
        Value label = g.input("label", ElementType.INT, Shape.batch());
        Value weight = g.input("weight", ElementType.FLOAT, Shape.batch());
        g.output("scores", g.softmax(logits, -1));
        g.output(
                "loss",
                g.weightedMean(g.op("SoftmaxCrossEntropyLoss", Map.of("reduction", "none"), logits, label), weight));
        return g.build();
    }

    /** Rows of random numbers and lengths; the first of several rows is wholly masked. What lies beyond the rows is NaN or 0. */
    static Batch batch(Graph graph, int rows, int capacity, long seed) {
        Batch batch = new Batch(graph.inputs(), capacity);
        for (String name : batch.names()) {
            int slot = batch.slot(name);
            CounterRandom random = CounterRandom.of(seed, name);
            if (!batch.isInt(slot)) Arrays.fill(batch.floats(slot), Float.NaN);
            for (int i = 0; i < rows * batch.width(slot); i++) {
                float number = random.uniform(i);
                switch (name) {
                    case "ids" -> batch.ints(slot)[i] = (int) (number * WORDS);
                    case "label" -> batch.ints(slot)[i] = (int) (number * CLASSES);
                    case "labels" -> batch.ints(slot)[i] = 1 + (int) (number * (CLASSES - 1));
                    case "weight" -> batch.floats(slot)[i] = 0.5f + number;
                    case "mask", "labelMask" -> batch.floats(slot)[i] = real(random, i, batch.width(slot), rows);
                    default -> batch.floats(slot)[i] = 2 * number - 1;
                }
            }
        }
        batch.rows(rows);
        return batch;
    }

    private static float real(CounterRandom random, int position, int width, int rows) {
        int row = position / width;
        int length = rows > 1 && row == 0 ? 0 : 1 + (int) (random.uniform(1_000_000 + row) * width);
        return position % width < length ? 1 : 0;
    }
}
