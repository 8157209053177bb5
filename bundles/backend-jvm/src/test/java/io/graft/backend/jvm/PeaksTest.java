package io.graft.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A convolution fused with what keeps its greatest elements learns and answers as the operators one by one do. */
class PeaksTest {
    private static final int ROWS = 5;
    private static final VectorWarmth WARMTH = new VectorWarmth();

    /** A network; {@code apart} adds a use of the convolution that changes nothing, so that it is not fused. */
    private interface Network {
        void build(GraphBuilder g, boolean apart);
    }

    private static Value conv(GraphBuilder g, Value x, Map<String, Object> how, boolean bias, int out, int... kernel) {
        int[] shape = new int[2 + kernel.length];
        shape[0] = out;
        shape[1] = x.shape().size(1);
        System.arraycopy(kernel, 0, shape, 2, kernel.length);
        Value w = g.parameter("w" + x.shape().size(1), Shape.of(shape), Initializer.uniform(-0.5, 0.5));
        return bias
                ? g.op("Conv", how, x, w, g.parameter("b" + out, Shape.of(out), Initializer.uniform(-0.3, 0.3)))
                : g.op("Conv", how, x, w);
    }

    private static void end(GraphBuilder g, Value pooled, Value conv, boolean apart) {
        Value scores = g.op("Flatten", Map.of("axis", 1), pooled);
        g.output("scores", scores);
        Value loss = g.reduce("ReduceMean", g.square(g.sub(scores, g.constant(0.7))), false);
        g.output("loss", apart ? g.add(loss, g.mul(g.reduce("ReduceSum", conv, false), 0)) : loss);
    }

    private static Network plane(
            Map<String, Object> conv,
            String activation,
            Map<String, Object> pool,
            int channels,
            int out,
            int... kernel) {
        return (g, apart) -> {
            Value x = g.input("x", ElementType.FLOAT, Shape.batch(channels, 11, 9));
            Value c = conv(g, x, conv, true, out, kernel);
            Value a = activation.isEmpty() ? c : g.op(activation, c);
            Value y = pool.isEmpty() ? g.op("GlobalMaxPool", a) : g.op("MaxPool", pool, a);
            end(g, y, a, apart);
        };
    }

    /** A sequence as layers write it: learned vectors, a mask or none, the greatest over the places. */
    private static Network sequence(
            boolean hidden, boolean counting, Map<String, Object> how, String activation, int size, int out) {
        return (g, apart) -> {
            Value x = g.input("x", ElementType.FLOAT, Shape.batch(8, size));
            Value mask = g.input("mask", ElementType.FLOAT, Shape.batch(8));
            Value learned = g.mul(x, g.parameter("learned", Shape.of(size), Initializer.uniform(0.5, 1.5)));
            Value turned = g.transpose(learned, 0, 2, 1);
            if (hidden) turned = g.mul(turned, g.unsqueeze(mask, 1));
            Value c = conv(g, turned, how, true, out, 3);
            Value a = activation.isEmpty() ? c : g.op(activation, c);
            Value back = g.transpose(a, 0, 2, 1);
            int length = back.shape().size(1);
            Value pooled = g.pool(counting ? back.withMask(g.slice(mask, 1, 0, length)) : back, "max");
            end(g, pooled, a, apart);
        };
    }

    private static Map<String, Network> networks() {
        Map<String, Object> halves = Map.of("kernel_shape", List.of(2, 2), "strides", List.of(2, 2));
        Map<String, Object> overlapping = Map.of("kernel_shape", List.of(3, 3), "strides", List.of(2, 2));
        Map<String, Network> all = new LinkedHashMap<>();
        all.put("one channel", plane(Map.of(), "Relu", halves, 1, 4, 3, 3));
        all.put("several channels", plane(Map.of(), "Relu", halves, 3, 18, 5, 5));
        all.put("without activation", plane(Map.of(), "", halves, 2, 4, 3, 2));
        all.put("sigmoid", plane(Map.of(), "Sigmoid", halves, 2, 4, 3, 3));
        all.put("tanh of everything", plane(Map.of(), "Tanh", Map.of(), 3, 5, 3, 3));
        all.put("overlapping windows", plane(Map.of("pads", List.of(1, 1, 1, 1)), "Relu", overlapping, 2, 4, 3, 3));
        all.put("padding on one side", plane(Map.of("pads", List.of(0, 2, 1, 0)), "Relu", halves, 2, 4, 3, 3));
        all.put("strides", plane(Map.of("strides", List.of(2, 1)), "Relu", halves, 2, 4, 3, 3));
        all.put("dilations", plane(Map.of("dilations", List.of(2, 3)), "Relu", halves, 2, 4, 3, 3));
        all.put("rows of one", plane(Map.of(), "Relu", halves, 2, 4, 1, 3));
        all.put("sequence", sequence(false, false, Map.of(), "Relu", 4, 5));
        all.put("sequence of many channels", sequence(false, false, Map.of(), "Relu", 20, 33));
        all.put("hidden sequence", sequence(true, false, Map.of("pads", List.of(1, 1)), "Relu", 4, 5));
        all.put("sequence with places", sequence(true, true, Map.of("pads", List.of(1, 1)), "Relu", 4, 5));
        all.put("sequence with places only", sequence(false, true, Map.of(), "Tanh", 4, 5));
        all.put(
                "sequence in strides",
                sequence(true, false, Map.of("strides", List.of(2), "pads", List.of(2, 2)), "", 3, 4));
        all.put("dilated sequence", sequence(true, true, Map.of("dilations", List.of(2)), "Relu", 3, 4));
        return all;
    }

