package io.graft.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The patterns of Transformers give the same numbers with and without their fusion. */
class SequenceFusionsTest {
    private static final int SIZE = 8;

    /** Attention over the parts of one product, and a normalized sum; on demand with something else that looks at what lies between. */
    private static Graph block(boolean watched) {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value x = g.input("x", ElementType.FLOAT, Shape.batch(5, SIZE));
        Value all = g.matMul(x, g.parameter("in", Shape.of(SIZE, 3 * SIZE), Examples.SMALL));
        List<Value> parts = g.ops("Split", Map.of("axis", 2, "split", List.of(SIZE, SIZE, SIZE)), all);
        Value seen = g.op("Attention", Map.of("q_num_heads", 2), parts.get(0), parts.get(1), parts.get(2));
        Value sum = g.add(x, g.matMul(seen, g.parameter("out", Shape.of(SIZE, SIZE), Initializer.glorotUniform())));
        Value y = g.op(
                "LayerNormalization",
                sum,
                g.parameter("scale", Shape.of(SIZE), Initializer.normal(1, 0.1)),
                g.parameter("bias", Shape.of(SIZE), Examples.SMALL));
        Value more = g.constant(0);
        if (watched)
            for (Value v : List.of(sum, parts.get(0), parts.get(1), parts.get(2)))
                more = g.add(more, g.mul(g.reduce("ReduceSum", v, false), g.constant(0)));
        Value picked = g.op("Reshape", Map.of("shape", List.of(0, 5 * SIZE)), y);
        Value scores = g.matMul(picked, g.parameter("classes", Shape.of(5 * SIZE, 3), Examples.SMALL));
        Value label = g.input("label", ElementType.INT, Shape.of(Dim.BATCH));
        Value loss = g.op("SoftmaxCrossEntropyLoss", Map.of("reduction", "mean"), scores, label);
        g.output("loss", g.add(loss, more));
        g.output("scores", scores);
        return g.build();
    }

    private static float[] learned(Graph graph, String parameter) {
        Random random = new Random(11);
        try (Backend backend = new JvmBackend(Kernels::plain);
                Session session = backend.open(Examples.training(graph, Examples.SGD), new SessionOptions(4, 5, 1))) {
            for (int step = 0; step < 5; step++) {
                Batch batch = new Batch(graph.inputs(), 4);
                batch.rows(4);
                for (int i = 0; i < 4 * 5 * SIZE; i++) batch.floats("x")[i] = (float) random.nextGaussian();
                for (int i = 0; i < 4; i++) batch.ints("label")[i] = random.nextInt(3);
                session.train(batch, 0.5);
            }
            float[] numbers = new float[session.tensors().get(parameter)];
            session.read(parameter, FloatBuffer.wrap(numbers));
            return numbers;
        }
    }

    @Test
    void fusedOrNotABlockLearnsTheSame() {
        for (String parameter : List.of("in", "out", "scale", "bias", "classes"))
            assertArrayEquals(learned(block(true), parameter), learned(block(false), parameter), 1e-5f, parameter);
    }

    @Test
    void aNumberThatIsNotOneStaysSoAndNothingHangs() {
        for (Graph graph :
                List.of(SequenceNetworks.transformer(1, 6, 8, 2, 16, "Relu"), Examples.mlp(8, 4, 3), block(false))) {
            try (Backend backend = new JvmBackend(Kernels::plain);
                    Session session =
                            backend.open(Examples.training(graph, Examples.ADAM), new SessionOptions(2, 5, 1))) {
                Batch batch = new Batch(graph.inputs(), 2);
                batch.rows(2);
                Arrays.fill(batch.floats("x"), Float.NaN);
                if (batch.slot("weight") >= 0) Arrays.fill(batch.floats("weight"), 1);
                assertTrue(Float.isNaN(session.train(batch, 0.01)));
                Batch outputs = Batch.outputs(graph, List.of("scores"), 2);
                session.run(batch, outputs);
                assertTrue(Float.isNaN(outputs.floats("scores")[0]));
            }
        }
    }

    @Test
    void aLengthThatNoRowHasIsNamed() {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value x = g.input("x", ElementType.FLOAT, Shape.batch(3, 2));
        Value lengths = g.input("lengths", ElementType.INT, Shape.of(Dim.BATCH));
        Value w = g.parameter("w", Shape.of(1, 8, 2), Examples.SMALL);
        Value r = g.parameter("r", Shape.of(1, 8, 2), Examples.SMALL);
        g.output("y", g.op("LSTM", Map.of("hidden_size", 2), x, w, r, Value.ABSENT, lengths));
        Graph graph = g.build();
        try (Backend backend = new JvmBackend(Kernels::plain);
                Session session = backend.open(Program.inference(graph), new SessionOptions(2, 5, 1))) {
            Batch batch = new Batch(graph.inputs(), 2);
            batch.rows(2);
            batch.ints("lengths")[1] = 4;
            Batch outputs = Batch.outputs(graph, List.of("y"), 2);
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> session.run(batch, outputs));
            assertEquals("'lengths' holds 4 for row 1, but a row has 0 to 3 positions", e.getMessage());
        }
    }
}
