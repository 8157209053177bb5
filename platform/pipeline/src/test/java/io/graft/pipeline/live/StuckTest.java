package io.graft.pipeline.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Plug-ins that do not come back, whenever they are called; everybody else goes on. */
@Timeout(60)
class StuckTest {
    private static final Duration SOON = Duration.ofMillis(200);
    private static final SwapOptions QUICK =
            new SwapOptions(false, false, false, false, SOON, java.util.Optional.empty(), "");

    @TempDir
    Path home;

    private LiveWorld world;
    private final CountDownLatch go = new CountDownLatch(1);
    private final List<Thread> requests = new ArrayList<>();

    @BeforeEach
    void begin() {
        world = new LiveWorld(home);
        world.deploy();
        world.again(Duration.ofMillis(500), SOON);
        world.events.clear();
    }

    @AfterEach
    void end() throws InterruptedException {
        go.countDown();
        for (Thread request : requests) request.join();
        world.close();
        LiveWorld.await(
                "all was given back in the end",
                () -> world.sessions.get() == 0
                        && world.backends.get() == 0
                        && world.tokenizers.get() == 0
                        && world.catalog.lent(LiveWorld.WORDS) == 0);
        assertEquals(0, world.closedTwice.get());
    }

    private void hang() {
        boolean waits = true;
        while (waits)
            try {
                go.await();
                waits = false;
            } catch (InterruptedException e) {
                // it does not want to hear
            }
    }

    private void hangsIn(CountDownLatch inside) {
        inside.countDown();
        hang();
    }

    private static void assertStuck(Report report, String what) {
        assertTrue(
                report.warnings().stream()
                        .anyMatch(w -> w.startsWith("Generation 1 of 'test' is stuck: the plug-in " + what)),
                report.warnings().toString());
    }

    @Test
    void aStepThatHangsWhileItClosesDoesNotHoldUpASwap() {
        world.closingStep = this::hang;
        Report report = world.pipelines.swap("test", Change.set("tokenizer=letters"), QUICK);
        assertEquals(2, report.to());
        assertStuck(report, "words 1.0.0 for 'words' (prepare[0]) in ");
        assertTrue(world.told().contains(Type.STUCK));
        assertEquals(2, world.answer("a").face().generation());
        assertEquals(
                3,
                world.pipelines
                        .swap("test", Change.set("tokenizer=words"), QUICK)
                        .to());
        go.countDown();
        LiveWorld.await("it is retired after all", () -> world.told().contains(Type.RETIRED));
    }

    @Test
    void aComponentThatHangsWhileItIsDeactivatedDoesNotHoldUpASwap() {
        world.catalog.givingBack = bundle -> {
            if (bundle == LiveWorld.WORDS) hang();
        };
        world.catalog.add(9, "good", "1.0.0", "good", new Types.Splits<>(None.class, (s, c) -> (text, tokens) -> {}));
        Report report = world.pipelines.swap("test", Change.set("tokenizer=good"), QUICK);
        assertStuck(report, "words 1.0.0 for 'words' (prepare[0])");
        assertEquals(2, world.answer("a").face().generation());
    }

    @Test
    void aBackendThatHangsWhileItClosesDoesNotHoldUpAPlugInsUpdate() {
        world.words(9, "1.1.0", ' ');
        world.closingSession = this::hang;
        try (Pipelines.Transition t = world.pipelines.transition(
                world.catalog.trial(Set.of(), Set.of(LiveWorld.WORDS)),
                Set.of(LiveWorld.WORDS),
                "plug-in words",
                QUICK)) {
            t.publish();
            assertStuck(t.reports().get(0), "adder 1.0.0 for 'adder' (backend)");
            world.catalog.change(Set.of(), Set.of(LiveWorld.WORDS));
        }
        assertEquals(2, world.answer("a").face().generation());
    }

    @Test
    void aRefusedGenerationThatHangsWhileItClosesHoldsUpNobody() {
        world.pipelines.listen(e -> {
            if (e.type() == Type.REFUSED) world.closingStep = this::hang;
        });
        assertThrows(
                RefusedException.class,
                () -> world.pipelines.swap("test", Change.set("tokenizer=letters"), SwapOptions.DEFAULT));
        assertTrue(world.told().contains(Type.STUCK));
        assertEquals(1, world.answer("a").face().generation());
        assertEquals(
                2,
                world.pipelines
                        .swap("test", Change.set("prepare.1.codes.mark=5"), QUICK)
                        .to());
    }

