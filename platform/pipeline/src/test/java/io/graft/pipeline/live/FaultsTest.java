package io.graft.pipeline.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.pipeline.Types;
import io.graft.pipeline.Types.None;
import io.graft.pipeline.live.PipelineEvent.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plug-ins that fail in every way; what served before serves on. */
class FaultsTest {
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
        world.computing = batch -> {};
        assertNull(world.answer("a b").failure(0), "it serves on");
        world.close();
        assertEquals(0, world.sessions.get());
        assertEquals(0, world.backends.get());
    }

    private PipelineException refused(Types.Maker<None, io.graft.api.text.Tokenizer> maker) {
        world.catalog.add(9, "bad", "0.1.0", "bad", new Types.Splits<>(None.class, maker));
        return assertThrows(PipelineException.class, () -> world.swap("prepare.0=bad"));
    }

    @Test
    void aConstructorThatThrowsIsNamed() {
        PipelineException e = refused((s, c) -> {
            throw new IllegalStateException("no licence");
        });
        assertEquals(ErrorCode.PLUGIN_FAILED, e.code());
        assertEquals(
                "The plug-in bad 0.1.0 could not create 'bad': java.lang.IllegalStateException: no licence.",
                e.getMessage());
    }

    @Test
    void aClassThatIsMissingIsNamed() {
        PipelineException e = refused((s, c) -> {
            throw new NoClassDefFoundError("io/acme/Gone");
        });
        assertEquals(ErrorCode.PLUGIN_FAILED, e.code());
        assertTrue(e.getMessage().contains("io/acme/Gone"), e.getMessage());
    }

    @Test
    void anEndlessRecursionIsNamed() {
        PipelineException e = refused((s, c) -> {
            throw new StackOverflowError();
        });
        assertEquals(ErrorCode.PLUGIN_FAILED, e.code());
    }

    @Test
    void nothingInsteadOfAComponentIsNamed() {
        PipelineException e = refused((s, c) -> null);
        assertEquals("The plug-in bad 0.1.0 gave nothing for 'bad'.", e.getMessage());
    }

    @Test
    void aPlugInThatHangsIsNamedAndLeftBehind() {
        world.close();
        world.pipelines = world.pipelines(Duration.ofMillis(300));
        world.pipelines.restore();
        CountDownLatch never = new CountDownLatch(1);
        PipelineException e = refused((s, c) -> {
            boolean interrupted = true;
            while (interrupted)
                try {
                    never.await();
                    interrupted = false;
                } catch (InterruptedException again) {
                    // it does not want to hear
                }
            return (text, tokens) -> {};
        });
        assertEquals(ErrorCode.PLUGIN_FAILED, e.code());
        assertTrue(e.getMessage().contains("the plug-in bad 0.1.0 for 'bad' (prepare[0])"), e.getMessage());
        never.countDown();
        LiveWorld.await("what came too late is given back", () -> world.catalog.lent(9) == 0);
    }

    @Test
    void aStepThatAlwaysThrowsDoesNotPassTheWarmUp() {
        world.catalog.add(9, "bad", "0.1.0", "bad", new Types.Splits<>(None.class, (s, c) -> (text, tokens) -> {
            throw new IllegalStateException("not today");
        }));
        for (boolean force : new boolean[] {false, true}) {
            RefusedException e = assertThrows(
                    RefusedException.class,
                    () -> world.pipelines.swap(
                            "test", Change.set("prepare.0=bad"), SwapOptions.DEFAULT.withForce(force)));
            assertTrue(
                    e.getMessage().startsWith("The warm-up failed: 'bad' of bad failed on the text"), e.getMessage());
        }
        assertTrue(world.told().contains(Type.REFUSED));
    }

    @Test
    void scoresThatAreNotFiniteDoNotPassTheWarmUp() {
        int model = world.model(Float.NaN, 0);
        RefusedException e = assertThrows(
                RefusedException.class,
                () -> world.pipelines.swap("test", Change.model(model), SwapOptions.DEFAULT.withForce(true)));
        assertTrue(e.getMessage().contains("gave the score NaN"), e.getMessage());
    }

    @Test
    void aRowThatFailsDoesNotFailTheOthers() {
        world.tokenizing = text -> {
            if (text.toString().equals("bad")) throw new LinkageError("half a class");
        };
        Answers answers = world.answer("a b", "bad", "a b c");
        assertNull(answers.failure(0));
        assertEquals(ErrorCode.PLUGIN_FAILED, answers.failure(1).code());
        assertNull(answers.failure(2));
        assertEquals(2, answers.scores()[0]);
        assertEquals(3, answers.scores()[4]);
    }

    @Test
    void aRowOfTheWrongKindIsBadData() {
        Answers answers = new Answers();
        answers.text("a");
        answers.numbers(new float[] {1, 2});
        world.pipelines.find("test").orElseThrow().answer(answers);
        assertNull(answers.failure(0));
        assertEquals(ErrorCode.BAD_DATA, answers.failure(1).code());
        assertEquals(
                "The pipeline 'test' takes texts, but a row is of numbers.",
                answers.failure(1).getMessage());
    }

    @Test
    void aBackendThatThrowsFailsTheRowsAndAnswersTheNext() {
        world.computing = batch -> {
            throw new UnsatisfiedLinkError("no such symbol");
        };
        Answers answers = world.answer("a", "b", "c", "d", "e");
        for (int row = 0; row < 5; row++)
            assertEquals(ErrorCode.PLUGIN_FAILED, answers.failure(row).code());
        world.computing = batch -> {};
        assertNull(world.answer("a").failure(0));
    }

    @Test
    void scoresThatAreNotFiniteFailTheirRowOnly() {
        world.computing = batch -> batch.floats(0)[2] = Float.POSITIVE_INFINITY;
        Answers answers = world.answer("a", "b", "c");
        assertNull(answers.failure(0));
        assertEquals(ErrorCode.PLUGIN_FAILED, answers.failure(1).code());
        assertNull(answers.failure(2));
    }

    @Test
    void aNewParameterIsRefusedUnlessForced() {
        RefusedException e = assertThrows(RefusedException.class, () -> world.swap("model.layers.0=scale-more"));
        assertTrue(
                e.getMessage().startsWith("layers.0.scale-more.gain is new and untrained; train the pipeline"),
                e.getMessage());
        Report forced = world.pipelines.swap(
                "test",
                Change.set("model.layers.0=scale-more"),
                SwapOptions.DEFAULT.withForce(true).withGate(false));
        assertEquals(2, forced.to());
        world.pipelines.swap("test", Change.set("prepare.1.codes.mark=1"), SwapOptions.DEFAULT.withGate(false));
        world.pipelines.rollback("test", SwapOptions.DEFAULT.withGate(false));
    }

    @Test
    void aRequestThatDoesNotEndIsNotFreedUnder() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        world.computing = batch -> {
            if (batch.floats(0)[0] != 7) return;
            inside.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        Answers[] late = new Answers[1];
        Thread slow = new Thread(() -> late[0] = world.answer("a b c d e f g"));
        slow.start();
        inside.await();
        SwapOptions soon =
                new SwapOptions(false, false, false, false, Duration.ofMillis(50), java.util.Optional.empty(), "");
        Report report = world.pipelines.swap("test", Change.set("tokenizer=letters"), soon);
        assertEquals(2, report.to());
        assertTrue(
                report.warnings().get(0).contains("was still answering 1 requests"),
                report.warnings().toString());
        assertEquals(0, world.told().stream().filter(t -> t == Type.RETIRED).count());
        go.countDown();
        slow.join();
        assertNotNull(late[0]);
        assertNull(late[0].failure(0), "the request was answered by what it began with");
        assertEquals(1, late[0].face().generation());
        LiveWorld.await("it is retired after all", () -> world.told().contains(Type.RETIRED));
    }

    @Test
    void memoryFirstLoadsTheOldOneAgainWhenTheNextFails() {
        int opened = world.opened.get();
        int model = world.model(Float.NaN, 0);
        assertThrows(
                RefusedException.class,
                () -> world.pipelines.swap("test", Change.model(model), SwapOptions.DEFAULT.withMemoryFirst(true)));
        assertEquals(opened + 2, world.opened.get(), "each was loaded alone");
        assertEquals(1, world.answer("a").face().generation());
        assertEquals(1, world.backends.get());
    }

    @Test
    void memoryFirstJudgesAllTheSame() {
        RefusedException e = assertThrows(
                RefusedException.class,
                () -> world.pipelines.swap(
                        "test", Change.set("tokenizer=letters"), SwapOptions.DEFAULT.withMemoryFirst(true)));
        assertEquals(1.0, e.report().probe().orElseThrow().before());
        assertEquals(0.5, e.report().probe().orElseThrow().after());
        assertEquals(1, world.answer("a").face().generation());
    }

    @Test
    void aStepThatMustLearnIsRefusedWithoutWhatItLearned() {
        world.catalog.add(9, "learners", "1.0.0", "learns", new Learns());
        RefusedException e = assertThrows(
                RefusedException.class,
                () -> world.pipelines.swap(
                        "test", Change.set("vectorizer=learns"), SwapOptions.DEFAULT.withForce(true)));
        assertEquals(ErrorCode.REFUSED, e.code());
        assertTrue(e.getMessage().startsWith("'learns' must learn from data before it can be used"), e.getMessage());
    }

    /** A vectorizer with a vocabulary. */
    private static final class Learns
            implements io.graft.api.text.VectorizerType<None>, io.graft.api.Learner<None, io.graft.api.text.Tokens> {
        @Override
        public Class<None> settings() {
            return None.class;
        }

        @Override
        public java.util.List<io.graft.api.data.Feature> features(None settings) {
            return LiveWorld.Codes.FEATURES;
        }

        @Override
        public Lesson<io.graft.api.text.Tokens> learn(None settings, io.graft.api.Context context) {
            throw new AssertionError("nobody learns here");
        }

        @Override
        public io.graft.api.text.Vectorizer create(None settings, io.graft.api.Context context) {
            throw new AssertionError("it has learned nothing");
        }
    }

    @Test
    void requestsWaitWhileGenerationsAreExchangedMemoryFirst() throws Exception {
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        world.catalog.add(9, "slow", "1.0.0", "slow", new Types.Splits<>(None.class, (s, c) -> {
            loading.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return (text, tokens) -> tokens.add(0, text.length());
        }));
        Thread swap = new Thread(() -> world.pipelines.swap(
                "test",
                Change.set("tokenizer=slow"),
                SwapOptions.DEFAULT.withGate(false).withMemoryFirst(true)));
        swap.start();
        loading.await();
        Answers[] waited = new Answers[1];
        Thread asks = new Thread(() -> waited[0] = world.answer("a b c"));
        asks.start();
        LiveWorld.await("the request waits", () -> asks.getState() == Thread.State.TIMED_WAITING);
        go.countDown();
        asks.join();
        swap.join();
        assertEquals(2, waited[0].face().generation());
        assertEquals(1, waited[0].scores()[0]);
    }
}
