package io.graft.pipeline.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.pipeline.Generation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models and class spaces of which two do not fit into memory. */
class MemoryFirstTest {
    private static final SwapOptions FIRST = SwapOptions.DEFAULT.withMemoryFirst(true);

    @TempDir
    Path home;

    private LiveWorld world;

    @BeforeEach
    void begin() {
        world = new LiveWorld(home);
        world.deploy();
    }

    @AfterEach
    void end() {
        world.close();
        LiveWorld.await(
                "what came too late is given back, too",
                () -> world.sessions.get() == 0 && world.backends.get() == 0 && world.tokenizers.get() == 0);
    }

    private void another() {
        String other = LiveWorld.YAML.replace("pipeline: test", "pipeline: other");
        world.model(other, 0, 0.5f);
        world.pipelines.deploy(Generation.descriptor(other, "other"), OptionalInt.empty(), SwapOptions.DEFAULT);
    }

    private Pipelines.Transition transition(SwapOptions options) {
        return world.pipelines.transition(
                world.catalog.trial(Set.of(9L), Set.of(LiveWorld.WORDS)),
                Set.of(LiveWorld.WORDS),
                "plug-in words 1.0.0 to 1.1.0",
                options);
    }

    /** How many tokenizers of the old bundle were there when the first of the new one was borrowed. */
    private AtomicInteger beside() {
        AtomicInteger beside = new AtomicInteger(-1);
        world.catalog.lending = bundle -> {
            if (bundle == 9) beside.compareAndSet(-1, world.catalog.lent(LiveWorld.WORDS));
        };
        return beside;
    }

    private int generation(String pipeline) {
        Answers answers = new Answers();
        answers.text("a b");
        world.pipelines.find(pipeline).orElseThrow().answer(answers);
        return answers.face().generation();
    }

    @Test
    void aPlugInsUpdateGivesBackTheOldCodeBeforeTheNewIsLoaded() {
        world.catalog.change(Set.of(), Set.of(9L));
        world.words(9, "1.1.0", ' ');
        AtomicInteger beside = beside();
        try (Pipelines.Transition t = transition(FIRST)) {
            assertTrue(t.accepted(), t.reports().toString());
            assertEquals(1.0, t.reports().get(0).probe().orElseThrow().before(), "it was measured before it went");
            t.publish();
            world.catalog.change(Set.of(9L), Set.of(LiveWorld.WORDS));
            assertEquals(2, t.reports().get(0).to());
            assertTrue(t.reports().get(0).milliseconds().containsKey("retire"));
        }
        assertEquals(0, beside.get());
        assertEquals(2, generation("test"));
    }

    @Test
    void anUpdateThatIsRefusedBringsAllBack() {
        another();
        world.catalog.change(Set.of(), Set.of(9L));
        world.words(9, "1.1.0", '#');
        try (Pipelines.Transition t = transition(FIRST)) {
            assertFalse(t.accepted());
            assertEquals(1, t.reports().size(), "the second was not even taken down");
        }
        assertEquals(1, generation("test"));
        assertEquals(1, generation("other"));
        assertEquals(0, world.catalog.lent(9));
        assertEquals(PipelineStatus.State.SERVING, world.status().state());
    }

    @Test
    void anUpdateThatIsNotPublishedBringsAllBack() {
        another();
        world.catalog.change(Set.of(), Set.of(9L));
        world.words(9, "1.1.0", ' ');
        try (Pipelines.Transition t = transition(FIRST)) {
            assertEquals(2, t.reports().size());
        }
        assertEquals(1, generation("test"));
        assertEquals(1, generation("other"));
    }

    @Test
    void anUpdateThatCannotBeWrittenDownBringsAllBack() throws IOException {
        another();
        Files.createDirectories(home.resolve("pipelines/test.json.tmp/in-the-way"));
        world.catalog.change(Set.of(), Set.of(9L));
        world.words(9, "1.1.0", ' ');
        try (Pipelines.Transition t = transition(FIRST)) {
            assertThrows(PipelineException.class, t::publish);
        }
        assertEquals(1, generation("test"));
        assertEquals(1, generation("other"));
    }

