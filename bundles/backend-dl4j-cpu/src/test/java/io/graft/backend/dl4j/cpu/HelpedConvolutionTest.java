package io.graft.backend.dl4j.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.graft.api.backend.Backend;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.data.Batch;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.testkit.CentralDifferences;
import io.graft.testkit.ReferenceInterpreter;
import io.graft.testkit.Tensor;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions of as many channels as oneDNN's kernels are used for, which is more than those of the contract have. */
class HelpedConvolutionTest {
    private static final int ROWS = 2;
    private static final long SEED = 11;

    static Stream<Arguments> convolutions() {
        return Stream.of(
                Arguments.of(Map.of(), new int[] {8, 4, 5}, new int[] {3, 8, 2, 3}),
                Arguments.of(Map.of("pads", List.of(1, 1, 1, 1)), new int[] {9, 3, 3}, new int[] {2, 9, 3, 3}),
                Arguments.of(
                        Map.of("strides", List.of(2, 1), "pads", List.of(0, 2, 0, 2)),
                        new int[] {8, 5, 3},
                        new int[] {2, 8, 2, 2}),
                Arguments.of(Map.of("dilations", List.of(1, 2)), new int[] {8, 3, 5}, new int[] {2, 8, 2, 2}),
                Arguments.of(Map.of("pads", List.of(1, 0, 0, 1)), new int[] {8, 3, 3}, new int[] {2, 8, 2, 2}),
                Arguments.of(Map.of("pads", List.of(1, 1)), new int[] {17, 6}, new int[] {3, 17, 3}),
                Arguments.of(
                        Map.of("strides", List.of(2), "dilations", List.of(2)), new int[] {8, 7}, new int[] {2, 8, 2}));
    }

    @ParameterizedTest
    @MethodSource("convolutions")
    void theyGiveWhatTheReferenceGivesForwardsAndBackwards(Map<String, Object> attributes, int[] row, int[] weight) {
        Graph graph = graph(attributes, row, weight);
        Batch batch = batch(graph);
        try (Backend backend = Examples.backend();
                Session session =
                        backend.open(Examples.training(graph, Examples.SGD), new SessionOptions(ROWS, SEED, 1))) {
            Map<String, Tensor> given = given(graph, session, batch);
            var expected = new ReferenceInterpreter(graph).train(given, SEED, 0);
            Batch outputs = Batch.outputs(graph, List.of("out"), ROWS);
            session.run(batch, outputs);
            near(expected.output("out").data(), outputs.floats("out"), 1e-5);
            Map<String, Tensor> gradients = CentralDifferences.gradients(graph, "loss", given, SEED, 0);
            assertEquals(expected.output("loss").number(), session.train(batch, 1), 1e-3);
            gradients.forEach((name, gradient) -> {
                float[] moved = read(session, name);
                for (int i = 0; i < moved.length; i++)
                    moved[i] = (float) given.get(name).data()[i] - moved[i];
                near(gradient.data(), moved, 1e-4);
            });
        }
    }

    /** A parameter is added to the image, so that the image has a gradient too. */
    private static Graph graph(Map<String, Object> attributes, int[] row, int[] weight) {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value x = g.input("x", ElementType.FLOAT, Shape.batch(row));
        Value shifted = g.add(x, g.parameter("shift", Shape.of(row), Initializer.zeros()));
        Value w = g.parameter("weight", Shape.of(weight), Initializer.glorotUniform());
        Value b = g.parameter("bias", Shape.of(weight[0]), Initializer.uniform(-1, 1));
        Value y = g.op("Conv", attributes, shifted, w, b);
        g.output("out", y);
        g.output("loss", g.reduce("ReduceSum", g.mul(y, g.add(y, 0.7)), false));
        return g.build();
    }

    private static Batch batch(Graph graph) {
        Batch batch = new Batch(graph.inputs(), ROWS);
        batch.rows(ROWS);
        Random random = new Random(SEED);
        for (int i = 0; i < batch.floats("x").length; i++) batch.floats("x")[i] = (float) random.nextGaussian();
        return batch;
    }

    private static Map<String, Tensor> given(Graph graph, Session session, Batch batch) {
        Map<String, Tensor> given = new HashMap<>();
        given.put("x", Tensor.of(sizes(graph.value("x").shape()), batch.floats("x")));
        graph.parameters().forEach(p -> given.put(p.name(), Tensor.of(sizes(p.shape()), read(session, p.name()))));
        return given;
    }

    private static int[] sizes(Shape shape) {
        return shape.dims().stream().mapToInt(d -> d.known() ? d.size() : ROWS).toArray();
    }

    private static float[] read(Session session, String name) {
        float[] numbers = new float[session.tensors().get(name)];
        session.read(name, FloatBuffer.wrap(numbers));
        return numbers;
    }

    private static void near(double[] expected, float[] actual, double tolerance) {
        double most = 1;
        for (double e : expected) most = Math.max(most, Math.abs(e));
        for (int i = 0; i < expected.length; i++)
            assertEquals(expected[i], actual[i], tolerance * most, "element " + i);
    }
}
