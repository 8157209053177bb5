package io.graft.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.graft.api.backend.Backend;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.data.Batch;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final SessionOptions OPTIONS = new SessionOptions(32, 7, 1);

    private static Tensor scratch(Shape shape) {
        return new Tensor("t", ElementType.FLOAT, shape, Tensor.Home.SCRATCH);
    }

    private static Instruction instruction(List<Tensor> reads, Tensor write) {
        return Instruction.of(reads, List.of(write), rows -> {});
    }

    @Test
    void tensorsThatLiveAtDifferentTimesShareAnArray() {
        Tensor a = scratch(Shape.batch(4));
        Tensor b = scratch(Shape.batch(8));
        Tensor c = scratch(Shape.batch(3));
        Tensor kept = scratch(Shape.batch(1));
        List<Instruction> instructions = List.of(
                instruction(List.of(), kept),
                instruction(List.of(), a),
                instruction(List.of(a), b),
                instruction(List.of(b.view(Shape.batch(2, 4))), c));
        MemoryPlan memory = new MemoryPlan(instructions, List.of(kept, c), 10);
        memory.allocate();
        assertSame(a.floats(), c.floats());
        assertNotSame(a.floats(), b.floats());
        assertNotSame(kept.floats(), c.floats());
        assertEquals(4 * (40 + 80 + 10), memory.bytes());
    }

    @Test
    void aProductItsBiasAndItsActivationAreOneOperator() {
        Graph graph = Examples.mlp(6, 5, 3);
        List<Node> nodes = graph.operators().stream()
                .map(op -> new Node(
                        op,
                        op.inputs().stream().map(graph::value).toList(),
                        List.of(graph.value(op.output())),
                        Set.of()))
                .toList();
        List<String> types =
                Fusions.fuse(nodes, Set.of()).stream().map(Node::type).toList();
        assertEquals(2, types.stream().filter("Gemm"::equals).count());
        assertTrue(!types.contains("Relu"), types.toString());
    }

    @Test
    void whatIsAskedForOrUsedTwiceIsNotFusedAway() {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value x = g.input("x", ElementType.FLOAT, Shape.batch(4));
        Value h = Examples.dense(g, "hidden", x, 4, 3);
        Value relu = g.op("Relu", h);
        g.output("sum", g.add(h, relu));
        g.output("tanh", g.op("Tanh", g.matMul(x, g.parameter("w", Shape.of(4, 2), Examples.SMALL))));
        g.output("relu", relu);
        Graph graph = g.build();
        try (Backend plain = new JvmBackend(Kernels::plain);
                Session session = plain.open(io.graft.api.backend.Program.inference(graph), OPTIONS)) {
            Batch batch = new Batch(graph.inputs(), 2);
            batch.rows(2);
            for (int i = 0; i < 8; i++) batch.floats("x")[i] = i - 4;
            Batch out = Batch.outputs(graph, List.of("sum", "relu", "tanh"), 2);
            session.run(batch, out);
            for (int i = 0; i < 6; i++) {
                float r = out.floats("relu")[i];
                assertTrue(r > 0 ? out.floats("sum")[i] == 2 * r : out.floats("sum")[i] <= 0);
            }
        }
    }

    @Test
    void aStepAllocatesNextToNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Graph graph = Examples.classifier(300, 8, 16, 4);
        Batch batch = Examples.batch(graph, 32, 4, 300, new Random(1));
        Batch small = Examples.batch(graph, 9, 4, 300, new Random(2));
        Batch out = Batch.outputs(graph, List.of("scores"), 32);
        try (Backend plain = new JvmBackend(Kernels::plain);
                Session session = plain.open(Examples.training(graph, Examples.ADAM), OPTIONS)) {
            long before = 0;
            for (int i = 0; i < 600; i++) {
                if (i == 300) before = threads.getCurrentThreadAllocatedBytes();
                session.train(batch, 0.001);
                session.run(batch, out);
            }
            long perStep = (threads.getCurrentThreadAllocatedBytes() - before) / 300;
            assertTrue(perStep < 1024, perStep + " bytes a step");
            session.train(small, 0.001);
        }
    }

    @Test
    void vectorAndPlainKernelsTrainToTheSameBits() {
        Graph graph = Examples.mlp(37, 50, 10);
        VectorWarmth warmth = new VectorWarmth();
        assertTrue(warmth.finish());
        try (Backend plain = new JvmBackend(Kernels::plain);
                Backend vector = new JvmBackend(() -> new VectorKernels(warmth));
                Session a = plain.open(Examples.training(graph, Examples.ADAM), OPTIONS);
                Session b = vector.open(Examples.training(graph, Examples.ADAM), OPTIONS)) {
            Random random = new Random(4);
            for (int i = 0; i < 50; i++) {
                Batch batch = Examples.batch(graph, 1 + random.nextInt(32), 10, 1, random);
                assertEquals(a.train(batch, 0.01), b.train(batch, 0.01), 0f);
            }
            for (String name : a.tensors().keySet())
                assertArrayEquals(
                        SessionTest.all(a).get(name), SessionTest.all(b).get(name), name);
        }
    }
}
