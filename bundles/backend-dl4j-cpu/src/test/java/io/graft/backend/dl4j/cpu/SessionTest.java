package io.graft.backend.dl4j.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.backend.Backend;
import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.data.Batch;
import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Parameter;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.model.Rule;
import io.graft.testkit.ReferenceInterpreter;
import io.graft.testkit.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SessionTest {
    private static final SessionOptions OPTIONS = new SessionOptions(32, 7, 2);
    private static Backend backend;

    @BeforeAll
    static void load() {
        backend = Examples.backend();
    }

    @AfterAll
    static void unload() {
        backend.close();
    }

    /** A network with everything that a resumed run must remember: dropout, running statistics, rows of a table, slots. */
    private static Graph network() {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value ids = g.input("ids", ElementType.INT, Shape.batch(6));
        Value mask = g.input("mask", ElementType.FLOAT, Shape.batch(6));
        Value table = g.parameter("table", Shape.of(40, 16), Initializer.normal(0, 1));
        Value x = g.op("EmbeddingBag", Map.of("mode", "mean"), table, ids, mask);
        x = g.op("Dropout", Map.of("ratio", 0.25f), g.op("Relu", Examples.dense(g, "hidden", x, 16, 24)));
        Value mean = g.statistic("norm.mean", Shape.of(24), Initializer.zeros());
        Value variance = g.statistic("norm.variance", Shape.of(24), Initializer.ones());
        Value scale = g.parameter("norm.scale", Shape.of(24), Initializer.ones());
        Value bias = g.parameter("norm.bias", Shape.of(24), Initializer.zeros());
        x = g.op("BatchNormalization", x, scale, bias, mean, variance);
        Examples.loss(g, Examples.dense(g, "out", x, 24, 5));
        return g.build();
    }

    private static List<Batch> batches(Graph graph, int count) {
        Random random = new Random(5);
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) batches.add(Examples.batch(graph, i % 5 == 4 ? 17 : 32, 5, 40, random));
        return batches;
    }

    private static Program program(Graph graph) {
        return Program.training(graph, "loss", Examples.ADAM, new Program.Clip(0.5, 0.3));
    }

    private static Map<String, float[]> all(Session session) {
        Map<String, float[]> all = new LinkedHashMap<>();
        session.tensors().forEach((name, n) -> {
            float[] x = new float[n];
            session.read(name, FloatBuffer.wrap(x));
            all.put(name, x);
        });
        return all;
    }

    private static void same(Map<String, float[]> expected, Map<String, float[]> given) {
        assertEquals(expected.keySet(), given.keySet());
        expected.forEach((name, x) -> assertArrayEquals(x, given.get(name), 0f, name));
    }

    @Test
    void theSameSeedGivesTheSameBits() {
        Graph graph = network();
        List<Batch> batches = batches(graph, 20);
        try (Session a = backend.open(program(graph), OPTIONS);
                Session b = backend.open(program(graph), OPTIONS)) {
            for (Batch batch : batches) assertEquals(a.train(batch, 0.01), b.train(batch, 0.01), 0f);
            same(all(a), all(b));
        }
    }

    @Test
    void aResumedRunContinuesWithTheSameBits() {
        Graph graph = network();
        List<Batch> batches = batches(graph, 20);
        try (Session whole = backend.open(program(graph), OPTIONS);
                Session first = backend.open(program(graph), OPTIONS);
                Session second = backend.open(program(graph), new SessionOptions(32, 7, 2))) {
            for (Batch batch : batches) whole.train(batch, 0.01);
            for (Batch batch : batches.subList(0, 9)) first.train(batch, 0.01);
            all(first).forEach((name, x) -> second.write(name, FloatBuffer.wrap(x)));
            second.step(first.step());
            assertEquals(9, second.step());
            for (Batch batch : batches.subList(9, 20)) second.train(batch, 0.01);
            same(all(whole), all(second));
        }
    }

    @Test
    void tensorsAreParametersStatisticsAndSlots() {
        Graph graph = network();
        try (Session session = backend.open(program(graph), OPTIONS);
                Session answers = backend.open(Program.inference(graph), OPTIONS)) {
            Map<String, Integer> tensors = session.tensors();
            assertEquals(40 * 16, tensors.get("table"));
            assertEquals(24, tensors.get("norm.mean"));
            assertEquals(40 * 16, tensors.get("optimizer.v.table"));
            assertEquals(null, tensors.get("optimizer.m.norm.mean"), "statistics are not trained");
            assertEquals(graph.parameters().size(), answers.tensors().size());
            assertThrows(IllegalArgumentException.class, () -> session.read("nothing", FloatBuffer.allocate(1)));
        }
    }

    @Test
    void runningStatisticsFollowTheBatches() {
        Graph graph = network();
        try (Session session = backend.open(program(graph), OPTIONS)) {
            session.train(batches(graph, 1).get(0), 0.01);
            float[] variance = all(session).get("norm.variance");
            for (float v : variance) assertTrue(v >= 0.9f && v != 1f, "0.9 · 1 + 0.1 · variance, and the batch varies");
        }
    }

    @Test
    void answersHaveNoDropoutAndUseRunningStatistics() {
        Graph graph = network();
        Batch batch = batches(graph, 1).get(0);
        try (Session session = backend.open(program(graph), OPTIONS)) {
            for (Batch b : batches(graph, 10)) session.train(b, 0.01);
            Batch one = Batch.outputs(graph, List.of("scores"), 32);
            Batch two = Batch.outputs(graph, List.of("scores"), 32);
            session.run(batch, one);
            session.run(batch, two);
            assertArrayEquals(one.floats("scores"), two.floats("scores"), 0f);
            Map<String, float[]> tensors = all(session);
            Map<String, Tensor> given = new HashMap<>();
            for (Parameter p : graph.parameters())
                given.put(p.name(), Tensor.of(sizes(p.shape()), tensors.get(p.name())));
            given.put("ids", Tensor.of(new int[] {batch.rows(), 6}, batch.ints("ids")));
            given.put("mask", Tensor.of(new int[] {batch.rows(), 6}, batch.floats("mask")));
            double[] expected = new ReferenceInterpreter(graph)
                    .infer(given)
                    .output("scores")
                    .data();
            assertEquals(batch.rows() * 5, expected.length);
            for (int i = 0; i < expected.length; i++) assertEquals(expected[i], one.floats("scores")[i], 1e-5);
        }
    }

    private static int[] sizes(Shape shape) {
        return shape.dims().stream().mapToInt(Dim::size).toArray();
    }

    @Test
    void inputsThatAnAnswerDoesNotNeedMayBeMissing() {
        Graph graph = network();
        Batch batch = new Batch(
                graph.inputs().stream()
                        .filter(v -> !v.name().equals("label") && !v.name().equals("weight"))
                        .toList(),
                4);
        batch.rows(4);
        try (Session session = backend.open(Program.inference(graph), OPTIONS)) {
            Batch outputs = Batch.outputs(graph, List.of("scores"), 4);
            session.run(batch, outputs);
            assertEquals(4, outputs.rows());
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class, () -> session.run(batch, Batch.outputs(graph, List.of("loss"), 4)));
            assertTrue(e.getMessage().contains("'label'"), e.getMessage());
        }
    }

    @Test
    void anIdOutsideTheTableIsNamedAndHarmsNothing() {
        Graph graph = network();
        Batch bad = batches(graph, 1).get(0);
        Batch good = batches(graph, 1).get(0);
        bad.ints("ids")[0] = 40;
        bad.floats("mask")[0] = 1;
        try (Session session = backend.open(program(graph), OPTIONS)) {
            Map<String, float[]> before = all(session);
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> session.train(bad, 0.01));
            assertTrue(e.getMessage().contains("'ids' holds 40"), e.getMessage());
            same(before, all(session));
            assertTrue(session.train(good, 0.01) > 0);
        }
    }

    @Test
    void batchesThatDoNotFitAreRefused() {
        Graph graph = network();
        try (Session session = backend.open(program(graph), new SessionOptions(16, 7, 1))) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> session.train(batches(graph, 1).get(0), 0.01),
                    "32 rows into 16");
            assertThrows(
                    IllegalArgumentException.class,
                    () -> session.train(new Batch(graph.inputs(), 16), 0.01),
                    "no rows");
        }
    }

    @Test
    void nanPassesThrough() {
        Graph graph = Examples.mlp(4, 3, 2);
        Batch batch = Examples.batch(graph, 4, 2, 1, new Random(1));
        batch.floats("x")[0] = Float.NaN;
        try (Session session = backend.open(Examples.training(graph, Examples.SGD), OPTIONS)) {
            assertTrue(Float.isNaN(session.train(batch, 0.1)));
        }
    }

    @Test
    void sharedSessionsAnswerAlikeOnManyThreads() throws Exception {
        Graph graph = network();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        Session owner = backend.open(program(graph), OPTIONS);
        for (Batch b : batches(graph, 5)) owner.train(b, 0.01);
        Batch expected = Batch.outputs(graph, List.of("scores"), 32);
        owner.run(batches(graph, 1).get(0), expected);
        List<Callable<float[]>> calls = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Session share = owner.share();
            calls.add(() -> {
                try (share) {
                    Batch outputs = Batch.outputs(graph, List.of("scores"), 32);
                    Batch batch = batches(graph, 1).get(0);
                    for (int i = 0; i < 200; i++) share.run(batch, outputs);
                    return outputs.floats("scores");
                }
            });
        }
        owner.close();
        for (Future<float[]> answer : threads.invokeAll(calls))
            assertArrayEquals(expected.floats("scores"), answer.get(), 0f);
        threads.shutdown();
    }

    @Test
    void closingTwiceIsFineAndAfterwardsNothingWorks() {
        Graph graph = network();
        Session session = backend.open(program(graph), OPTIONS);
        session.train(batches(graph, 1).get(0), 0.01);
        session.close();
        assertDoesNotThrow(session::close);
        assertThrows(
                IllegalStateException.class,
                () -> session.train(batches(graph, 1).get(0), 0.01));
        assertThrows(IllegalStateException.class, session::tensors);
        assertThrows(IllegalStateException.class, session::share);
    }

    @Test
    void aClosedBackendOpensNothingAndHasClosedItsSessions() {
        Backend own = Examples.backend();
        Session session = own.open(program(network()), OPTIONS);
        own.close();
        own.close();
        assertThrows(IllegalStateException.class, session::step);
        assertThrows(IllegalStateException.class, () -> own.open(program(network()), OPTIONS));
    }

    @Test
    void anUnknownRuleIsReadFromItsGraph() {
        GraphBuilder g = new GraphBuilder(Map.of());
        Shape n = Shape.of(Dim.named("n"));
        Value w = g.input(Rule.PARAMETER, ElementType.FLOAT, n);
        Value d = g.input(Rule.GRADIENT, ElementType.FLOAT, n);
        Value rate = g.input(Rule.RATE, ElementType.FLOAT, Shape.SCALAR);
        g.input(Rule.STEP, ElementType.FLOAT, Shape.SCALAR);
        g.output(Rule.PARAMETER, g.sub(w, g.mul(rate, d)));
        Rule own = new Rule("my-descent", Map.of(), 0.01, 0, 0, List.of(), g.build());
        Graph graph = Examples.mlp(20, 10, 5);
        try (Session a = backend.open(Examples.training(graph, own), OPTIONS);
                Session b = backend.open(Examples.training(graph, Examples.SGD), OPTIONS)) {
            for (int i = 0; i < 5; i++) {
                Batch batch = Examples.batch(graph, 32, 5, 1, new Random(i));
                assertEquals(b.train(batch, 0.1), a.train(batch, 0.1), 0f);
            }
            same(all(b), all(a));
        }
    }

    @Test
    void regularizationIsAddedAfterClipping() {
        Graph graph = Examples.mlp(4, 3, 2);
        Rule rule = new Rule("sgd", Map.of(), 1, 0.25, 0.5, List.of(), Examples.SGD.update());
        Batch batch = Examples.batch(graph, 4, 2, 1, new Random(1));
        try (Session session =
                backend.open(Program.training(graph, "loss", rule, new Program.Clip(0, 1e-6)), OPTIONS)) {
            float[] before = all(session).get("out.weight");
            session.train(batch, 1);
            float[] after = all(session).get("out.weight");
            for (int i = 0; i < before.length; i++)
                assertEquals(
                        before[i] - 0.5 * before[i] - 0.25 * Math.signum(before[i]),
                        after[i],
                        2e-6,
                        "the loss' gradient is clipped away");
        }
    }

    @Test
    void aNormIsClippedOverAllGradientsTogether() {
        Graph graph = network();
        Batch batch = batches(graph, 1).get(0);
        try (Session free = backend.open(Examples.training(graph, Examples.SGD), OPTIONS);
                Session clipped = backend.open(
                        Program.training(graph, "loss", Examples.SGD, new Program.Clip(0.01, 0)), OPTIONS)) {
            Map<String, float[]> start = all(free);
            free.train(batch, 1);
            clipped.train(batch, 1);
            double norm = distance(start, all(free));
            assertTrue(norm > 0.1, "the gradient is larger than the bound: " + norm);
            assertEquals(0.01, distance(start, all(clipped)), 1e-5);
        }
    }

    @Test
    void parametersThatShareAGradientAreClippedOnceEach() {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value x = g.input("x", ElementType.FLOAT, Shape.batch(3));
        Value a = g.parameter("a", Shape.of(1, 3), Initializer.ones());
        Value b = g.parameter("b", Shape.of(1, 3), Initializer.ones());
        Value sum = g.add(a, b);
        g.output("loss", g.reduce("ReduceSum", g.mul(x, sum), false));
        Graph graph = g.build();
        Batch batch = new Batch(graph.inputs(), 1);
        batch.rows(1);
        java.util.Arrays.fill(batch.floats("x"), 2);
        try (Session session =
                backend.open(Program.training(graph, "loss", Examples.SGD, new Program.Clip(1, 0)), OPTIONS)) {
            session.train(batch, 1);
            float each = (float) (1 - 1 / Math.sqrt(6));
            for (String name : List.of("a", "b"))
                assertArrayEquals(new float[] {each, each, each}, all(session).get(name), 1e-5f, name);
        }
    }

    private static double distance(Map<String, float[]> a, Map<String, float[]> b) {
        double sum = 0;
        for (String name : a.keySet()) {
            if (name.equals("norm.mean") || name.equals("norm.variance")) continue;
            for (int i = 0; i < a.get(name).length; i++) sum += Math.pow(a.get(name)[i] - b.get(name)[i], 2);
        }
        return Math.sqrt(sum);
    }
}
