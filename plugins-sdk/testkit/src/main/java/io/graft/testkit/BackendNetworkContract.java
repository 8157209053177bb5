package io.graft.testkit;

import static io.graft.testkit.Comparisons.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.data.Batch;
import io.graft.api.graph.Graph;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Parameter;
import io.graft.api.model.Rule;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The part of {@link BackendContract} about whole networks: they train and answer as the reference does, the same way each time.
 *
 * @param <S> the settings of the backend
 */
public abstract class BackendNetworkContract<S extends Record> extends BackendRuleContract<S> {

    /** How far parameters may lie from those of the reference after 100 steps, relative to the greatest. */
    protected double trainingTolerance() {
        return 1e-4;
    }

    final Session open(Graph graph, Rule rule) {
        return open(graph, rule, options(ROWS));
    }

    private Session open(Graph graph, Rule rule, SessionOptions options) {
        Program program = Program.training(graph, "loss", rule, Program.Clip.NONE);
        Assumptions.assumeTrue(supported(program), "the backend says that it cannot do all of this network");
        return backend.open(program, options);
    }

    static Map<String, float[]> everything(Session session) {
        Map<String, float[]> all = new LinkedHashMap<>();
        for (String name : session.tensors().keySet()) all.put(name, read(session, name));
        return all;
    }

