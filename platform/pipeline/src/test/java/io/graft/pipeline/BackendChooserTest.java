package io.graft.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.backend.Availability;
import io.graft.api.backend.Backend;
import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.data.Batch;
import io.graft.api.graph.Graph;
import io.graft.pipeline.BackendChoice.Reason;
import io.graft.pipeline.Types.None;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a clock that only the backends move. */
class BackendChooserTest {
    private static final long MILLI = 1_000_000;

    /** More steps than are worth measuring for at a millisecond each. */
    private static final long MANY = 100_000;

    @TempDir
    private Path folder;

    private final Fakes fakes = new Fakes();
    private final List<String> told = new ArrayList<>();
    private final List<Batch> seen = new ArrayList<>();
    private long now;
    private int openBackends;
    private int openSessions;
    private int asked;

    @BeforeEach
    void onlyOurs() {
        fakes.catalog.remove("jvm");
    }

    @AfterEach
    void nothingStaysOpen() {
        assertEquals(0, openSessions);
    }

    /** A backend whose steps take so long, by their number. */
    private final class Timed implements Backend {
        private final LongUnaryOperator step;
        private final long answer;
        private final List<String> missing;

        Timed(LongUnaryOperator step, long answer, List<String> missing) {
            this.step = step;
            this.answer = answer;
            this.missing = missing;
            openBackends++;
        }

        @Override
        public List<String> unsupported(Program program) {
            return missing;
        }

        @Override
        public Session open(Program program, SessionOptions options) {
            openSessions++;
            return new TimedSession();
        }

        @Override
        public void close() {
            openBackends--;
        }

        private final class TimedSession implements Session {
            private long steps;

            @Override
            public float train(Batch batch, double learningRate) {
                now += step.applyAsLong(steps++);
                seen.add(batch);
                return Float.NaN; // how well it learns does not matter here
            }

            @Override
            public void run(Batch batch, Batch outputs) {
                now += answer;
            }

            @Override
            public Map<String, Integer> tensors() {
                throw new AssertionError("nothing is read");
            }

            @Override
            public void read(String name, FloatBuffer into) {
                throw new AssertionError("nothing is read");
            }

            @Override
            public void write(String name, FloatBuffer from) {
                throw new AssertionError("nothing is written");
            }

            @Override
            public long step() {
                return steps;
            }

            @Override
            public void step(long number) {
                throw new AssertionError("no run goes on here");
            }

            @Override
            public Session share() {
                throw new AssertionError("nobody shares it");
            }

            @Override
            public void close() {
                openSessions--;
            }
        }
    }

    private void offer(String name, LongUnaryOperator step, long answer, String... missing) {
        fakes.catalog.add(
                name,
                new Types.Computes<>(
                        None.class,
                        () -> Availability.on("beads"),
                        (s, c) -> new Timed(step, answer, List.of(missing))),
                "com.acme." + name);
    }

    private void offer(String name, long stepMillis) {
        offer(name, step -> stepMillis * MILLI, MILLI);
    }

    private BackendChooser chooser(String... first) {
        return new BackendChooser(
                List.of(first), new RememberedChoices(Optional.of(folder.resolve("cache/backends.json"))), () -> now);
    }

    private BackendChoice choose(BackendChooser chooser, long steps) {
        return choose(chooser, "auto", steps, Optional.empty());
    }

    private BackendChoice choose(BackendChooser chooser, String backend, long steps, Optional<String> kept) {
        Assembly a = fakes.assembly(
                Fakes.yaml(Fakes.STEPS, Fakes.LAYERS, backend), new LearnedState(Map.of("prepare/2/ids", "a b")));
        Graph graph;
        try (StepChain chain = a.chain(false)) {
            graph = a.graph(chain.features(), 2);
        }
        Program program = Program.training(graph, Network.LOSS, a.rule(), Program.Clip.NONE);
        Rehearsal rehearsal = new Rehearsal(
                () -> {
                    asked++;
                    return List.of(new Batch(graph.inputs(), 4), new Batch(graph.inputs(), 4));
                },
                new SessionOptions(4, 7, 1),
                0.5,
                steps);
        int before = openBackends;
        try (Backends.Opened opened =
                chooser.open(a, program, rehearsal, kept, told::add).backend()) {
            assertEquals(before + 1, openBackends, "only the chosen one is open");
        }
        assertEquals(before, openBackends);
        return chooser.open(a, program, rehearsal, kept, told::add).choice();
    }

