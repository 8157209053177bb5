package io.graft.models;

import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Parameter;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.models.Provenance.BundleInfo;
import io.graft.models.Provenance.DataInfo;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Models for tests. */
final class Examples {
    static final Instant CREATED = Instant.parse("2026-03-04T05:06:07.089Z");

    private Examples() {}

    /** A small text classifier: embedding of {@code words} rows, mean pool, dense. */
    @SuppressWarnings("try") // the scopes are only held
    static Graph graph(int words, int size) {
        GraphBuilder g = new GraphBuilder(Map.of(GraphBuilder.CLASSES, 3));
        Value mask = g.input("mask", ElementType.FLOAT, new Shape(List.of(Dim.BATCH, Dim.named("length"))));
        Value ids = g.input("ids", ElementType.INT, new Shape(List.of(Dim.BATCH, Dim.named("length"))))
                .below(words)
                .withMask(mask);
        Value pooled;
        try (GraphBuilder.Scope scope = g.scope("layers.0.embedding", "model.layers[0]")) {
            Value table = g.parameter("table", Shape.of(words, size), Initializer.normal(0, 0.1));
            pooled = g.pool(g.gather(table, ids), "mean");
        }
        try (GraphBuilder.Scope scope = g.scope("layers.1.dense", "model.layers[1]")) {
            Value w = g.parameter("weight", Shape.of(size, 3), Initializer.glorotUniform());
            Value b = g.statistic("bias", Shape.of(3), Initializer.zeros());
            g.output("scores", g.softmax(g.linear(pooled, w, b), -1));
        }
        return g.build();
    }

    static Model model(String pipeline) {
        return model(pipeline, graph(7, 4));
    }

    static Model model(String pipeline, Graph graph) {
        Map<String, float[]> parameters = new LinkedHashMap<>();
        for (Parameter p : graph.parameters()) parameters.put(p.name(), Initializer.values(p, 5));
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("accuracy", 0.1 + 0.2);
        metrics.put("precision", Double.NaN);
        metrics.put("confusion", List.of(List.of(3, 0), List.of(1, 2)));
        Map<String, String> state = new LinkedHashMap<>();
        state.put("prepare/3/vocabulary", "the\nof\n退货\n𝒳\n");
        state.put("files/../Wörter buch.txt", "eins\r\nzwei\u0000");
        return new Model(
                pipeline,
                0,
                "graft: 1\npipeline: " + pipeline + "\n",
                graph,
                List.of("refund", "退货", "\"other\"\n"),
                metrics,
                provenance(),
                parameters,
                Map.of(),
                state,
                Map.of());
    }

    static Provenance provenance() {
        return new Provenance(
                CREATED,
                "0.1.0",
                "OpenJDK 17.0.15",
                "dl4j-cpu",
                Long.MIN_VALUE + 1,
                List.of(new BundleInfo("io.graft.layers-core", "0.1.0", "00ff")),
                List.of(new DataInfo("train", "train.csv", 5_000_000_000L, 12, "abcd")));
    }

    /** The same model as a checkpoint: with the state of an optimizer and the progress of a run. */
    static Model checkpoint(Model model) {
        Map<String, float[]> optimizer = new LinkedHashMap<>();
        model.parameters().forEach((name, elements) -> {
            optimizer.put("optimizer.v." + name, elements.clone());
            optimizer.put("optimizer.m." + name, elements.clone());
        });
        Map<String, Object> progress = new LinkedHashMap<>();
        progress.put("step", 3_000_000_000L);
        progress.put("epoch", 4);
        progress.put("best", Double.NEGATIVE_INFINITY);
        progress.put("history", List.of(Map.of("loss", 1e-310), Map.of("loss", 0.3333333333333333)));
        progress.put("stopped", null);
        progress.put("shuffled", true);
        return new Model(
                model.pipeline(),
                0,
                model.descriptor(),
                model.graph(),
                model.labels(),
                model.metrics(),
                model.provenance(),
                model.parameters(),
                optimizer,
                model.state(),
                progress);
    }

    /** Whether two models are the same to the last bit, which records with arrays do not tell. */
    static boolean same(Model a, Model b) {
        return bare(a).equals(bare(b))
                && same(a.parameters(), b.parameters())
                && same(a.optimizer(), b.optimizer())
                && List.copyOf(a.state().keySet()).equals(List.copyOf(b.state().keySet()));
    }

    private static Model bare(Model m) {
        return new Model(
                m.pipeline(),
                m.version(),
                m.descriptor(),
                m.graph(),
                m.labels(),
                m.metrics(),
                m.provenance(),
                Map.of(),
                Map.of(),
                m.state(),
                m.progress());
    }

    private static boolean same(Map<String, float[]> a, Map<String, float[]> b) {
        if (!List.copyOf(a.keySet()).equals(List.copyOf(b.keySet()))) return false;
        return a.keySet().stream().allMatch(name -> Arrays.equals(bits(a.get(name)), bits(b.get(name))));
    }

    static int[] bits(float[] elements) {
        int[] bits = new int[elements.length];
        for (int i = 0; i < bits.length; i++) bits[i] = Float.floatToRawIntBits(elements[i]);
        return bits;
    }
}
