package io.graft.pipeline.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.pipeline.live.PipelineEvent.Type;
import io.graft.pipeline.live.PipelineStatus.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is deployed stays so over restarts, until it is undeployed. */
class KeptTest {
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
        assertEquals(0, world.tokenizers.get());
    }

    private void restart() {
        world.close();
        world.events.clear();
        world.pipelines = world.pipelines(Duration.ofSeconds(30));
        world.pipelines.restore();
    }

    private Path file() {
        return home.resolve("pipelines/test.json");
    }

    @Test
    void aRestartBringsBackTheSame() {
        world.pipelines.swap("test", Change.set("prepare.1.codes.mark=3"), SwapOptions.DEFAULT.withForce(true));
        PipelineStatus before = world.status();
        restart();
        PipelineStatus after = world.status();
        assertEquals(before.descriptor(), after.descriptor());
        assertEquals(before.generation(), after.generation());
        assertEquals(before.model(), after.model());
        assertEquals(before.since(), after.since());
        assertEquals(before.history(), after.history());
        assertEquals(before.parts(), after.parts());
        assertEquals(3.5f, world.answer("a").scores()[1]);
    }

    @Test
    void aRollbackGoesBackAndARollbackOfItForward() {
        world.pipelines.swap("test", Change.set("prepare.1.codes.mark=3"), SwapOptions.DEFAULT.withForce(true));
        assertEquals(
                "prepare[1].codes.mark: 1 → 3", world.status().history().get(0).replaced());
        Report report = world.pipelines.rollback("test", SwapOptions.DEFAULT);
        assertEquals(3, report.to());
        assertEquals(1.5f, world.answer("a").scores()[1]);
        assertEquals("back to generation 1", world.status().history().get(0).replaced());
        restart();
        world.pipelines.rollback("test", SwapOptions.DEFAULT.withForce(true));
        assertEquals(3.5f, world.answer("a").scores()[1]);
    }

    @Test
    void withoutAGenerationBeforeThereIsNoRollback() {
        PipelineException e =
                assertThrows(PipelineException.class, () -> world.pipelines.rollback("test", SwapOptions.DEFAULT));
        assertEquals(ErrorCode.BAD_CALL, e.code());
    }

    @Test
    void theHistoryKeepsTwenty() {
        for (int i = 0; i < 25; i++)
            world.pipelines.swap(
                    "test", Change.NONE, SwapOptions.DEFAULT.withGate(false).withNote("again"));
        assertEquals(20, world.status().history().size());
        assertEquals(25, world.status().history().get(0).generation());
        assertEquals("assembled anew (again)", world.status().history().get(0).replaced());
    }

    @Test
    void anUnloadedPipelineAnswersWhenItIsLoaded() {
        world.pipelines.unload("test");
        assertEquals(State.UNLOADED, world.status().state());
        assertEquals(0, world.sessions.get(), "nothing is in memory");
        assertEquals(
                ErrorCode.NOT_READY,
                assertThrows(PipelineException.class, () -> world.answer("a")).code());
        assertEquals(
                ErrorCode.BAD_CALL,
                assertThrows(PipelineException.class, () -> world.swap("prepare.0=letters"))
                        .code());
        restart();
        assertEquals(State.UNLOADED, world.status().state());
        world.pipelines.load("test");
        assertEquals(1.5f, world.answer("a").scores()[1]);
        assertEquals(1, world.pipelines.load("test").from() - 1, "loaded already");
    }

    @Test
    void anUndeployedPipelineIsForgottenButItsModelsStay() {
        world.pipelines.undeploy("test");
        assertEquals(List.of(), world.pipelines.list());
        assertTrue(world.pipelines.find("test").isEmpty());
        assertFalse(Files.exists(file()));
        assertEquals(
                ErrorCode.NOT_FOUND,
                assertThrows(PipelineException.class, () -> world.pipelines.undeploy("test"))
                        .code());
        restart();
        assertEquals(List.of(), world.pipelines.list());
        assertEquals(1, world.pipelines.load("test").to(), "the newest model is deployed");
        assertEquals(1.5f, world.answer("a").scores()[1]);
    }

    @Test
    void aDamagedFileIsSetAsideAndTheOthersGoOn() throws IOException {
        Path other = home.resolve("pipelines/other.json");
        Files.writeString(other, "{\"format\": 1, \"pipel");
        restart();
        assertEquals(State.SERVING, world.status().state());
        assertFalse(Files.exists(other));
        assertTrue(Files.exists(home.resolve("pipelines/other.json.damaged")));
        PipelineEvent event = world.events.get(0);
        assertEquals(Type.UNDEPLOYED, event.type());
        assertEquals("other", event.pipeline());
        assertTrue(event.sentence().contains("is damaged and was set aside as other.json.damaged"), event.sentence());
    }

    @Test
    void aTruncatedFileNeverStopsTheRestart() throws IOException {
        byte[] whole = Files.readAllBytes(file());
        for (int length = 0; length < whole.length - 2; length += 301) {
            world.close();
            Files.write(file(), java.util.Arrays.copyOf(whole, length));
            restart();
            assertEquals(List.of(), world.pipelines.list(), "cut after " + length);
        }
    }

    @Test
    void aChangeThatCannotBeWrittenDownIsNotMade() throws IOException {
        Files.createDirectories(home.resolve("pipelines/test.json.tmp/in-the-way"));
        PipelineException e = assertThrows(
                PipelineException.class,
                () -> world.pipelines.swap("test", Change.NONE, SwapOptions.DEFAULT.withGate(false)));
        assertEquals(ErrorCode.RESOURCE, e.code());
        assertEquals(1, world.answer("a").face().generation());
        Files.delete(home.resolve("pipelines/test.json.tmp/in-the-way"));
        Files.delete(home.resolve("pipelines/test.json.tmp"));
    }

    @Test
    void aPipelineThatWasNeverTrainedIsNotFound() {
        assertEquals(
                ErrorCode.NOT_FOUND,
                assertThrows(PipelineException.class, () -> world.pipelines.load("other"))
                        .code());
        assertEquals(
                ErrorCode.NOT_FOUND,
                assertThrows(
                                PipelineException.class,
                                () -> world.pipelines.deploy(
                                        world.descriptor(), OptionalInt.of(77), SwapOptions.DEFAULT))
                        .code());
    }
}