    @Test
    void theFastestIsChosenRememberedAndExplained() {
        offer("abacus", 5);
        offer("brain", 2);
        BackendChoice choice = choose(chooser(), MANY);
        assertEquals("brain", choice.backend());
        assertEquals(Reason.REMEMBERED, choice.reason());
        assertEquals(List.of("abacus", "brain"), told, "measured once");
        assertEquals(
                "'brain' was chosen for this network on this machine before: brain 2 ms a step and 1 ms an answer, abacus 5 ms a step and 1 ms an answer.",
                choice.sentence());
        assertEquals(choice, choose(chooser(), MANY), "another process chooses the same");
        assertEquals(List.of("abacus", "brain"), told);
        assertEquals(2, choice.measured().size());
        assertTrue(choice.measured().get(0).seconds() >= 2
                && choice.measured().get(0).seconds() < 2.5);
    }

    @Test
    void whatIsMeasuredAreTheFirstBatchesInTurn() {
        offer("abacus", 5);
        offer("brain", 2);
        choose(chooser(), MANY);
        assertEquals(1, asked);
        assertSame(seen.get(0), seen.get(2));
        assertTrue(seen.get(0) != seen.get(1));
    }

    @Test
    void aShortRunTakesTheFirstWithoutStartingOthers() {
        offer("abacus", 5);
        fakes.catalog.add("brain", new Types.Computes<>(None.class, () -> Availability.on("cells"), (s, c) -> {
            throw new AssertionError("it must not be started");
        }));
        BackendChoice choice = choose(chooser(), 10);
        assertEquals("abacus", choice.backend());
        assertTrue(now <= 100 * MILLI, now / MILLI + " ms");
        assertEquals(List.of("abacus"), told, "looked at once");
        fakes.catalog.remove("brain");
        offer("brain", 1);
        assertEquals("abacus", choose(chooser(), 10).backend(), "it was chosen before");
        assertEquals("brain", choose(chooser(), MANY).backend(), "a long run is worth measuring for");
    }

    @Test
    void theOrderOfTheInstallationDecidesWhichIsTheFirst() {
        offer("abacus", 5);
        offer("brain", 5);
        offer("cells", 5);
        assertEquals("cells", choose(chooser("nobody", "cells"), 10).backend());
    }

    @Test
    void anEngineThatWarmsUpIsJudgedWarm() {
        offer("abacus", 5);
        offer("brain", step -> step < 40 ? 50 * MILLI : MILLI, MILLI); // cold for two seconds
        BackendChoice choice = choose(chooser("brain"), MANY);
        assertEquals("brain", choice.backend());
        assertEquals(1.0, choice.measured().get(0).stepMilliseconds(), 0.3);
    }

    @Test
    void measuringEndsThoughAnEngineGetsFasterAndFaster() {
        offer("abacus", 5);
        offer("brain", step -> Math.max(MILLI, 100 * MILLI - step * MILLI), MILLI);
        choose(chooser("brain"), MANY);
        assertTrue(now <= 9_000 * MILLI, now / MILLI + " ms");
    }

    @Test
    void ofTwoThatAreEquallyFastTheOneThatAnswersFasterIsTaken() {
        offer("abacus", step -> 1_000_000, 3 * MILLI);
        offer("brain", step -> 1_030_000, 2 * MILLI);
        assertEquals("brain", choose(chooser(), MANY).backend());
    }

    @Test
    void oneThatCannotIsPassedOverAndSaysWhy() {
        offer("abacus", 1);
        offer("brain", step -> 0, 0, "Gemm (model.layers[2]) is too much for brains.");
        fakes.catalog.add(
                "gpu", new Types.Computes<>(None.class, () -> Availability.not("There is no driver."), (s, c) -> {
                    throw new AssertionError("it is not available");
                }));
        BackendChoice choice = choose(chooser(), MANY);
        assertEquals("abacus", choice.backend());
        assertEquals(Reason.ONLY, choice.reason());
        assertEquals(
                List.of(
                        "Backend 'gpu': There is no driver.",
                        "Backend 'brain': Gemm (model.layers[2]) is too much for brains."),
                choice.passedOver());
    }

