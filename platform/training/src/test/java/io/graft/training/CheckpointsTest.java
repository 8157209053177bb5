package io.graft.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.PipelineException;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Shape;
import io.graft.models.Model;
import io.graft.models.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
    @TempDir
    private Path folder;

    private final List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());

    private static Model state(int step) {
        GraphBuilder g = new GraphBuilder(Map.of());
        g.output("y", g.parameter("w", Shape.of(2), Initializer.zeros()));
        Graph graph = g.build();
        return new Model(
                "test",
                0,
                "graft: 1",
                graph,
                List.of(),
                Map.of(),
                new Provenance(Instant.EPOCH, "0", "jvm", "fake", 7, List.of(), List.of()),
                Map.of("w", new float[] {step, 0.1f}),
                Map.of(),
                Map.of(),
                Map.of("step", step));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private void write(int keep, int... steps) {
        try (Checkpoints checkpoints = new Checkpoints(folder, keep, events::add)) {
            for (int step : steps) checkpoints.write(step, state(step));
        }
    }

    private Object newest() {
        return Checkpoints.newest(folder, events::add)
                .map(m -> m.progress().get("step"))
                .orElse(null);
    }

    private void damage(String file) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve(file));
        bytes[bytes.length / 2] ^= 0x55;
        Files.write(folder.resolve(file), bytes);
    }

    @Test
    void theLastSoManyAreKept() throws Exception {
        write(2, 5, 10, 15, 100);
        assertEquals(List.of("step-000000015.graft", "step-000000100.graft"), files());
        assertEquals(100, newest());
        assertEquals(4, events.size());
        assertTrue(events.stream().allMatch(e -> e instanceof RunEvent.Checkpointed));
    }

    @Test
    void aDamagedOneGivesWayToTheOneBefore() throws Exception {
        write(3, 5, 10);
        damage("step-000000010.graft");
        events.clear();
        assertEquals(5, newest());
        assertTrue(((RunEvent.Warned) events.get(0))
                .sentence()
                .startsWith("A checkpoint is damaged, the one before it is taken."));
        damage("step-000000005.graft");
        assertEquals(null, newest());
    }

    @Test
    void aDamagedNewerOneDoesNotPushOutWhatComesAfterResuming() throws Exception {
        write(1, 20);
        damage("step-000000020.graft");
        write(1, 11);
        assertEquals(List.of("step-000000011.graft"), files());
        assertEquals(11, newest());
    }

    @Test
    void leftoversOfACrashAreSweptAway() throws Exception {
        write(3, 5);
        Files.writeString(folder.resolve("step-000000010.graft.tmp"), "half");
        assertEquals(5, newest());
        assertEquals(
                null, Checkpoints.newest(folder.resolve("nowhere"), events::add).orElse(null));
    }

    @Test
    void aWriteThatFailsIsToldAndTheOneBeforeStays() throws Exception {
        write(3, 5);
        Path blocked = folder.resolve("step-000000010.graft");
        Files.createDirectories(blocked.resolve("in-the-way"));
        events.clear();
        write(3, 10);
        RunEvent.Warned warned = (RunEvent.Warned) events.get(0);
        assertTrue(
                warned.sentence()
                        .startsWith("A checkpoint could not be written; training goes on with the one before."),
                warned.sentence());
        Files.delete(blocked.resolve("in-the-way"));
        Files.delete(blocked);
        assertEquals(5, newest());
    }

    @Test
    void clearingRemovesAll() throws Exception {
        try (Checkpoints checkpoints = new Checkpoints(folder, 3, events::add)) {
            checkpoints.write(1, state(1));
            checkpoints.clear();
            assertEquals(List.of(), files());
        }
    }

    @Test
    void workBesideGivesItsResultAlsoToAnInterruptedThread() {
        try (Checkpoints checkpoints = new Checkpoints(folder, 3, events::add)) {
            var result = checkpoints.beside(() -> "done");
            Thread.currentThread().interrupt();
            assertEquals("done", result.get());
            assertTrue(Thread.interrupted(), "the interruption is not forgotten");
            var failed = checkpoints.beside(() -> {
                throw new IOException("no file");
            });
            assertTrue(assertThrows(PipelineException.class, failed::get)
                    .getMessage()
                    .contains("no file"));
        }
    }
}
