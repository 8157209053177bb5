package io.graft.pipeline.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.pipeline.Generation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwapTest {
    @TempDir
    Path home;

    private LiveWorld world;

    @BeforeEach
    void begin() {
        world = new LiveWorld(home);
    }

    @AfterEach
    void end() {
        world.close();
        assertEquals(0, world.sessions.get(), "every session was closed");
        assertEquals(0, world.backends.get(), "every backend was closed");
        assertEquals(0, world.tokenizers.get(), "every step was closed");
        assertEquals(0, world.closedTwice.get(), "nothing was closed twice");
        for (long bundle = 1; bundle < 9; bundle++)
            assertEquals(0, world.catalog.lent(bundle), "what was borrowed of bundle " + bundle + " was given back");
    }

    private static float[] scores(Answers answers) {
        return Arrays.copyOf(answers.scores(), 2 * answers.rows());
    }

    @Test
    void aDeployedPipelineAnswersBatchesOfAnySize() {
        Report report = world.deploy();
        assertEquals(Report.Outcome.PUBLISHED, report.outcome());
        assertEquals(0, report.from());
        assertEquals(1, report.to());
        Answers answers = world.answer("a", "a b", "a b c", "a", "a b", "a b c d e");
        assertArrayEquals(new float[] {1, 1.5f, 2, 1.5f, 3, 1.5f, 1, 1.5f, 2, 1.5f, 5, 1.5f}, scores(answers));
        assertEquals(1, answers.face().generation());
        assertEquals("adder", answers.face().backend());
        assertEquals(PipelineStatus.State.SERVING, world.status().state());
    }

    @Test
    void aSwappedTokenizerSharesTheEngine() {
        world.deploy();
        Report report =
                world.pipelines.swap("test", Change.set("tokenizer=letters"), SwapOptions.DEFAULT.withGate(false));
        assertEquals(List.of("prepare[0]: words → letters"), report.changes());
        assertArrayEquals(new float[] {3, 1.5f}, scores(world.answer("a b")));
        assertEquals(1, world.opened.get(), "the backend was opened once");
        assertEquals(
                List.of("prepare", "gate", "publish", "drain", "retire"),
                List.copyOf(report.milliseconds().keySet()));
    }

    @Test
    void aTokenizerThatSpoilsTheAnswersIsRefused() {
        world.deploy();
        RefusedException e = assertThrows(RefusedException.class, () -> world.swap("prepare.0=letters"));
        assertEquals(ErrorCode.REFUSED, e.code());
        Report.Probe probe = e.report().probe().orElseThrow();
        assertEquals(1.0, probe.before());
        assertEquals(0.5, probe.after());
        assertEquals(0.5, probe.agreement());
        assertTrue(e.getMessage().contains("Generation 1 serves on"), e.getMessage());
        assertArrayEquals(new float[] {2, 1.5f}, scores(world.answer("a b")));
        Report forced =
                world.pipelines.swap("test", Change.set("prepare.0=letters"), SwapOptions.DEFAULT.withForce(true));
        assertEquals(2, forced.to());
        assertTrue(
                forced.warnings().get(0).startsWith("Forced: The accuracy"),
                forced.warnings().toString());
        assertArrayEquals(new float[] {3, 1.5f}, scores(world.answer("a b")));
    }

    @Test
    void aDryRunChangesNothing() {
        world.deploy();
        Report report = world.pipelines.swap(
                "test",
                Change.set("prepare.1.codes.mark=2"),
                SwapOptions.DEFAULT.withDryRun(true).withGate(false));
        assertEquals(Report.Outcome.WOULD_PASS, report.outcome());
        assertEquals(1, world.answer("a").face().generation());
        assertEquals(1, world.pipelines.list().get(0).generation());
    }

    @Test
    void whatIsNotThereIsSaidAndWhatServedServesOn() {
        world.deploy();
        PipelineException e = assertThrows(PipelineException.class, () -> world.swap("prepare.0=wrods"));
        assertEquals(ErrorCode.UNKNOWN_COMPONENT, e.code());
        assertTrue(e.getMessage().contains("Did you mean 'words'?"), e.getMessage());
        assertEquals(1, world.answer("a").face().generation());
    }

    @Test
    void anotherBackendTakesOverTheParameters() {
        world.deploy();
        world.backend(8, "adder-two");
        Report report = world.swap("backend=adder-two");
        assertEquals(List.of("backend: adder → adder-two"), report.changes());
        Answers answers = world.answer("a b");
        assertEquals("adder-two", answers.face().backend());
        assertArrayEquals(new float[] {2, 1.5f}, scores(answers));
        assertEquals(0, world.catalog.lent(LiveWorld.BACKEND), "the first backend may leave");
    }

    @Test
    void anotherModelBringsItsParameters() {
        world.deploy();
        int second = world.model(0.25f, 0.75f);
        Report report = world.pipelines.swap("test", Change.model(second), SwapOptions.DEFAULT);
        assertEquals(List.of("model: 1 → 2"), report.changes());
        assertArrayEquals(new float[] {2.25f, 1.75f}, scores(world.answer("a b")));
        assertEquals(2, world.answer("a").face().model());
        assertEquals(
                3,
                world.pipelines
                        .swap("test", Change.model(1), SwapOptions.DEFAULT)
                        .to());
        assertEquals(
                ErrorCode.NOT_FOUND,
                assertThrows(
                                PipelineException.class,
                                () -> world.pipelines.swap("test", Change.model(9), SwapOptions.DEFAULT))
                        .code());
    }

    @Test
    void aPlugInsUpdateSwapsAllItsPipelinesOrNone() {
        world.deploy();
        String other = LiveWorld.YAML.replace("pipeline: test", "pipeline: other");
        world.model(other, 0, 0.5f);
        world.pipelines.deploy(Generation.descriptor(other, "other"), OptionalInt.empty(), SwapOptions.DEFAULT);
        int opened = world.opened.get();
        world.words(9, "1.1.0", ' ');
        try (Pipelines.Transition t = transition()) {
            assertEquals(2, t.reports().size());
            t.publish();
            world.catalog.change(Set.of(), Set.of(LiveWorld.WORDS));
        }
        assertEquals(Set.of("other", "test"), world.pipelines.users(Set.of(9L)));
        assertEquals(0, world.catalog.lent(LiveWorld.WORDS));
        assertEquals(opened, world.opened.get(), "the engines are shared");
        PipelineException e =
                assertThrows(PipelineException.class, () -> world.pipelines.rollback("test", SwapOptions.DEFAULT));
        assertTrue(e.getMessage().contains("Roll back the plug-in"), e.getMessage());
    }

    @Test
    void aTransitionThatCannotBeWrittenDownPublishesNone() throws IOException {
        world.deploy();
        String other = LiveWorld.YAML.replace("pipeline: test", "pipeline: other");
        world.model(other, 0, 0.5f);
        world.pipelines.deploy(Generation.descriptor(other, "other"), OptionalInt.empty(), SwapOptions.DEFAULT);
        String before = Files.readString(home.resolve("pipelines/other.json"));
        Files.createDirectories(home.resolve("pipelines/test.json.tmp/in-the-way"));
        world.words(9, "1.1.0", ' ');
        try (Pipelines.Transition t = transition()) {
            assertEquals(
                    ErrorCode.RESOURCE,
                    assertThrows(PipelineException.class, t::publish).code());
        }
        assertEquals(before, Files.readString(home.resolve("pipelines/other.json")));
        assertEquals(Set.of("other", "test"), world.pipelines.users(Set.of(LiveWorld.WORDS)));
        assertEquals(1, world.answer("a").face().generation());
    }

    private Pipelines.Transition transition() {
        return world.pipelines.transition(
                world.catalog.trial(Set.of(), Set.of(LiveWorld.WORDS)),
                Set.of(LiveWorld.WORDS),
                "plug-in words 1.0.0 to 1.1.0",
                SwapOptions.DEFAULT);
    }
}
