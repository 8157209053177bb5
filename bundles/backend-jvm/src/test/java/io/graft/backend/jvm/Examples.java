package io.graft.backend.jvm;

import io.graft.api.backend.Backend;
import io.graft.api.backend.Program;
import io.graft.api.data.Batch;
import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.model.Rule;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small programs that tests and measurements share. */
final class Examples {
    static final Rule ADAM = new Rule(
            "adam",
            Map.of("beta1", 0.9, "beta2", 0.999, "epsilon", 1e-8),
            0.001,
            0,
            0,
            List.of(new Rule.Slot("m", 0), new Rule.Slot("v", 0)),
            new GraphBuilder(Map.of()).build());
    static final Rule SGD = new Rule("sgd", Map.of(), 0.01, 0, 0, List.of(), new GraphBuilder(Map.of()).build());

    static final Initializer SMALL = Initializer.normal(0, 0.1);

    private Examples() {}

    static Backend backend() {
        return new JvmBackend(new VectorGate()::kernels);
    }

    static void loss(GraphBuilder g, Value scores) {
        Value label = g.input("label", ElementType.INT, Shape.of(Dim.BATCH));
        Value weight = g.input("weight", ElementType.FLOAT, Shape.of(Dim.BATCH));
        Value each = g.op("SoftmaxCrossEntropyLoss", Map.of("reduction", "none"), scores, label);
        g.output("loss", g.weightedMean(each, weight));
        g.output("scores", g.softmax(scores, -1));
    }

    /** Inputs, a hidden layer with relu, classes. */
    static Graph mlp(int inputs, int hidden, int classes) {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value x = g.input("x", ElementType.FLOAT, Shape.batch(inputs));
        Value h = g.op("Relu", dense(g, "hidden", x, inputs, hidden));
        loss(g, dense(g, "out", h, hidden, classes));
        return g.build();
    }

    /** The mean of word vectors, classes. */
    static Graph classifier(int vocabulary, int length, int size, int classes) {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value ids = g.input("ids", ElementType.INT, Shape.batch(length));
        Value mask = g.input("mask", ElementType.FLOAT, Shape.batch(length));
        Value table = g.parameter("table", Shape.of(vocabulary, size), Initializer.normal(0, 0.1));
        Value pooled = g.op("EmbeddingBag", Map.of("mode", "mean"), table, ids, mask);
        loss(g, dense(g, "out", pooled, size, classes));
        return g.build();
    }

    static Value dense(GraphBuilder g, String name, Value x, int in, int out) {
        Value w = g.parameter(name + ".weight", Shape.of(in, out), Initializer.glorotUniform());
        Value b = g.parameter(name + ".bias", Shape.of(out), Initializer.zeros());
        return g.linear(x, w, b);
    }

    static Program training(Graph graph, Rule rule) {
        return Program.training(graph, "loss", rule, Program.Clip.NONE);
    }

    /** A batch of random rows whose label can be learned, mostly. */
    static Batch batch(Graph graph, int rows, int classes, int vocabulary, Random random) {
        Batch batch = new Batch(graph.inputs(), rows);
        batch.rows(rows);
        for (int r = 0; r < rows; r++) {
            int label = random.nextInt(classes);
            batch.ints("label")[r] = random.nextInt(20) == 0 ? random.nextInt(classes) : label;
            batch.floats("weight")[r] = 1;
            if (batch.slot("x") >= 0) features(batch, r, label, classes, random);
            if (batch.slot("ids") >= 0) words(batch, r, label, classes, vocabulary, random);
        }
        return batch;
    }

    private static void features(Batch batch, int r, int label, int classes, Random random) {
        int width = batch.width(batch.slot("x"));
        for (int i = 0; i < width; i++)
            batch.floats("x")[r * width + i] = (float) (random.nextGaussian() + (i % classes == label ? 1 : 0));
    }

    /** Words as frequent as Zipf's law says; every third tells the label. */
    private static void words(Batch batch, int r, int label, int classes, int vocabulary, Random random) {
        int length = batch.width(batch.slot("ids"));
        int count = 1 + random.nextInt(length);
        for (int i = 0; i < count; i++) {
            int word = (int) Math.exp(random.nextDouble() * Math.log(vocabulary));
            int telling = Math.min(word - word % classes + label, vocabulary - 1);
            batch.ints("ids")[r * length + i] = i % 3 == 0 ? telling : word;
            batch.floats("mask")[r * length + i] = 1;
        }
    }
}
