package io.graft.backend.dl4j.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Lengths and labels that do not fit are named, and leave the model as it was. */
class SequenceFaultsTest {
    private static final int LENGTH = 4;
    private static final int CLASSES = 3;

    private static Graph recurrent() {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value x = g.input("x", ElementType.FLOAT, Shape.batch(LENGTH, 2));
        Value lengths = g.input("lengths", ElementType.INT, Shape.batch());
        Value w = g.parameter("w", Shape.of(1, 9, 2), Initializer.glorotUniform());
        Value r = g.parameter("r", Shape.of(1, 9, 3), Initializer.glorotUniform());
        Value last = g.ops("GRU", Map.of("hidden_size", 3), x, w, r, Value.ABSENT, lengths)
                .get(1);
        g.output("loss", g.reduce("ReduceSum", last, false));
        return g.build();
    }

    private static Graph alignment() {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value x = g.input("x", ElementType.FLOAT, Shape.batch(LENGTH, CLASSES));
        Value labels = g.input("labels", ElementType.INT, Shape.batch(2));
        Value lengths = g.input("lengths", ElementType.INT, Shape.batch());
        Value counts = g.input("counts", ElementType.INT, Shape.batch());
        Value w = g.parameter("w", Shape.of(CLASSES, CLASSES), Initializer.glorotUniform());
        Value scores = g.logSoftmax(g.matMul(x, w), -1);
        Value loss = g.op("CTCLoss", Map.of("zero_infinity", 1), scores, labels, lengths, counts);
        g.output("loss", g.reduce("ReduceSum", loss, false));
        return g.build();
    }

    private static Batch batch(Graph graph) {
        Batch batch = new Batch(graph.inputs(), 1);
        batch.rows(1);
        for (int i = 0; i < batch.floats("x").length; i++) batch.floats("x")[i] = i * 0.1f;
        batch.ints("lengths")[0] = LENGTH;
        if (batch.slot("labels") >= 0) {
            batch.ints("labels")[0] = 1;
            batch.ints("labels")[1] = 2;
            batch.ints("counts")[0] = 2;
        }
        return batch;
    }

    private static float[] weights(Session session) {
        float[] w = new float[session.tensors().get("w")];
        session.read("w", FloatBuffer.wrap(w));
        return w;
    }

    private static void refuses(Graph graph, Consumer<Batch> fault, String sentence) {
        try (Backend backend = Examples.backend();
                Session session = backend.open(Examples.training(graph, Examples.SGD), new SessionOptions(1, 3, 1))) {
            float[] before = weights(session);
            Batch bad = batch(graph);
            fault.accept(bad);
            var e = assertThrows(IllegalArgumentException.class, () -> session.train(bad, 0.1));
            assertEquals(sentence, e.getMessage());
            assertArrayEquals(before, weights(session));
            assertTrue(Float.isFinite(session.train(batch(graph), 0.1)));
        }
    }

    @Test
    void aSequenceLongerThanThereAreStepsIsRefused() {
        refuses(
                recurrent(),
                batch -> batch.ints("lengths")[0] = 5,
                "a sequence has the length 5, which is not from 0 to 4");
        refuses(
                alignment(),
                batch -> batch.ints("lengths")[0] = 5,
                "a sequence has the length 5, which is not from 0 to 4");
    }

    @Test
    void aNegativeLengthIsRefused() {
        refuses(
                recurrent(),
                batch -> batch.ints("lengths")[0] = -1,
                "a sequence has the length -1, which is not from 0 to 4");
    }

    @Test
    void moreLabelsThanThereIsRoomForAreRefused() {
        refuses(alignment(), batch -> batch.ints("counts")[0] = 3, "a row has 3 labels, which is not from 0 to 2");
    }

    @Test
    void aLabelThatIsNoClassIsNamed() {
        refuses(alignment(), batch -> batch.ints("labels")[1] = 3, "'labels' holds 3, which is not from 0 to below 3");
    }

    @Test
    void labelsThatDoNotFitIntoTheLengthCostNothingWhenTold() {
        Graph graph = alignment();
        try (Backend backend = Examples.backend();
                Session session = backend.open(Examples.training(graph, Examples.SGD), new SessionOptions(1, 3, 1))) {
            Batch batch = batch(graph);
            batch.ints("lengths")[0] = 1;
            float[] before = weights(session);
            assertEquals(0, session.train(batch, 0.1));
            assertArrayEquals(before, weights(session));
        }
    }
}