    @Test
    void aWorkerThatFailedAndHangsWhileItClosesHoldsUpNoRequest() {
        world.closingSession = this::hang;
        world.computing = batch -> {
            throw new IllegalStateException("broken");
        };
        for (int i = 0; i < 20; i++)
            assertEquals(ErrorCode.PLUGIN_FAILED, world.answer("a").failure(0).code());
        world.computing = batch -> {};
        assertNull(world.answer("a").failure(0));
    }

    private void requestThatHangs() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        world.tokenizing = text -> {
            if (text.toString().startsWith("hang") || text.toString().startsWith("abc")) hangsIn(inside);
        };
        Thread request = new Thread(() -> world.answer("hang"));
        request.start();
        requests.add(request);
        inside.await();
    }

    @Test
    void aTokenizerThatHangsDoesNotBlockTheSwapAwayFromIt() throws Exception {
        requestThatHangs();
        assertNull(world.answer("a b").failure(0), "others are answered");
        world.catalog.add(9, "good", "1.0.0", "good", new Types.Splits<>(None.class, (s, c) -> (text, tokens) -> {
            int from = 0;
            for (int i = 0; i <= text.length(); i++)
                if (i == text.length() || text.charAt(i) == ' ') {
                    tokens.add(from, i);
                    from = i + 1;
                }
        }));
        // the probe rows hang in the generation that serves
        Report report = world.pipelines.swap("test", Change.set("tokenizer=good"), QUICK.withGate(true));
        assertEquals(2, report.to());
        assertTrue(Double.isNaN(report.probe().orElseThrow().before()));
        assertTrue(
                report.warnings().get(0).startsWith("What serves could not be compared with: It was waited"),
                report.warnings().toString());
        assertTrue(
                report.warnings().get(1).contains("was still answering 2 requests after 200 ms"),
                report.warnings().toString());
        assertNull(world.answer("hang").failure(0));
        go.countDown();
        LiveWorld.await("it is retired after all", () -> world.told().contains(Type.RETIRED));
    }

    @Test
    void aTokenizerThatHangsDoesNotBlockUndeploying() throws Exception {
        requestThatHangs();
        world.pipelines.undeploy("test");
        assertTrue(world.pipelines.find("test").isEmpty());
        world.pipelines.deploy(world.descriptor(), OptionalInt.empty(), QUICK);
        assertNull(world.answer("a").failure(0));
    }

    @Test
    void aTokenizerThatHangsDoesNotBlockTheEnd() throws Exception {
        requestThatHangs();
        world.pipelines.close();
        PipelineException e = assertThrows(
                PipelineException.class, () -> world.pipelines.swap("test", Change.NONE, SwapOptions.DEFAULT));
        assertEquals(ErrorCode.NOT_READY, e.code());
    }

    @Test
    void aComponentThatHangsWhileItIsActivatedIsNamedAndHoldsUpNobody() {
        world.catalog.add(9, "bad", "0.1.0", "bad", new Types.Splits<>(None.class, (s, c) -> (text, tokens) -> {}));
        world.catalog.lending = bundle -> {
            if (bundle == 9) hang();
        };
        PipelineException e = assertThrows(
                PipelineException.class, () -> world.pipelines.swap("test", Change.set("tokenizer=bad"), QUICK));
        assertTrue(e.getMessage().contains("the plug-in bad 0.1.0 for 'bad' (prepare[0])"), e.getMessage());
        assertEquals(
                2,
                world.pipelines
                        .swap("test", Change.set("prepare.1.codes.mark=5"), QUICK)
                        .to());
    }

    @Test
    void aGenerationThatReturnsLateAndHangsWhileItClosesIsSaidToBeStuck() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(1);
        world.tokenizing = text -> {
            if (!text.toString().equals("slow")) return;
            inside.countDown();
            try {
                answered.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        Thread request = new Thread(() -> world.answer("slow"));
        request.start();
        requests.add(request);
        inside.await();
        world.closingStep = this::hang;
        world.pipelines.swap("test", Change.set("tokenizer=letters"), QUICK);
        assertTrue(!world.told().contains(Type.STUCK));
        answered.countDown();
        LiveWorld.await("it is said", () -> world.told().contains(Type.STUCK));
        assertEquals(2, world.answer("a").face().generation());
    }
}
