package io.graft.pipeline.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many threads answer while generations are swapped whose answers tell which one they are of. */
class SwapUnderLoadTest {
    private static final int THREADS = 4;
    private static final int SWAPS = 200;

    @TempDir
    Path home;

    @Test
    void swapsUnderLoadFailNoRequestAndMixNoAnswers() throws Exception {
        long seed = System.nanoTime();
        System.out.println("SwapUnderLoadTest seed " + seed);
        Random random = new Random(seed);
        LiveWorld world = new LiveWorld(home);
        world.deploy();
        int second = world.model(0, 0.25f);
        // the mark and the weight that each generation answers with
        Map<Integer, Float> expected = new ConcurrentHashMap<>(Map.of(1, 1.5f));
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong batches = new AtomicLong();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            Random own = new Random(seed + t);
            Thread thread = new Thread(() -> {
                try {
                    LivePipeline pipeline = world.pipelines.find("test").orElseThrow();
                    Answers answers = new Answers();
                    while (!over.get()) {
                        answers.clear();
                        int rows = 1 + own.nextInt(10);
                        for (int i = 0; i < rows; i++) answers.text("a b c");
                        pipeline.answer(answers);
                        float mark = expected.get(answers.face().generation());
                        for (int i = 0; i < rows; i++) {
                            assertNull(answers.failure(i));
                            assertEquals(3, answers.scores()[2 * i]);
                            assertEquals(mark, answers.scores()[2 * i + 1], "all rows are of the generation they name");
                        }
                        batches.incrementAndGet();
                        LockSupport.parkNanos(own.nextInt(50_000)); // so that the one who swaps has a turn
                    }
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (int i = 0; i < SWAPS && failure.get() == null; i++) {
            int mark = 1 + random.nextInt(1000);
            int model = random.nextInt(4) == 0 ? second : 1;
            int next = world.status().generation() + 1;
            expected.put(next, mark + (model == 1 ? 0.5f : 0.25f));
            Change change = Change.set("prepare.1.codes.mark=" + mark).withModel(model);
            Report report = world.pipelines.swap(
                    "test", change, SwapOptions.DEFAULT.withGate(false).withMemoryFirst(random.nextInt(10) == 0));
            assertEquals(next, report.to());
            if (random.nextInt(3) == 0) Thread.yield();
        }
        over.set(true);
        for (Thread t : threads) t.join();
        if (failure.get() != null) throw new AssertionError("seed " + seed, failure.get());
        assertEquals(SWAPS, world.leaks.watched.size(), "every generation was retired once");
        assertTrue(batches.get() > SWAPS, batches + " batches");
        world.close();
        assertEquals(0, world.sessions.get());
        assertEquals(0, world.backends.get());
        assertEquals(0, world.tokenizers.get());
        assertEquals(0, world.closedTwice.get());
        for (long bundle = 1; bundle < 4; bundle++) assertEquals(0, world.catalog.lent(bundle));
    }

    @Test
    void aLeaseIsNeverLostAndNeverGivenAfterRetirement() throws Exception {
        for (int round = 0; round < 300; round++) {
            ServingGeneration serving = Serving.idle();
            AtomicLong held = new AtomicLong();
            AtomicLong late = new AtomicLong();
            AtomicBoolean begun = new AtomicBoolean();
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 3; t++) {
                Thread thread = new Thread(() -> {
                    while (!begun.get()) Thread.yield();
                    while (serving.lease()) {
                        held.incrementAndGet();
                        if (serving.drained().isDone()) late.incrementAndGet();
                        held.decrementAndGet();
                        serving.giveBack();
                    }
                });
                thread.start();
                threads.add(thread);
            }
            begun.set(true);
            serving.retire();
            assertTrue(serving.drained(Duration.ofSeconds(10)), "it drains");
            assertEquals(0, held.get(), "when it has drained, nobody holds a lease");
            for (Thread t : threads) t.join();
            assertEquals(0, late.get());
        }
    }

    @Test
    void aRetiredGenerationLeavesMemory() {
        LiveWorld world = new LiveWorld(home);
        world.deploy();
        for (int i = 0; i < 20; i++) {
            world.answer("a b");
            world.pipelines.swap(
                    "test", Change.set("prepare.1.codes.mark=" + (2 + i)), SwapOptions.DEFAULT.withForce(true));
        }
        LiveWorld.await("all retired generations are collected", () -> {
            System.gc();
            return world.leaks.watched.stream().map(WeakReference::get).allMatch(java.util.Objects::isNull);
        });
        assertEquals("test generation 20", world.leaks.names.get(19));
        world.close();
    }
}
