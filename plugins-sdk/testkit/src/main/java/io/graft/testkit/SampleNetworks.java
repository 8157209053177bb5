package io.graft.testkit;

import io.graft.api.data.Batch;
import io.graft.api.graph.CounterRandom;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.util.Arrays;
import java.util.Map;

/** Tiny networks of the kinds that pipelines train. Inputs: ids, mask, label, weight; outputs: scores, loss. */
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
            inner = g.op(
                    "LayerNormalization",
                    x,
                    g.parameter("scale", Shape.of(4), Initializer.ones()),
                    g.parameter("bias", Shape.of(4), Initializer.zeros()));
            inner = g.op("Gelu", dense(g, "dense", inner, 4));
        }
        Value sum = g.add(x, inner).maskedLike(x);
        Value pooled = g.concat(1, g.pool(sum, "mean"), g.pool(sum, "max"));
        try (var scope = g.scope("norm", "")) {
            pooled = g.op(
                    "BatchNormalization",
                    pooled,
                    g.parameter("scale", Shape.of(8), Initializer.ones()),
                    g.parameter("bias", Shape.of(8), Initializer.zeros()),
                    g.statistic("mean", Shape.of(8), Initializer.zeros()),
                    g.statistic("variance", Shape.of(8), Initializer.ones()));
        }
        Value dropped = g.op("Dropout", Map.of("ratio", 0.25f), pooled);
        return end(g, dense(g, "dense", dropped, CLASSES));
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

    private static Graph end(GraphBuilder g, Value logits) {
        Value label = g.input("label", ElementType.INT, Shape.batch());
        Value weight = g.input("weight", ElementType.FLOAT, Shape.batch());
        g.output("scores", g.softmax(logits, -1));
        g.output(
                "loss",
                g.weightedMean(g.op("SoftmaxCrossEntropyLoss", Map.of("reduction", "none"), logits, label), weight));
        return g.build();
    }

    /** Rows of random ids and lengths; the first of several rows is wholly masked. What lies beyond the rows is NaN or 0. */
    static Batch batch(Graph graph, int rows, int capacity, long seed) {
        Batch batch = new Batch(graph.inputs(), capacity);
        CounterRandom random = CounterRandom.of(seed, "batch");
        Arrays.fill(batch.floats("mask"), Float.NaN);
        Arrays.fill(batch.floats("weight"), Float.NaN);
        for (int r = 0; r < rows; r++) {
            int length = rows > 1 && r == 0 ? 0 : 1 + (int) (random.uniform(1000 + r) * LENGTH);
            for (int t = 0; t < LENGTH; t++) {
                batch.ints("ids")[r * LENGTH + t] = (int) (random.uniform(r * LENGTH + t) * WORDS);
                batch.floats("mask")[r * LENGTH + t] = t < length ? 1 : 0;
            }
            batch.ints("label")[r] = (int) (random.uniform(2000 + r) * CLASSES);
            batch.floats("weight")[r] = 0.5f + random.uniform(3000 + r);
        }
        batch.rows(rows);
        return batch;
    }
}