    @TestFactory
    Stream<DynamicTest> fusedOrNotTheNumbersAreTheSame() {
        assertTrue(WARMTH.finish());
        return networks().entrySet().stream()
                .flatMap(e -> Stream.of(
                        DynamicTest.dynamicTest(e.getKey() + ", plain", () -> compare(e.getValue(), Kernels::plain)),
                        DynamicTest.dynamicTest(
                                e.getKey() + ", vectors",
                                () -> compare(e.getValue(), () -> new VectorKernels(WARMTH)))));
    }

    @Test
    void answersFollowWeightsThatAreWrittenOrLearned() {
        assertTrue(WARMTH.finish());
        Graph graph = graph(networks().get("sequence"), false);
        try (Backend backend = new JvmBackend(() -> new VectorKernels(WARMTH));
                Session session = backend.open(Examples.training(graph, Examples.SGD), new SessionOptions(ROWS, 3, 1));
                Session answers = session.share()) {
            Batch batch = batch(graph, ROWS, 1);
            Batch outputs = Batch.outputs(graph, List.of("scores"), ROWS);
            float[] seen = new float[3];
            for (int turn = 0; turn < 3; turn++) {
                if (turn == 1) session.train(batch, 0.5);
                if (turn == 2) session.write("w4", FloatBuffer.wrap(new float[5 * 4 * 3]));
                answers.run(batch, outputs);
                seen[turn] = outputs.floats(0)[0];
            }
            assertNotEquals(seen[0], seen[1]);
            float[] bias = new float[5];
            session.read("b5", FloatBuffer.wrap(bias));
            assertEquals(Math.max(0, bias[0]), seen[2], 1e-6);
        }
    }

    private static void compare(Network network, Supplier<Kernels> kernels) {
        assertEquals(
                1,
                fused(network).stream()
                        .filter(n -> n.operator().integers(Peaks.WINDOW).length > 0)
                        .count());
        Map<String, float[]> whole = learn(network, false, kernels);
        Map<String, float[]> apart = learn(network, true, kernels);
        assertEquals(apart.keySet(), whole.keySet());
        apart.forEach((name, expected) -> {
            for (int i = 0; i < expected.length; i++) assertEquals(expected[i], whole.get(name)[i], 1e-4, name + i);
        });
    }

    private static Graph graph(Network network, boolean apart) {
        GraphBuilder g = new GraphBuilder(Map.of());
        network.build(g, apart);
        return g.build();
    }

    private static List<Node> fused(Network network) {
        Graph graph = graph(network, false);
        List<Node> nodes = graph.operators().stream()
                .map(op -> new Node(
                        op,
                        op.inputs().stream().map(graph::value).toList(),
                        op.outputs().stream().map(graph::value).toList(),
                        Set.of()))
                .toList();
        return Fusions.fuse(nodes, Set.of(graph.output("loss").name()));
    }

    private static Map<String, float[]> learn(Network network, boolean apart, Supplier<Kernels> kernels) {
        Graph graph = graph(network, apart);
        Map<String, float[]> seen = new TreeMap<>();
        try (Backend backend = new JvmBackend(kernels);
                Session session =
                        backend.open(Examples.training(graph, Examples.SGD), new SessionOptions(ROWS, 3, 1))) {
            for (int step = 0; step < 4; step++) {
                Batch batch = batch(graph, step % 2 == 0 ? ROWS : 2, step);
                seen.put("loss" + step, new float[] {session.train(batch, 0.1)});
                Batch outputs = Batch.outputs(graph, List.of("scores"), ROWS);
                session.run(batch, outputs);
                float[] scores = new float[outputs.width(0) * batch.rows()];
                System.arraycopy(outputs.floats(0), 0, scores, 0, scores.length);
                seen.put("scores" + step, scores);
            }
            session.tensors().forEach((name, size) -> {
                float[] numbers = new float[size];
                session.read(name, FloatBuffer.wrap(numbers));
                seen.put(name, numbers);
            });
        }
        return seen;
    }

    /** Random rows; of those with a mask the first is wholly masked. */
    private static Batch batch(Graph graph, int rows, int seed) {
        Random random = new Random(seed);
        Batch batch = new Batch(graph.inputs(), ROWS);
        int width = batch.width(batch.slot("x"));
        for (int i = 0; i < rows * width; i++) batch.floats("x")[i] = (float) random.nextGaussian();
        if (batch.slot("mask") >= 0)
            for (int r = 0; r < rows; r++)
                for (int i = 0; i < 8; i++)
                    batch.floats("mask")[r * 8 + i] = i < (r == 0 ? 0 : 2 + (r * 3) % 7) ? 1 : 0;
        batch.rows(rows);
        return batch;
    }
}
