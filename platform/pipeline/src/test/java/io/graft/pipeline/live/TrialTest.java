package io.graft.pipeline.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.pipeline.live.PipelineEvent.Type;
import io.graft.pipeline.live.TrialSettings.Mode;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generations on trial. */
class TrialTest {
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
        assertEquals(0, world.sessions.get());
        assertEquals(0, world.backends.get());
        assertEquals(0, world.tokenizers.get());
    }

    private Report tried(TrialSettings settings, String... assignments) {
        return world.pipelines.swap(
                "test",
                Change.set(assignments),
                SwapOptions.DEFAULT.withForce(true).withTrial(settings));
    }

    private int[] generations(int batches) {
        int[] counts = new int[4];
        for (int i = 0; i < batches; i++) counts[world.answer("a b").face().generation()]++;
        return counts;
    }

    @Test
    void aCanaryAnswersItsShareUntilItIsDecided() {
        Report report = tried(new TrialSettings(Mode.CANARY, 0.25, 0.1, 1, 1000, 0), "prepare.1.codes.mark=9");
        assertEquals(Report.Outcome.ON_TRIAL, report.outcome());
        assertEquals(1, report.to());
        assertEquals("[0, 75, 25, 0]", Arrays.toString(generations(100)));
        PipelineStatus.Trial trial = world.status().trial().orElseThrow();
        assertEquals(25, trial.rows());
        assertEquals(0, trial.failed());
        assertEquals(
                ErrorCode.BUSY,
                assertThrows(PipelineException.class, () -> world.swap("prepare.0=words"))
                        .code());
        Report published = world.pipelines.decide("test", true);
        assertEquals(2, published.to());
        assertEquals("[0, 0, 10, 0]", Arrays.toString(generations(10)));
        assertEquals(1, world.status().history().size());
    }

    @Test
    void aCanaryThatDisagreesIsDropped() {
        tried(new TrialSettings(Mode.CANARY, 0.5, 0.1, 0.1, 4, 0), "prepare.1.codes.mark=9");
        LiveWorld.await("the canary is dropped", () -> {
            world.answer("a b c d");
            return world.told().contains(Type.TRIAL_DROPPED);
        });
        LiveWorld.await("it is retired", () -> world.told().contains(Type.RETIRED));
        assertEquals("[0, 10, 0, 0]", Arrays.toString(generations(10)));
        world.swap("prepare.1.codes.mark=1");
        assertEquals(3, world.status().generation(), "numbers are not used again");
    }

    @Test
    void aCanaryThatFailsFailsNoRequest() {
        tried(new TrialSettings(Mode.CANARY, 1, 0.1, 1, 4, 0), "prepare.1.codes.mark=666");
        world.computing = batch -> {
            if (batch.floats(0)[1] == 666) throw new IllegalArgumentException("the devil");
        };
        LiveWorld.await("the canary is dropped", () -> {
            Answers answers = world.answer("a b");
            assertNull(answers.failure(0));
            assertEquals(1, answers.face().generation());
            return world.told().contains(Type.TRIAL_DROPPED);
        });
        LiveWorld.await("it is retired", () -> world.told().contains(Type.RETIRED));
    }

    @Test
    void aCanaryWithinItsBoundsIsPublished() {
        tried(new TrialSettings(Mode.CANARY, 0.5, 0, 0, 2, 10), "prepare.1.codes.mark=1");
        LiveWorld.await("it is published", () -> {
            world.answer("a b c");
            return world.status().generation() == 2;
        });
        LiveWorld.await("the one before is retired", () -> world.told().contains(Type.RETIRED));
        assertEquals("[0, 0, 10, 0]", Arrays.toString(generations(10)));
    }

    @Test
    void aShadowIsNeverSeenAndIsDroppedWhenItDisagrees() {
        tried(new TrialSettings(Mode.SHADOW, 1, 0.1, 0.1, 4, 0), "prepare.1.codes.mark=9");
        LiveWorld.await("the shadow is dropped", () -> {
            assertEquals(1, world.answer("a b c").face().generation());
            return world.told().contains(Type.TRIAL_DROPPED);
        });
        LiveWorld.await("it is retired", () -> world.told().contains(Type.RETIRED));
        PipelineEvent dropped = world.events.stream()
                .filter(e -> e.type() == Type.TRIAL_DROPPED)
                .findFirst()
                .orElseThrow();
        assertTrue(dropped.sentence().contains("were answered differently"), dropped.sentence());
    }

    @Test
    void aTrialIsDroppedWhenItsPlugInGoes() {
        world.words(8, "1.5.0", ' ');
        tried(new TrialSettings(Mode.CANARY, 0.5, 0.1, 0.1, 100, 0), "prepare.1.codes.mark=1");
        world.catalog.remove(8);
        LiveWorld.await("the trial is dropped", () -> world.told().contains(Type.RETIRED));
        assertEquals(PipelineStatus.State.SERVING, world.status().state());
        assertEquals(0, world.catalog.lent(8));
    }

    @Test
    void withoutATrialThereIsNothingToDecide() {
        assertEquals(
                ErrorCode.BAD_CALL,
                assertThrows(PipelineException.class, () -> world.pipelines.decide("test", true))
                        .code());
    }

    @Test
    void aCanaryIsComparedInEverySecondOfItsBatches() {
        tried(new TrialSettings(Mode.CANARY, 0.5, 1, 1, 1000, 0), "tokenizer=letters");
        for (int i = 0; i < 100; i++) world.answer("a b c d e f g h i j k");
        assertEquals(50, world.status().trial().orElseThrow().rows());
        assertEquals(0, world.status().trial().orElseThrow().disagreed());
        world.pipelines.decide("test", false);
        tried(new TrialSettings(Mode.CANARY, 0.5, 1, 1, 1000, 0), "prepare.1.codes.mark=9");
        for (int i = 0; i < 100; i++) world.answer("a b c d");
        assertEquals(25, world.status().trial().orElseThrow().disagreed());
    }
}
