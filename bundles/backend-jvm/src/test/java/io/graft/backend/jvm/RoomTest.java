package io.graft.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.backend.Backend;
import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.data.Batch;
import io.graft.api.graph.Graph;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Too little heap is said before anything is computed, with what would fit. */
class RoomTest {

    @Test
    void theLargestBatchThatFitsIsNamed() {
        Room room = new Room(() -> 111_000_000L);
        assertDoesNotThrow(() -> room.require(rows -> rows * 1_000_000L, 100, "train.batch"));
        PipelineException e = assertThrows(
                PipelineException.class, () -> room.require(rows -> rows * 1_000_000L, 101, "train.batch"));
        assertEquals(ErrorCode.RESOURCE, e.code());
        assertTrue(
                e.getMessage()
                        .contains("needs 101 MB of memory to compute batches of 101 rows, but 111 MB of Java's heap are"
                                + " free; batches of up to 100 rows fit"),
                e.getMessage());
    }

    @Test
    void aNetworkOfWhichNoRowFitsSaysSo() {
        PipelineException e = assertThrows(PipelineException.class, () -> new Room(() -> 1_000L)
                .require(rows -> rows * 5_000_000L, 8, "train.batch"));
        assertTrue(e.getMessage().contains("not even one row fits"), e.getMessage());
    }

    @Test
    void arraysLongerThanJavaHasAreNotAnArithmeticError() {
        PipelineException e = assertThrows(PipelineException.class, () -> new Room(() -> Long.MAX_VALUE)
                .require(rows -> 4L * Math.multiplyExact(rows, 1 << 20), 4096, "train.batch"));
        assertTrue(e.getMessage().contains("batches of up to 2047 rows fit"), e.getMessage());
    }

    @Test
    void trainingWithTooLargeBatchesIsRefusedBeforeItBegins() {
        Graph graph = Networks.named("mlp");
        try (Backend backend = new JvmBackend(Kernels::plain)) {
            Program training = Examples.training(graph, Examples.SGD);
            PipelineException e = assertThrows(
                    PipelineException.class, () -> backend.open(training, new SessionOptions(1_000_000_000, 1, 1)));
            assertEquals(ErrorCode.RESOURCE, e.code());
            assertTrue(e.getMessage().matches("(?s).*batches of up to [1-9]\\d* rows fit.*"), e.getMessage());
            try (Session smaller = backend.open(training, new SessionOptions(8, 1, 1))) {
                Batch batch = Examples.batch(graph, 8, 10, 10, new Random(1));
                assertTrue(Float.isFinite(smaller.train(batch, 0.01)));
            }
        }
    }

    @Test
    void answersToTooLargeBatchesAreRefusedBeforeTheyAreComputed() {
        Graph graph = Networks.named("mlp");
        try (Backend backend = new JvmBackend(Kernels::plain);
                Session session = backend.open(Program.inference(graph), new SessionOptions(1_000_000_000, 1, 1))) {
            Batch batch = Examples.batch(graph, 1, 10, 10, new Random(1));
            Batch outputs = Batch.outputs(graph, List.of("scores"), 1);
            PipelineException e = assertThrows(PipelineException.class, () -> session.run(batch, outputs));
            assertEquals("serve.batch.max", e.at());
        }
    }
}
