package io.graft.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.backend.Backend;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.data.Batch;
import io.graft.api.graph.Graph;
import io.graft.api.graph.Parameter;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Weights that are laid out once are laid out anew when they have changed. */
class LaidOutTest {
    /** Enough for the products that pack the weights of a dense layer. */
    private static final int ROWS = 200;

    private static final int SEED = 5;
    private static final VectorWarmth WARMTH = new VectorWarmth();

    @TestFactory
    Stream<DynamicTest> answersAreThoseOfTheWeightsOfNow() {
        assertTrue(WARMTH.finish());
        return Stream.of("plain", "vectors").flatMap(kind -> {
            Supplier<Kernels> kernels = kind.equals("plain") ? Kernels::plain : () -> new VectorKernels(WARMTH);
            return Stream.of(
                    DynamicTest.dynamicTest("dense, " + kind, () -> follow(Examples.mlp(20, 30, 10), kernels)),
                    DynamicTest.dynamicTest(
                            "lstm, " + kind, () -> follow(SequenceNetworks.lstm(50, 6, 12, 20), kernels)));
        });
    }

    /** What a session answers that has answered before, beside one that answers for the first time. */
    private static void follow(Graph graph, Supplier<Kernels> kernels) {
        Batch batch = Examples.batch(graph, ROWS, 10, 50, new Random(SEED));
        try (Backend backend = new JvmBackend(kernels);
                Session session =
                        backend.open(Examples.training(graph, Examples.ADAM), new SessionOptions(ROWS, SEED, 1));
                Session answers = session.share()) {
            float[] before = scores(graph, answers, batch);
            assertArrayEquals(before, scores(graph, answers, batch), "nothing has changed");
            session.train(batch, 0.1);
            float[] learned = scores(graph, answers, batch);
            assertFalse(Arrays.equals(before, learned), "a step changes the answers");
            assertArrayEquals(fresh(graph, session, batch), learned, "after a step");
            for (Parameter p : graph.parameters()) {
                float[] numbers = new float[p.shape().elements()];
                Arrays.fill(numbers, 0.25f);
                session.write(p.name(), FloatBuffer.wrap(numbers));
                assertArrayEquals(
                        fresh(graph, session, batch), scores(graph, answers, batch), p.name() + " is written");
            }
        }
    }

    private static float[] fresh(Graph graph, Session session, Batch batch) {
        try (Session other = session.share()) {
            return scores(graph, other, batch);
        }
    }

    private static float[] scores(Graph graph, Session session, Batch batch) {
        Batch outputs = Batch.outputs(graph, List.of("scores"), ROWS);
        session.run(batch, outputs);
        return outputs.floats(0).clone();
    }
}
