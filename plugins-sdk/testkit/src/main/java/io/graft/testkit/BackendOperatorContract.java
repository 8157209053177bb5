package io.graft.testkit;

import static io.graft.testkit.Comparisons.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.graft.api.backend.Backend;
import io.graft.api.backend.BackendType;
import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.data.Batch;
import io.graft.api.graph.Graph;
import io.graft.api.graph.Operators;
import io.graft.api.graph.Parameter;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The part of {@link BackendContract} about operators: each computes what {@link ReferenceInterpreter} says, forwards and backwards.
 *
 * @param <S> the settings of the backend
 */
public abstract class BackendOperatorContract<S extends Record> {
    static final long SEED = 20240607;

    /** Rows of the batches that go through one session, in turn: one size twice, down to one row, as many as fit, and back. */
    private static final int[] BATCHES = {3, 3, 1, 5, 2, 3};

    /** The backend being tested, new for each test. */
    protected Backend backend;

    /** The type being tested. */
    protected abstract BackendType<S> type();

    /** The settings to test it with. */
    protected abstract S settings();

    /** The operators that it says it cannot do. */
    protected Set<String> unsupportedOperators() {
        return Set.of();
    }

    /** How far an output may lie from the reference, relative to the greatest element. */
    protected double tolerance() {
        return 1e-5;
    }

    /** How far a gradient may lie from central differences, relative to the greatest element. */
    protected double gradientTolerance() {
        return 1e-4;
    }

    @BeforeEach
    void openBackend() {
        var availability = type().availability();
        Assumptions.assumeTrue(
                availability.available(), () -> "the backend cannot work here: " + availability.reason());
        backend = type().create(settings(), new TestContext());
    }

    @AfterEach
    void closeBackend() {
        if (backend != null) backend.close();
    }

    static SessionOptions options(int maxRows) {
        return new SessionOptions(maxRows, SEED, 1);
    }

    static float[] read(Session session, String name) {
        float[] numbers = new float[session.tensors().get(name)];
        session.read(name, FloatBuffer.wrap(numbers));
        return numbers;
    }

    static Map<String, Tensor> given(Graph graph, Session session, Batch batch) {
        Map<String, Tensor> given = new HashMap<>(BatchTensors.of(graph.inputs(), batch));
        for (Parameter p : graph.parameters())
            given.put(p.name(), Tensor.of(BatchTensors.shape(p.shape(), 0), read(session, p.name())));
        return given;
    }

    private boolean supported(Program program) {
        Set<String> missing = new TreeSet<>(unsupportedOperators());
        missing.retainAll(
                program.graph().operators().stream().map(op -> op.type()).toList());
        List<String> sentences = backend.unsupported(program);
        assertEquals(
                missing.isEmpty(),
                sentences.isEmpty(),
                () -> "unsupported() says " + sentences + " where " + missing + " are declared unsupported");
        for (String type : missing)
            assertTrue(
                    sentences.stream().anyMatch(s -> s.contains(type)),
                    () -> "unsupported() does not name " + type + ": " + sentences);
        return missing.isEmpty();
    }

    @Test
    void everyOperatorHasACase() {
        Set<String> covered = new TreeSet<>();
        for (OperatorCase c : OperatorCases.all()) c.inference().operators().forEach(op -> covered.add(op.type()));
        assertEquals(Operators.names(), covered);
    }

    @TestFactory
    Stream<DynamicTest> everyOperatorComputesWhatTheReferenceDoes() {
        return OperatorCases.all().stream().map(c -> dynamicTest(c.name(), () -> forward(c)));
    }

    private void forward(OperatorCase c) {
        Graph graph = c.inference();
        Program program = Program.inference(graph);
        if (!supported(program)) return;
        try (Session session = backend.open(program, options(5))) {
            for (int turn = 0; turn < BATCHES.length; turn++) {
                int rows = BATCHES[turn];
                Batch batch = c.batch(graph, rows, 5, SEED + turn);
                Tensor expected = new ReferenceInterpreter(graph)
                        .infer(given(graph, session, batch))
                        .output("out");
                Batch outputs = Batch.outputs(graph, List.of("out"), 5);
                session.run(batch, outputs);
                assertEquals(rows, outputs.rows(), "rows of the outputs");
                float[] actual = new float[expected.elements()];
                for (int i = 0; i < actual.length; i++)
                    actual[i] = outputs.isInt(0) ? outputs.ints(0)[i] : outputs.floats(0)[i];
                assertClose(c.name() + " of " + rows + " rows", expected.data(), actual, tolerance());
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> everyOperatorHasTheGradientOfCentralDifferences() {
        return OperatorCases.all().stream().map(c -> dynamicTest(c.name(), () -> gradient(c)));
    }

    private void gradient(OperatorCase c) {
        Graph graph = c.training();
        Program program = Program.training(graph, "loss", StandardRules.sgd(), Program.Clip.NONE);
        if (!supported(program)) return;
        try (Session session = backend.open(program, options(5))) {
            for (int turn = 0; turn < BATCHES.length; turn++) {
                int rows = BATCHES[turn];
                Batch batch = c.batch(graph, rows, 5, SEED + turn);
                Map<String, Tensor> before = given(graph, session, batch);
                long step = session.step();
                var reference = new ReferenceInterpreter(graph).train(before, SEED, step);
                double expectedLoss = reference.output("loss").number();
                Map<String, Tensor> expected = CentralDifferences.gradients(graph, "loss", before, SEED, step);
                float loss = session.train(batch, 1);
                assertClose("loss of " + c.name(), new double[] {expectedLoss}, new float[] {loss}, tolerance());
                expected.forEach((name, gradient) -> {
                    float[] after = read(session, name);
                    float[] actual = new float[after.length];
                    for (int i = 0; i < after.length; i++)
                        actual[i] = (float) (before.get(name).data()[i] - after[i]);
                    assertClose(
                            "gradient of " + c.name() + " with respect to " + name + ", " + rows + " rows",
                            gradient.data(),
                            actual,
                            gradientTolerance());
                });
                reference
                        .statistics()
                        .forEach((name, value) -> assertClose(
                                "statistic " + name + " after training",
                                value.data(),
                                read(session, name),
                                tolerance()));
                restore(graph, session, before);
            }
        }
    }

    /** Parameters go back to where they were, so that the next batch is measured at a tame point. */
    private static void restore(Graph graph, Session session, Map<String, Tensor> before) {
        for (Parameter p : graph.parameters())
            session.write(p.name(), FloatBuffer.wrap(before.get(p.name()).floats()));
    }
}