    static void assertSame(Map<String, float[]> expected, Map<String, float[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, numbers) -> assertArrayEquals(numbers, actual.get(name), name));
    }

    static float[] scores(Session session, Graph graph, Batch batch) {
        Batch outputs = Batch.outputs(graph, List.of("scores"), ROWS);
        session.run(batch, outputs);
        return Arrays.copyOf(outputs.floats(0), outputs.rows() * outputs.width(0));
    }

    private static double[] wide(float[] numbers) {
        double[] wide = new double[numbers.length];
        for (int i = 0; i < wide.length; i++) wide[i] = numbers[i];
        return wide;
    }

    @ParameterizedTest
    @EnumSource
    void parametersBeginAsTheirInitializersSay(SampleNetwork network) {
        Graph graph = network.graph();
        try (Session session = open(graph, StandardRules.sgd())) {
            for (Parameter p : graph.parameters())
                assertArrayEquals(Initializer.values(p, SEED), read(session, p.name()), p.name());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHundredStepsEndWhereTheReferenceDoes(SampleNetwork network) {
        Graph graph = network.graph();
        Program program = Program.training(graph, "loss", rule("adam"), Program.Clip.NONE);
        try (ReferenceBackend slow = new ReferenceBackend();
                Session expected = slow.open(program, options(ROWS));
                Session actual = open(graph, rule("adam"))) {
            for (int step = 0; step < 100; step++) {
                Batch batch = SampleNetwork.batch(graph, ROWS - step % 3, SEED + step % 7);
                float loss = expected.train(batch, 0.01);
                assertEquals(loss, actual.train(batch, 0.01), 1e-4 * (1 + Math.abs(loss)), "loss of step " + step);
            }
            for (String name : expected.tensors().keySet())
                if (!name.startsWith("optimizer."))
                    assertClose(
                            name + " after a hundred steps of " + network,
                            wide(read(expected, name)),
                            read(actual, name),
                            trainingTolerance());
            Batch batch = SampleNetwork.batch(graph, ROWS, SEED);
            assertClose(
                    "scores after a hundred steps of " + network,
                    wide(scores(expected, graph, batch)),
                    scores(actual, graph, batch),
                    trainingTolerance());
        }
    }

    @ParameterizedTest
    @EnumSource
    void batchesAtTheEdgeGiveWhatTheReferenceGives(SampleNetwork network) {
        Graph graph = network.graph();
        try (Session session = open(graph, StandardRules.sgd())) {
            for (int rows : new int[] {1, ROWS})
                for (Edge edge : Edge.values()) {
                    Batch batch = SampleNetwork.batch(graph, rows, SEED);
                    edge.apply(batch);
                    Map<String, Tensor> given = given(graph, session, batch);
                    Tensor scores = new ReferenceInterpreter(graph).infer(given).output("scores");
                    String what = " of " + rows + " rows, " + edge;
                    assertClose("scores" + what, scores.data(), scores(session, graph, batch), tolerance());
                    double loss = new ReferenceInterpreter(graph)
                            .train(given, SEED, session.step())
                            .output("loss")
                            .number();
                    assertClose(
                            "loss" + what, new double[] {loss}, new float[] {session.train(batch, 0.01f)}, tolerance());
                    everything(session).forEach((name, numbers) -> {
                        for (float f : numbers) assertTrue(Float.isFinite(f), name + " after training" + what);
                    });
                }
        }
    }

    /** What the masks of a batch may be. */
    private enum Edge {
        EVERYTHING_MASKED,
        ONE_POSITION,
        NOTHING_MASKED;

        void apply(Batch batch) {
            for (String name : batch.names()) {
                if (!name.toLowerCase(java.util.Locale.ROOT).endsWith("mask")) continue;
                int width = batch.width(batch.slot(name));
                for (int i = 0; i < batch.rows() * width; i++)
                    batch.floats(name)[i] = this == NOTHING_MASKED || this == ONE_POSITION && i % width == 0 ? 1 : 0;
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBatchWithoutRowsGivesNoneAndIsNotTrainedWith(SampleNetwork network) {
        Graph graph = network.graph();
        try (Session session = open(graph, rule("adam"))) {
            session.train(SampleNetwork.batch(graph, 2, SEED), 0.01);
            Map<String, float[]> before = everything(session);
            Batch empty = SampleNetwork.batch(graph, 0, SEED);
            assertEquals(0, scores(session, graph, empty).length);
            assertThrows(IllegalArgumentException.class, () -> session.train(empty, 0.01));
            assertEquals(1, session.step());
            assertSame(before, everything(session));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSameSeedGivesTheSameNumbersToTheLastBitAndAnotherSeedOthers(SampleNetwork network) {
        Graph graph = network.graph();
        List<Map<String, float[]>> ends = new ArrayList<>();
        List<List<Float>> losses = new ArrayList<>();
        for (long seed : new long[] {1, 1, 2})
            try (Session session = open(graph, rule("adam"), new SessionOptions(ROWS, seed, 1))) {
                List<Float> seen = new ArrayList<>();
                for (int step = 0; step < 4; step++)
                    seen.add(session.train(SampleNetwork.batch(graph, 5, SEED + step), 0.01));
                losses.add(seen);
                ends.add(everything(session));
            }
        assertEquals(losses.get(0), losses.get(1));
        assertSame(ends.get(0), ends.get(1));
        assertFalse(losses.get(0).equals(losses.get(2)), "another seed gave the same losses " + losses.get(0));
    }

    @ParameterizedTest
    @EnumSource
    void twoThreadsGiveWhatOneGivesButForRoundingAndAlwaysTheSame(SampleNetwork network) {
        Graph graph = network.graph();
        List<Map<String, float[]>> ends = new ArrayList<>();
        for (int threads : new int[] {1, 2, 2})
            try (Session session = open(graph, StandardRules.sgd(), new SessionOptions(ROWS, SEED, threads))) {
                for (int step = 0; step < 5; step++)
                    session.train(SampleNetwork.batch(graph, ROWS - step % 2, SEED + step), 0.1);
                ends.add(everything(session));
            }
        ends.get(0)
                .forEach((name, alone) ->
                        assertClose(name, wide(alone), ends.get(1).get(name), tolerance()));
        assertSame(ends.get(1), ends.get(2));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsReadAndWrittenIntoAnotherSessionContinuesToTheLastBit(SampleNetwork network) {
        resumes(network.graph(), rule("adam"));
    }

    final void resumes(Graph graph, Rule rule) {
        try (Session first = open(graph, rule);
                Session second = open(graph, rule)) {
            for (int step = 0; step < 3; step++)
                first.train(SampleNetwork.batch(graph, 4, SEED + step), rule.learningRate());
            everything(first).forEach((name, numbers) -> second.write(name, FloatBuffer.wrap(numbers)));
            second.step(first.step());
            assertSame(everything(first), everything(second));
            for (int step = 3; step < 6; step++) {
                Batch batch = SampleNetwork.batch(graph, 1 + step % ROWS, SEED + step);
                assertEquals(
                        first.train(batch, rule.learningRate()),
                        second.train(batch, rule.learningRate()),
                        "loss of step " + step);
            }
            assertSame(everything(first), everything(second));
        }
    }

    @ParameterizedTest
    @EnumSource
    void answeringChangesNothingAndIsNotDisturbedByTraining(SampleNetwork network) {
        Graph graph = network.graph();
        try (Session session = open(graph, rule("adam"))) {
            Batch batch = SampleNetwork.batch(graph, 4, SEED);
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

    @ParameterizedTest
    @EnumSource
    void aRowsAnswerDoesNotDependOnTheRowsBesideIt(SampleNetwork network) {
        Graph graph = network.graph();
        try (Session session = open(graph, StandardRules.sgd())) {
            Batch batch = SampleNetwork.batch(graph, ROWS, SEED);
            float[] together = scores(session, graph, batch);
            batch.rows(1);
            float[] alone = scores(session, graph, batch);
            for (int i = 0; i < alone.length; i++) assertEquals(together[i], alone[i], 1e-6);
        }
    }
}
