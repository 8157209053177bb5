package io.graft.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.pipeline.BackendChoice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStoreTest {
    @TempDir
    private Path home;

    private RunStore runs;

    @BeforeEach
    void open() {
        runs = new RunStore(home);
    }

    private static RunRecord.State state(List<RunRecord> list, RunRecord run) {
        return list.stream()
                .filter(r -> r.id().equals(run.id()))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private ErrorCode refused(RunStore store, String pipeline) {
        return assertThrows(PipelineException.class, () -> store.hold(pipeline)).code();
    }

    /** Another process that tries to hold the pipeline. */
    private Process process(String pipeline) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HoldMain.class.getName(),
                        home.toString(),
                        pipeline)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String said(Process process) throws IOException {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    @Test
    void aPipelineIsHeldOnce() {
        RunStore.Hold hold = runs.hold("tickets");
        assertEquals(ErrorCode.BUSY, refused(runs, "tickets"));
        assertEquals(ErrorCode.BUSY, refused(new RunStore(home), "tickets"), "whoever asks");
        runs.hold("other").close();
        hold.close();
        hold.close();
        runs.hold("tickets").close();
    }

    @Test
    void twoProcessesDoNotHoldOnePipeline() throws Exception {
        Process other = process("tickets");
        try {
            assertEquals("HELD", said(other));
            assertEquals(ErrorCode.BUSY, refused(runs, "tickets"));
            runs.hold("other").close();
            assertEquals(RunRecord.State.RUNNING, runs.list().get(0).state());
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertEquals(RunRecord.State.INTERRUPTED, runs.list().get(0).state(), "its process was killed");
        assertEquals("Its process ended without a word.", runs.list().get(0).message());
        runs.hold("tickets").close();
    }

    @Test
    void lookingAtRunsDoesNotLetGoOfThem() throws Exception {
        // closing any channel on a file lets go of all locks that the process has on it
        try (RunStore.Hold hold = runs.hold("tickets")) {
            runs.begin("tickets", "graft: 1");
            assertEquals(RunRecord.State.RUNNING, runs.list().get(0).state());
            assertEquals(ErrorCode.BUSY, refused(runs, "tickets"));
            Process other = process("tickets");
            assertEquals("BUSY", said(other));
            assertEquals(0, other.waitFor());
        }
    }

    @Test
    void aRunThatNobodyWorksOnIsInterrupted() {
        RunRecord run = runs.begin("tickets", "graft: 1");
        assertEquals(RunRecord.State.INTERRUPTED, state(runs.list(), run));
        try (RunStore.Hold hold = runs.hold("tickets")) {
            assertEquals(RunRecord.State.RUNNING, state(runs.list(), run));
        }
    }

    @Test
    void onlyTheNewestRunOfAHeldPipelineIsRunning() {
        Instant before = Instant.parse("2024-01-01T00:00:00Z");
        runs.begin("tickets", "graft: 1");
        RunRecord killed = new RunRecord(
                "20240101-000000-tickets",
                "tickets",
                RunRecord.State.RUNNING,
                before,
                null,
                0,
                "",
                Map.of(),
                "",
                List.of(),
                List.of(),
                "");
        home.resolve("runs").resolve(killed.id()).toFile().mkdirs();
        runs.write(killed);
        try (RunStore.Hold hold = runs.hold("tickets")) {
            assertEquals(
                    List.of(RunRecord.State.RUNNING, RunRecord.State.INTERRUPTED),
                    runs.list().stream().map(RunRecord::state).toList());
        }
    }

    @Test
    void idsAreUniqueAndBeginWithTheTime() {
        RunRecord a = runs.begin("tickets", "graft: 1");
        RunRecord b = runs.begin("tickets", "graft: 1");
        assertFalse(a.id().equals(b.id()));
        assertTrue(a.id().matches("\\d{8}-\\d{6}-tickets"), a.id());
    }

    @Test
    void recordsComeBackAsTheyWereWritten() {
        RunRecord begun = runs.begin("tickets", "graft: 1");
        EpochRecord epoch = new EpochRecord(1, 0.1 + 0.2, Map.of("loss", Double.NaN), 1e-3);
        RunRecord.Swap swap = new RunRecord.Swap(Instant.parse("2030-05-06T07:08:08Z"), 2, 5, List.of("a", "b"));
        BackendChoice choice = new BackendChoice(
                "jvm",
                BackendChoice.Reason.MEASURED,
                "It was the fastest.",
                List.of(new BackendChoice.Measured("jvm", "1.0.0", List.of("CPU"), 0.125, 0.0625, 2.5)),
                List.of("Backend 'gpu': There is none."));
        RunRecord done = begun.with(choice, List.of(epoch), List.of(swap))
                .with(RunRecord.State.DONE, Instant.parse("2030-05-06T07:08:09Z"), 4, "");
        runs.write(done);
        RunRecord read = runs.list().get(0);
        assertEquals(done, read);
        assertEquals(done.json(), read.json());
    }

    @Test
    void garbageIsPassedOver() throws Exception {
        RunRecord good = runs.begin("tickets", "graft: 1");
        String json = Files.readString(home.resolve("runs").resolve(good.id()).resolve("run.json"));
        List<String> garbage = List.of(
                "",
                "null",
                "[]",
                "{}",
                "{\"id\":",
                "\u0000\u0001",
                "{\"id\": 3, \"epochs\": []}",
                json.replace(good.started().toString(), "yesterday"),
                json.replace("\"running\"", "\"sleeping\""),
                json.replaceFirst("\"pipeline\" : \"tickets\"", "\"pipeline\" : null"));
        for (int i = 0; i < garbage.size(); i++) {
            Path folder = Files.createDirectories(home.resolve("runs").resolve("garbage-" + i));
            Files.writeString(folder.resolve("run.json"), garbage.get(i));
        }
        Files.createDirectories(home.resolve("runs").resolve("empty"));
        Files.writeString(home.resolve("runs").resolve("a-file"), "x");
        assertEquals(List.of(good.id()), runs.list().stream().map(RunRecord::id).toList());
        assertEquals(good.id(), runs.resumable("tickets").orElseThrow().id());
    }

    @Test
    void theNewestRunIsResumedUnlessItIsDone() {
        assertTrue(runs.resumable("tickets").isEmpty());
        RunRecord run = runs.begin("tickets", "graft: 1");
        assertEquals(run.id(), runs.resumable("tickets").orElseThrow().id());
        assertTrue(runs.resumable("other").isEmpty());
        runs.write(run.with(RunRecord.State.DONE, Instant.now(), 1, ""));
        assertTrue(runs.resumable("tickets").isEmpty());
    }

    @Test
    void withoutAFolderThereAreNoRuns() {
        assertEquals(List.of(), new RunStore(home.resolve("nowhere")).list());
    }

    @Test
    void whereARunStandsSurvivesJson() throws Exception {
        RunState s = new RunState();
        s.epoch = 3;
        s.steps = 117;
        s.swaps.add(new RunRecord.Swap(Instant.EPOCH, 2, 50, List.of("a")));
        s.lossSum = Math.PI * 1e5;
        s.rowsSeen = 544;
        s.learningRate = 0.1 + 0.2;
        s.bestEpoch = 2;
        s.best = Math.nextUp(0.3);
        s.history.add(new EpochRecord(1, 1 / 3.0, Map.of("loss", Double.MIN_VALUE, "accuracy", Double.NaN), 1e-300));
        var mapper = new com.fasterxml.jackson.databind.ObjectMapper();
        RunState back = RunState.of(mapper.readValue(
                mapper.writeValueAsString(s.json()), new com.fasterxml.jackson.core.type.TypeReference<>() {}));
        assertEquals(s.json(), back.json());
        assertEquals(s.lossSum, back.lossSum);
        assertEquals(s.best, back.best);
        assertEquals(s.history, back.history);
        assertEquals(s.swaps, back.swaps);
        assertEquals(117, back.steps);
    }
}
