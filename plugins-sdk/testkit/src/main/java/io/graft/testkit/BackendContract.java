package io.graft.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.data.Batch;
import io.graft.api.graph.Graph;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Parameter;
import io.graft.api.model.Rule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every backend does. A subclass gives the type and settings; on a machine where the type is not available its tests are skipped.
 *
 * @param <S> the settings of the backend
 */
public abstract class BackendContract<S extends Record> extends BackendRuleContract<S> {

    private Session open(Graph graph, Rule rule) {
        return backend.open(Program.training(graph, "loss", rule, Program.Clip.NONE), options(ROWS));
    }

    private static Map<String, float[]> everything(Session session) {
        Map<String, float[]> all = new LinkedHashMap<>();
        for (String name : session.tensors().keySet()) all.put(name, read(session, name));
        return all;
    }

    private static void assertSame(Map<String, float[]> expected, Map<String, float[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, numbers) -> assertArrayEquals(numbers, actual.get(name), name));
    }

    @Test
    void parametersBeginAsTheirInitializersSay() {
        Graph graph = SampleNetworks.everything();
        try (Session session = open(graph, StandardRules.sgd())) {
            for (Parameter p : graph.parameters())
                assertArrayEquals(Initializer.values(p, SEED), read(session, p.name()), p.name());
        }
    }

    @Test
    void tensorsAreTheParametersAndTheSlotsOfTheRule() {
        Graph graph = SampleNetworks.everything();
        Map<String, Integer> expected = new LinkedHashMap<>();
        for (Parameter p : graph.parameters()) {
            expected.put(p.name(), p.shape().elements());
            if (!p.trainable()) continue;
            expected.put("optimizer.m." + p.name(), p.shape().elements());
            expected.put("optimizer.v." + p.name(), p.shape().elements());
        }
        try (Session session = open(graph, rule("adam"))) {
            assertEquals(expected, session.tensors());
        }
    }

    @Test
    void slotsBeginAsTheRuleSays() {
        try (Session session = open(SampleNetworks.classifier(), rule("nadam"))) {
            for (float product : read(session, "optimizer.muProduct.dense.bias")) assertEquals(1f, product);
            for (float m : read(session, "optimizer.m.dense.bias")) assertEquals(0f, m);
        }
    }

    @Test
    void theSameSeedGivesTheSameNumbersToTheLastBitAndAnotherSeedOthers() {
        Graph graph = SampleNetworks.everything();
        List<Map<String, float[]>> ends = new ArrayList<>();
        List<List<Float>> losses = new ArrayList<>();
        for (long seed : new long[] {1, 1, 2})
            try (Session session = backend.open(
                    Program.training(graph, "loss", rule("adam"), Program.Clip.NONE),
                    new SessionOptions(ROWS, seed, 1))) {
                List<Float> seen = new ArrayList<>();
                for (int step = 0; step < 4; step++)
                    seen.add(session.train(SampleNetworks.batch(graph, 5, ROWS, SEED + step), 0.01));
                losses.add(seen);
                ends.add(everything(session));
            }
        assertEquals(losses.get(0), losses.get(1));
        assertSame(ends.get(0), ends.get(1));
        assertFalse(losses.get(0).equals(losses.get(2)), "another seed gave the same losses " + losses.get(0));
    }

    @TestFactory
    Stream<DynamicTest> whatIsReadAndWrittenIntoAnotherSessionContinuesToTheLastBit() {
        return StandardRules.all().stream().map(rule -> dynamicTest(rule.name(), () -> resumes(rule)));
    }

    private void resumes(Rule rule) {
        Graph graph = SampleNetworks.everything();
        try (Session first = open(graph, rule);
                Session second = open(graph, rule)) {
            for (int step = 0; step < 3; step++)
                first.train(SampleNetworks.batch(graph, 4, ROWS, SEED + step), rule.learningRate());
            everything(first).forEach((name, numbers) -> second.write(name, FloatBuffer.wrap(numbers)));
            second.step(first.step());
            assertSame(everything(first), everything(second));
            for (int step = 3; step < 6; step++) {
                Batch batch = SampleNetworks.batch(graph, 1 + step % ROWS, ROWS, SEED + step);
                assertEquals(
                        first.train(batch, rule.learningRate()),
                        second.train(batch, rule.learningRate()),
                        "loss of step " + step);
            }
            assertSame(everything(first), everything(second));
        }
    }

    @Test
    void answeringChangesNothingAndIsNotDisturbedByTraining() {
        Graph graph = SampleNetworks.everything();
        try (Session session = open(graph, rule("adam"))) {
            Batch batch = SampleNetworks.batch(graph, 4, ROWS, SEED);
            session.train(batch, 0.01);
            Map<String, float[]> before = everything(session);
            float[] once = scores(session, graph, batch);
            assertArrayEquals(once, scores(session, graph, batch));
            assertSame(before, everything(session));
            assertEquals(1, session.step());
            session.train(batch, 0);
            assertEquals(2, session.step());
        }
    }

    private static float[] scores(Session session, Graph graph, Batch batch) {
        Batch outputs = Batch.outputs(graph, List.of("scores"), ROWS);
        session.run(batch, outputs);
        return Arrays.copyOf(outputs.floats(0), outputs.rows() * outputs.width(0));
    }

    @Test
    void answersNeedOnlyTheInputsTheyDependOn() {
        Graph graph = SampleNetworks.classifier();
        try (Session session = open(graph, StandardRules.sgd())) {
            Batch whole = SampleNetworks.batch(graph, 3, ROWS, SEED);
            Batch part = new Batch(
                    graph.inputs().stream()
                            .filter(v -> v.name().equals("ids") || v.name().equals("mask"))
                            .toList(),
                    ROWS);
            System.arraycopy(whole.ints("ids"), 0, part.ints("ids"), 0, part.ints("ids").length);
            System.arraycopy(whole.floats("mask"), 0, part.floats("mask"), 0, part.floats("mask").length);
            part.rows(3);
            assertArrayEquals(scores(session, graph, whole), scores(session, graph, part));
        }
    }

    @Test
    void aRowsAnswerDoesNotDependOnTheRowsBesideIt() {
        Graph graph = SampleNetworks.everything();
        try (Session session = open(graph, StandardRules.sgd())) {
            Batch batch = SampleNetworks.batch(graph, ROWS, ROWS, SEED);
            float[] together = scores(session, graph, batch);
            batch.rows(1);
            float[] alone = scores(session, graph, batch);
            for (int i = 0; i < alone.length; i++) assertEquals(together[i], alone[i], 1e-6);
        }
    }

    @Test
    void everythingMaskedGivesFiniteNumbers() {
        Graph graph = SampleNetworks.classifier();
        try (Session session = open(graph, rule("adam"))) {
            Batch batch = SampleNetworks.batch(graph, 2, ROWS, SEED);
            Arrays.fill(batch.floats("mask"), 0);
            assertTrue(Float.isFinite(session.train(batch, 0.01)));
            for (float score : scores(session, graph, batch)) assertTrue(Float.isFinite(score));
            everything(session).forEach((name, numbers) -> {
                for (float f : numbers) assertTrue(Float.isFinite(f), name);
            });
        }
    }

    @Test
    void aLossThatIsNotANumberIsReturnedAndNotThrown() {
        Graph graph = SampleNetworks.classifier();
        try (Session session = open(graph, StandardRules.sgd())) {
            Batch batch = SampleNetworks.batch(graph, 2, ROWS, SEED);
            Arrays.fill(batch.floats("weight"), 0);
            assertTrue(Float.isNaN(session.train(batch, 0.01)));
        }
    }

    @Test
    void tensorsGoThroughDirectBuffersToo() {
        Graph graph = SampleNetworks.classifier();
        try (Session session = open(graph, StandardRules.sgd())) {
            int n = session.tensors().get("dense.weight");
            FloatBuffer direct = ByteBuffer.allocateDirect(4 * n)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            for (int i = 0; i < n; i++) direct.put(i, i + 0.5f);
            session.write("dense.weight", direct.duplicate());
            FloatBuffer back = ByteBuffer.allocateDirect(4 * n)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            session.read("dense.weight", back.duplicate());
            for (int i = 0; i < n; i++) assertEquals(i + 0.5f, back.get(i));
        }
    }

    @Test
    void sharedSessionsAnswerInParallelAndOutliveTheFirst() throws Exception {
        Graph graph = SampleNetworks.everything();
        Session session = open(graph, rule("adam"));
        session.train(SampleNetworks.batch(graph, 4, ROWS, SEED), 0.01);
        float[] expected = scores(session, graph, SampleNetworks.batch(graph, 4, ROWS, SEED + 1));
        List<Callable<Void>> work = new ArrayList<>();
        for (int worker = 0; worker < 4; worker++) {
            Session shared = session.share();
            work.add(() -> {
                try (shared) {
                    Batch batch = SampleNetworks.batch(graph, 4, ROWS, SEED + 1);
                    for (int i = 0; i < 50; i++) assertArrayEquals(expected, scores(shared, graph, batch));
                }
                return null;
            });
        }
        session.close();
        ExecutorService workers = Executors.newFixedThreadPool(4);
        try {
            for (var done : workers.invokeAll(work)) done.get();
        } finally {
            workers.shutdownNow();
        }
    }

    @Test
    void aSharedSessionSeesWhatTrainingDid() {
        Graph graph = SampleNetworks.classifier();
        try (Session session = open(graph, StandardRules.sgd());
                Session shared = session.share()) {
            Batch batch = SampleNetworks.batch(graph, 4, ROWS, SEED);
            session.train(batch, 0.5);
            assertArrayEquals(scores(session, graph, batch), scores(shared, graph, batch));
        }
    }

    @Test
    void aClosedSessionSaysSoAndClosingTwiceIsFine() {
        Graph graph = SampleNetworks.classifier();
        Session session = open(graph, StandardRules.sgd());
        Batch batch = SampleNetworks.batch(graph, 2, ROWS, SEED);
        session.close();
        session.close();
        assertThrows(IllegalStateException.class, () -> session.train(batch, 0.1));
        assertThrows(IllegalStateException.class, () -> scores(session, graph, batch));
        assertThrows(IllegalStateException.class, () -> session.read("dense.bias", FloatBuffer.allocate(100)));
        assertThrows(IllegalStateException.class, () -> session.write("dense.bias", FloatBuffer.allocate(3)));
        assertThrows(IllegalStateException.class, session::share);
    }

    @Test
    void closingTheBackendClosesItsSessions() {
        Graph graph = SampleNetworks.classifier();
        Session session = open(graph, StandardRules.sgd());
        backend.close();
        backend.close();
        assertThrows(
                IllegalStateException.class, () -> scores(session, graph, SampleNetworks.batch(graph, 2, ROWS, SEED)));
        session.close();
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Graph graph = SampleNetworks.classifier();
        try (Session session = open(graph, StandardRules.sgd())) {
            Batch tooMany = SampleNetworks.batch(graph, ROWS + 1, ROWS + 1, SEED);
            assertThrows(IllegalArgumentException.class, () -> session.train(tooMany, 0.1));
            Batch noIds = new Batch(
                    graph.inputs().stream().filter(v -> !v.name().equals("ids")).toList(), ROWS);
            noIds.rows(1);
            assertThrows(IllegalArgumentException.class, () -> session.train(noIds, 0.1));
            assertThrows(IllegalArgumentException.class, () -> session.read("nothing", FloatBuffer.allocate(3)));
            assertThrows(IllegalArgumentException.class, () -> session.write("nothing", FloatBuffer.allocate(3)));
            float[] before = read(session, "dense.bias");
            // an IllegalArgumentException, or the BufferUnderflowException of the buffer itself
            assertThrows(RuntimeException.class, () -> session.write("dense.bias", FloatBuffer.allocate(1)));
            assertArrayEquals(before, read(session, "dense.bias"));
            assertEquals(0, session.step());
        }
    }

    @Test
    void aProgramForAnswersCannotBeTrained() {
        Graph graph = SampleNetworks.classifier();
        try (Session session = backend.open(Program.inference(graph), options(ROWS))) {
            Batch batch = SampleNetworks.batch(graph, 2, ROWS, SEED);
            assertEquals(2 * 3, scores(session, graph, batch).length);
            assertThrows(IllegalStateException.class, () -> session.train(batch, 0.1));
        }
    }
}