    @Test
    void aDryRunTakesNothingDown() {
        world.catalog.change(Set.of(), Set.of(9L));
        world.words(9, "1.1.0", ' ');
        AtomicInteger beside = beside();
        try (Pipelines.Transition t = transition(FIRST.withDryRun(true))) {
            assertTrue(t.accepted());
        }
        assertTrue(beside.get() > 0);
    }

    @Test
    void aFullDiskBringsTheOldOneBack() throws IOException {
        Files.createDirectories(home.resolve("pipelines/test.json.tmp/in-the-way"));
        PipelineException e = assertThrows(
                PipelineException.class,
                () -> world.pipelines.swap("test", Change.set("prepare.1.codes.mark=1"), FIRST));
        assertEquals(ErrorCode.RESOURCE, e.code());
        assertEquals(1, generation("test"));
    }

    @Test
    void anInterruptBringsTheOldOneBack() throws Exception {
        Thread[] swaps = new Thread[1];
        PipelineException[] thrown = new PipelineException[1];
        boolean[] kept = new boolean[1];
        swaps[0] = new Thread(() -> {
            try {
                world.pipelines.swap("test", Change.set("prepare.1.codes.mark=1"), FIRST.withGate(false));
            } catch (PipelineException e) {
                thrown[0] = e;
            }
            kept[0] = Thread.currentThread().isInterrupted();
        });
        world.pipelines.listen(e -> {
            if (e.type() == PipelineEvent.Type.RETIRED) swaps[0].interrupt();
        });
        swaps[0].start();
        swaps[0].join();
        assertEquals(ErrorCode.INTERRUPTED, thrown[0].code());
        assertTrue(kept[0]);
        assertEquals(1, generation("test"));
    }

    @Test
    void anInterruptedSwapBesideIsWrittenAndPublishedOrNothing() throws Exception {
        Report[] report = new Report[1];
        Thread swap = new Thread(() ->
                report[0] = world.pipelines.swap("test", Change.set("prepare.1.codes.mark=1"), SwapOptions.DEFAULT));
        world.pipelines.listen(e -> {
            if (e.type() == PipelineEvent.Type.PUBLISHED) Thread.currentThread().interrupt();
        });
        swap.start();
        swap.join();
        assertEquals(2, report[0].to());
        assertEquals(2, generation("test"));
        LiveWorld.await("the old one is retired", () -> world.told().contains(PipelineEvent.Type.RETIRED));
    }

    @Test
    void whatIsDeployedIsRestoredThoughTheDiskIsFull() throws IOException {
        Files.createDirectories(home.resolve("pipelines/test.json.tmp/in-the-way"));
        world.again(Duration.ofSeconds(30), Duration.ofSeconds(10));
        assertEquals(1, generation("test"));
    }

    @Test
    void aPlugInsUpdateTakesNoTrial() {
        TrialSettings settings = new TrialSettings(TrialSettings.Mode.CANARY, 0.5, 0.1, 0.1, 4, 0);
        PipelineException e =
                assertThrows(PipelineException.class, () -> transition(SwapOptions.DEFAULT.withTrial(settings)));
        assertEquals(ErrorCode.BAD_CALL, e.code());
        assertTrue(e.getMessage().contains("canary"), e.getMessage());
        world.swap("prepare.1.codes.mark=1"); // nothing is kept waiting
    }

    @Test
    void aFirstDeployTakesNoTrial() {
        TrialSettings settings = new TrialSettings(TrialSettings.Mode.CANARY, 0.5, 0.1, 0.1, 4, 0);
        world.pipelines.undeploy("test");
        PipelineException e = assertThrows(
                PipelineException.class,
                () -> world.pipelines.deploy(
                        world.descriptor(), OptionalInt.empty(), SwapOptions.DEFAULT.withTrial(settings)));
        assertEquals(ErrorCode.BAD_CALL, e.code());
        assertTrue(e.getMessage().contains("'test' has none"), e.getMessage());
        assertTrue(world.pipelines.find("test").isEmpty());
    }
}