    @Test
    void whenNoneCanEachSaysWhyAndWhere() {
        offer("abacus", step -> 0, 0, "Gemm (model.layers[2]) is too much for beads.");
        offer("brain", step -> 0, 0, "Gemm (model.layers[2]) is too much for brains.");
        PipelineException e = assertThrows(PipelineException.class, () -> choose(chooser(), MANY));
        assertEquals(ErrorCode.PLUGIN_UNAVAILABLE, e.code());
        assertEquals("backend", e.at());
        assertEquals(
                "No installed backend can compute this pipeline. Backend 'abacus': Gemm (model.layers[2]) is too much for beads."
                        + " Backend 'brain': Gemm (model.layers[2]) is too much for brains.",
                e.getMessage());
        assertEquals(0, openBackends);
    }

    @Test
    void oneThatFailsWhileItIsMeasuredIsPassedOver() {
        offer(
                "abacus",
                step -> {
                    throw new IllegalStateException("a bead fell off");
                },
                0);
        offer(
                "brain",
                step -> {
                    if (step > 3) throw new OutOfMemoryError("no more cells");
                    return MILLI;
                },
                0);
        offer("cells", 1);
        offer("dice", 2);
        BackendChoice choice = choose(chooser(), MANY);
        assertEquals("cells", choice.backend());
        assertTrue(
                choice.passedOver().get(0).contains("a bead fell off"),
                choice.passedOver().toString());
        assertEquals(
                "Backend 'brain': There is too little memory for it.",
                choice.passedOver().get(1));
    }

    @Test
    void whenAllFailTheFirstFailureIsTold() {
        offer(
                "abacus",
                step -> {
                    throw new IllegalArgumentException("'ids' holds 40");
                },
                0);
        offer(
                "brain",
                step -> {
                    throw new IllegalArgumentException("40 again");
                },
                0);
        PipelineException e = assertThrows(PipelineException.class, () -> choose(chooser(), MANY));
        assertTrue(e.getMessage().contains("'ids' holds 40"), e.getMessage());
        assertEquals(0, openBackends);
    }

    @Test
    void aRunKeepsItsBackendWhateverIsFaster() {
        offer("abacus", 5);
        offer("brain", 1);
        BackendChoice choice = choose(chooser(), "auto", MANY, Optional.of("abacus"));
        assertEquals("abacus", choice.backend());
        assertEquals(Reason.KEPT, choice.reason());
        assertEquals(List.of(), told);
    }

    @Test
    void aBackendThatIsGoneCannotBeKept() {
        offer("abacus", 5);
        assertEquals(
                Reason.ONLY,
                choose(chooser(), "auto", MANY, Optional.of("gone")).reason());
    }

    @Test
    void theOneThatTheDescriptorNamesIsNotMeasured() {
        offer("abacus", 5);
        offer("brain", 1);
        BackendChoice choice = choose(chooser(), "abacus", MANY, Optional.of("brain"));
        assertEquals(Reason.NAMED, choice.reason());
        assertEquals(List.of(), told);
    }

    @Test
    void anInterruptionEndsTheMeasuringAndNothingIsRemembered() {
        offer(
                "abacus",
                step -> {
                    Thread.currentThread().interrupt();
                    return MILLI;
                },
                MILLI);
        offer("brain", 1);
        try {
            choose(chooser(), MANY);
            assertTrue(now < 500 * MILLI, now / MILLI + " ms");
        } finally {
            assertTrue(Thread.interrupted(), "whoever called sees it");
        }
        assertTrue(Files.notExists(folder.resolve("cache/backends.json")));
    }

    @Test
    void aDamagedMemoryIsMeasuredAnew() throws Exception {
        offer("abacus", 5);
        offer("brain", 2);
        choose(chooser(), MANY);
        Path file = folder.resolve("cache/backends.json");
        String good = Files.readString(file);
        for (String damaged : List.of(
                "",
                "{",
                "[]",
                "{}",
                "null",
                good.replace("\"measured\" : [", "\"measured\" : [" + "3, "),
                good.replace("\"format\" : 1", "\"format\" : 2"),
                good.replace("2.0", "\"2.0\""))) {
            told.clear();
            Files.writeString(file, damaged);
            assertEquals("brain", choose(chooser(), MANY).backend(), damaged);
            assertEquals(List.of("abacus", "brain"), told, damaged);
        }
    }

    @Test
    void aMemoryThatCannotBeWrittenHindersNothing() throws Exception {
        Files.writeString(folder.resolve("cache"), "a file where the folder should be");
        offer("abacus", 5);
        offer("brain", 2);
        assertEquals("brain", choose(chooser(), MANY).backend());
    }
}
