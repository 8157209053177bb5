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
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Parameter;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.nio.FloatBuffer;
import java.util.Arrays;
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
    static final int[] BATCHES = {3, 3, 1, 5, 2, 3};

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

    final boolean supported(Program program) {
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
                float[] actual = Arrays.copyOf(numbers(outputs, 0), expected.elements());
                assertClose(c.name() + " of " + rows + " rows", expected.data(), actual, tolerance());
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> everyOperatorGivesWhatOthersComputedForTheSameNumbers() {
        return KnownCases.all().stream()
                .filter(c -> c.rows() > 0 && !c.training())
                .map(c -> dynamicTest(c.toString(), () -> known(c)));
    }

    private void known(KnownCase c) {
        Graph graph = c.graph();
        Program program = Program.inference(graph);
        if (!supported(program)) return;
        try (Session session = backend.open(program, options(c.rows()))) {
            for (Parameter p : graph.parameters())
                session.write(p.name(), FloatBuffer.wrap(c.given().get(p.name()).floats()));
            Batch outputs = Batch.outputs(graph, graph.outputs().keySet(), c.rows());
            session.run(c.batch(graph), outputs);
            for (int i = 0; i < c.outputs().size(); i++)
                assertClose(c + ", output " + i, c.outputs().get(i).data(), numbers(outputs, i), tolerance());
        }
    }

    private static float[] numbers(Batch outputs, int slot) {
        int n = outputs.isInt(slot) ? outputs.ints(slot).length : outputs.floats(slot).length;
        float[] numbers = new float[n];
        for (int i = 0; i < n; i++) numbers[i] = outputs.isInt(slot) ? outputs.ints(slot)[i] : outputs.floats(slot)[i];
        return numbers;
    }

    @Test
    void anySubsetOfAnOperatorsOutputsCanBeAskedFor() {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value x = g.input("x", ElementType.FLOAT, Shape.batch(3, 2));
        Value w = g.parameter("w", Shape.of(1, 8, 2), Initializer.uniform(-1, 1));
        Value r = g.parameter("r", Shape.of(1, 8, 2), Initializer.uniform(-1, 1));
        List<Value> all = g.ops("LSTM", Map.of("hidden_size", 2), x, w, r);
        for (int i = 0; i < all.size(); i++) g.output("y" + i, all.get(i));
        Graph graph = g.build();
        if (!supported(Program.inference(graph))) return;
        try (Session session = backend.open(Program.inference(graph), options(2))) {
            Batch batch = new Batch(graph.inputs(), 2);
            for (int i = 0; i < 12; i++) batch.floats("x")[i] = 0.25f * i - 1;
            batch.rows(2);
            var reference = new ReferenceInterpreter(graph).infer(given(graph, session, batch));
            for (List<String> asked : List.of(
                    List.of("y1"), List.of("y2"), List.of("y0", "y2"), List.of("y2", "y1", "y0"), List.of("y0"))) {
                Batch outputs = Batch.outputs(graph, asked, 2);
                session.run(batch, outputs);
                for (int i = 0; i < asked.size(); i++)
                    assertClose(
                            asked.get(i) + " of " + asked,
                            reference.output(asked.get(i)).data(),
                            numbers(outputs, i),
                            tolerance());
            }
        }
    }

    @Test
    void theSlopeOfEqualNumbersInAMaxPoolGoesToTheFirst() {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value x = g.input("x", ElementType.FLOAT, Shape.batch(1, 2, 4));
        Value w = g.parameter("w", Shape.of(1, 2, 4), Initializer.constant(1));
        Map<String, Object> halves = Map.of("kernel_shape", List.of(2, 2), "strides", List.of(2, 2));
        Value pooled = g.op("MaxPool", halves, g.add(x, w));
        g.output("loss", g.reduce("ReduceSum", g.mul(pooled, g.constant(Shape.of(2), 1, 2)), false));
        Graph graph = g.build();
        Program program = Program.training(graph, "loss", StandardRules.sgd(), Program.Clip.NONE);
        if (!supported(program)) return;
        try (Session session = backend.open(program, options(1))) {
            Batch batch = new Batch(graph.inputs(), 1);
            batch.rows(1);
            session.train(batch, 1);
            assertClose("what is left of ones", new double[] {0, 1, -1, 1, 1, 1, 1, 1}, read(session, "w"), 1e-6);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyOperatorHasTheGradientOfCentralDifferences() {
        return OperatorCases.all().stream()
                .filter(OperatorCase::slopes)
                .map(c -> dynamicTest(c.name(), () -> gradient(c)));
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
