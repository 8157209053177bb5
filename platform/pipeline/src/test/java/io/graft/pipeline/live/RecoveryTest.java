package io.graft.pipeline.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.pipeline.live.PipelineEvent.Type;
import io.graft.pipeline.live.PipelineStatus.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Components go and come. */
class RecoveryTest {
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

    private void await(State state) {
        LiveWorld.await("the state " + state, () -> world.status().state() == state);
    }

    @Test
    void aGhostServesOnAndRecoversWhenItsPlugInReturns() {
        world.catalog.remove(LiveWorld.WORDS);
        await(State.GHOST);
        assertEquals(1, world.answer("a b").face().generation());
        PipelineStatus status = world.status();
        assertEquals(
                "It waits for the tokenizer 'words' (prepare[0]), which the plug-in words had.",
                status.ghosts().get(0).sentence());
        assertTrue(
                status.sentence().startsWith("Generation 1 answers, but cannot be assembled again:"),
                status.sentence());
        PipelineException e = assertThrows(PipelineException.class, () -> world.swap("prepare.1.codes.mark=2"));
        assertEquals(ErrorCode.UNKNOWN_COMPONENT, e.code());
        world.words(7, "1.1.0", ' ');
        LiveWorld.await("recovery", () -> world.told().contains(Type.RECOVERED));
        assertEquals(State.SERVING, world.status().state());
        assertEquals(2, world.answer("a b").face().generation());
        assertEquals(
                7,
                world.status().parts().stream()
                        .filter(p -> p.name().equals("words"))
                        .findFirst()
                        .orElseThrow()
                        .bundle());
        assertEquals(0, world.catalog.lent(LiveWorld.WORDS), "the old bundle may leave");
    }

    @Test
    void aRestartedPlugInIsTakenUpAtOnce() {
        world.catalog.remove(LiveWorld.WORDS);
        world.words(LiveWorld.WORDS, "1.0.0", ' ');
        LiveWorld.await("recovery", () -> world.told().contains(Type.RECOVERED));
        assertEquals(2, world.answer("a b").face().generation());
    }

    @Test
    void aPlugInThatReturnsWithWorseAnswersIsNotTakenUp() {
        world.catalog.remove(LiveWorld.WORDS);
        await(State.GHOST);
        world.words(7, "2.0.0", '#');
        LiveWorld.await("refusal", () -> world.told().contains(Type.REFUSED));
        assertEquals(State.GHOST, world.status().state());
        assertEquals(1, world.answer("a b").face().generation());
    }

    @Test
    void aClassSpaceThatHasGoneIsNotReadyAndRecovers() {
        world.catalog.remove(LiveWorld.WORDS);
        await(State.GHOST);
        world.tokenizing = text -> {
            throw new NoClassDefFoundError("io/acme/Words$1");
        };
        PipelineException e = assertThrows(PipelineException.class, () -> world.answer("a b"));
        assertEquals(ErrorCode.NOT_READY, e.code());
        await(State.WAITING);
        e = assertThrows(PipelineException.class, () -> world.answer("a b"));
        assertEquals(
                "The pipeline 'test' cannot answer now. It waits for the tokenizer 'words' (prepare[0]), which the plug-in words had.",
                e.getMessage());
        assertThrows(
                PipelineException.class,
                () -> world.pipelines.find("test").orElseThrow().face());
        world.tokenizing = text -> {};
        world.words(7, "1.0.0", ' ');
        await(State.SERVING);
        assertEquals(2, world.answer("a b").face().generation());
    }

    @Test
    void aPipelineRestoredWithoutItsPlugInWaitsForIt() {
        world.close();
        world.catalog.remove(LiveWorld.WORDS);
        world.events.clear();
        world.pipelines = world.pipelines(Duration.ofSeconds(30));
        world.pipelines.restore();
        assertEquals(State.WAITING, world.status().state());
        assertEquals("words", world.status().ghosts().get(0).plugin());
        assertEquals(Set.of(), world.pipelines.users(Set.of(LiveWorld.WORDS)));
        world.words(8, "1.0.0", ' ');
        await(State.SERVING);
        assertEquals(2, world.answer("a b").face().generation());
    }

    @Test
    void anUpdateMakesNoGhosts() {
        world.catalog.change(Set.of(), Set.of(9L));
        world.words(9, "1.1.0", ' ');
        try (Pipelines.Transition t = world.pipelines.transition(
                world.catalog.trial(Set.of(9L), Set.of(LiveWorld.WORDS)),
                Set.of(LiveWorld.WORDS),
                "plug-in words 1.0.0 to 1.1.0",
                SwapOptions.DEFAULT)) {
            assertTrue(t.accepted(), t.reports().toString());
            assertEquals(1, world.answer("a b").face().generation());
            t.publish();
            assertEquals(2, world.answer("a b").face().generation());
            world.catalog.change(Set.of(9L), Set.of(LiveWorld.WORDS));
        }
        assertEquals(0, world.catalog.lent(LiveWorld.WORDS), "the old bundle may leave");
        world.catalog.remove(LiveWorld.WORDS);
        world.swap("prepare.1.codes.mark=1"); // waits for its turn, as looking for ghosts does
        assertFalse(world.told().contains(Type.GHOST), world.told().toString());
        PipelineStatus.Past past = world.status().history().get(1);
        assertEquals("plug-in words 1.0.0 to 1.1.0", past.replaced());
        assertTrue(past.plugins());
        assertEquals(Set.of("test"), world.pipelines.users(Set.of(9L)));
    }

    @Test
    void aTransitionThatAGateRefusesChangesNothing() {
        world.words(9, "1.1.0", '#');
        try (Pipelines.Transition t = world.pipelines.transition(
                world.catalog.trial(Set.of(9L), Set.of(LiveWorld.WORDS)),
                Set.of(LiveWorld.WORDS),
                "plug-in words 1.0.0 to 1.1.0",
                SwapOptions.DEFAULT)) {
            assertFalse(t.accepted());
            assertEquals(Report.Outcome.REFUSED, t.reports().get(0).outcome());
            assertThrows(IllegalStateException.class, t::publish);
        }
        assertEquals(1, world.answer("a b").face().generation());
        assertEquals(0, world.catalog.lent(9));
    }

    @Test
    void aTransitionThatCannotBeAssembledIsReported() {
        try (Pipelines.Transition t = world.pipelines.transition(
                world.catalog.trial(Set.of(), Set.of(LiveWorld.WORDS)),
                Set.of(LiveWorld.WORDS),
                "plug-in words removed",
                SwapOptions.DEFAULT)) {
            assertFalse(t.accepted());
            assertTrue(
                    t.reports().get(0).sentence().contains("No vectorizer 'words'"),
                    t.reports().get(0).sentence());
        }
        assertEquals(1, world.answer("a b").face().generation());
    }

    @Test
    void aTransitionBringsBackWhatWaitsForTheNewPlugIn() {
        world.catalog.remove(LiveWorld.WORDS);
        await(State.GHOST);
        world.catalog.change(Set.of(), Set.of(9L));
        world.words(9, "1.1.0", ' ');
        try (Pipelines.Transition t = world.pipelines.transition(
                world.catalog.trial(Set.of(9L), Set.of()), Set.of(), "plug-in words 1.1.0", SwapOptions.DEFAULT)) {
            assertEquals(1, t.reports().size());
            assertTrue(t.accepted());
            t.publish();
            world.catalog.change(Set.of(9L), Set.of());
        }
        assertEquals(State.SERVING, world.status().state());
        assertEquals(2, world.answer("a b").face().generation());
    }
}
