package io.graft.pipeline.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Reference;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryLeakWatchTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Map<String, Object> CACHE = new HashMap<>();
    private static Object kept;

    @TempDir
    private Path cache;

    private final BlockingQueue<LeakWatch.Watched> told = new LinkedBlockingQueue<>();
    private MemoryLeakWatch watch;

    @AfterEach
    void close() {
        kept = null;
        CACHE.clear();
        if (watch != null) watch.close();
    }

    private void begin(Duration patience, boolean walk) {
        watch = new MemoryLeakWatch(
                patience,
                Duration.ofMillis(1),
                walk ? Optional.of(new HeapWalk(cache, 2L << 30, Duration.ZERO)) : Optional.empty());
    }

    private LeakWatch.Watched next() throws InterruptedException {
        LeakWatch.Watched next = told.poll(LONG.toSeconds(), TimeUnit.SECONDS);
        assertNotNull(next, "nothing was told");
        return next;
    }

    private String holder(String kind, String name, Object target) throws InterruptedException {
        begin(Duration.ofMillis(20), true);
        watch.watch(kind, name, target, told::add);
        Reference.reachabilityFence(target);
        return heldBy();
    }

    private String heldBy() throws InterruptedException {
        LeakWatch.Watched leaked = next();
        assertFalse(leaked.collected());
        return leaked.holder().orElseThrow(() -> new AssertionError("no holder was found"));
    }

    /** Its own copy of {@link Plugged}, as a plug-in has its classes. */
    private static final class Loader extends ClassLoader {
        Loader() {
            super(MemoryLeakWatchTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(Plugged.class.getName())) return super.loadClass(name, resolve);
            try (InputStream code = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = code.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        Object instance() {
            try {
                return Class.forName(Plugged.class.getName(), true, this)
                        .getConstructor()
                        .newInstance();
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** A class of a plug-in. */
    public static final class Plugged implements Runnable {
        /** For reflection. */
        public Plugged() {}

        @Override
        public void run() {
            while (!Thread.currentThread().isInterrupted()) LockSupport.park(this);
        }
    }

    @Test
    void whatGoesIsToldWithinTheTime() throws Exception {
        begin(Duration.ofMillis(50), false);
        watch.watch("generation", "tickets generation 4", new Object(), told::add);
        LeakWatch.Watched gone = next();
        assertTrue(gone.collected());
        assertEquals("generation", gone.kind());
        assertEquals("tickets generation 4", gone.name());
        assertEquals(Optional.empty(), gone.holder());
        assertEquals(List.of(), watch.waiting());
        assertNull(told.poll());
    }

    @Test
    void aClassLoaderThatGoesIsTold() throws Exception {
        begin(LONG, false);
        Object instance = new Loader().instance();
        watch.watch("plug-in", "io.acme.words 1.1.0", instance.getClass().getClassLoader(), told::add);
        assertEquals(1, watch.waiting().size());
        Reference.reachabilityFence(instance);
        instance = null;
        assertEquals(List.of(), watch.await(LONG));
        assertTrue(next().collected());
    }

    @Test
    void awaitGivesWhatIsStillThere() throws Exception {
        begin(LONG, false);
        Object held = new Object();
        watch.watch("generation", "held", held, told::add);
        watch.watch("generation", "gone", new Object(), told::add);
        List<LeakWatch.Watched> left = watch.await(Duration.ofMillis(200));
        assertEquals(List.of("held"), left.stream().map(LeakWatch.Watched::name).toList());
        assertEquals("gone", next().name());
        Reference.reachabilityFence(held);
    }

    @Test
    void aStaticFieldIsNamed() throws Exception {
        kept = new Loader().instance();
        String holder = holder("plug-in", "io.acme.words 1.1.0", kept.getClass().getClassLoader());
        assertTrue(holder.startsWith("static " + MemoryLeakWatchTest.class.getName() + ".kept"), holder);
        assertTrue(
                holder.endsWith("an instance of " + Plugged.class.getName()
                        + " \u2192 the class loader of io.acme.words 1.1.0"),
                holder);
    }

    @Test
    void aCacheIsNamedWithoutItsInsides() throws Exception {
        CACHE.put("key", new Loader().instance());
        String holder = holder(
                "plug-in", "io.acme.words 1.1.0", CACHE.get("key").getClass().getClassLoader());
        assertTrue(
                holder.contains("static " + MemoryLeakWatchTest.class.getName()
                        + ".CACHE \u2192 java.util.HashMap \u2026 \u2192 an instance of"),
                holder);
    }

    private void onThread(Runnable before, Runnable after) throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    before.run();
                    ready.countDown();
                    LockSupport.park();
                },
                "busy");
        thread.start();
        try {
            assertTrue(ready.await(LONG.toSeconds(), TimeUnit.SECONDS));
            after.run();
        } finally {
            LockSupport.unpark(thread);
            thread.join();
        }
    }

    @Test
    void aThreadLocalIsNamedWithItsThread() throws Exception {
        begin(Duration.ofMillis(20), true);
        ThreadLocal<Object> local = new ThreadLocal<>();
        BlockingQueue<String> holders = new LinkedBlockingQueue<>();
        onThread(
                () -> {
                    local.set(new Object());
                    watch.watch("generation", "tickets generation 4", local.get(), told::add);
                },
                () -> {
                    try {
                        holders.add(heldBy());
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
        assertTrue(holders.element().startsWith("thread \"busy\""), holders.element());
        assertTrue(holders.element().contains("a thread local"), holders.element());
        assertTrue(holders.element().endsWith("the generation tickets generation 4"), holders.element());
        Reference.reachabilityFence(local);
    }

    @Test
    void aThreadThatRunsCodeOfAPlugInIsNamed() throws Exception {
        begin(Duration.ofMillis(20), true);
        String holder = heldByThread("words-refresh");
        assertTrue(holder.startsWith("thread \"words-refresh\""), holder);
        assertTrue(holder.contains(Plugged.class.getName()), holder);
        assertEquals(List.of(), watch.await(LONG), "without the thread it goes");
    }

    /** In a method of its own, so that no variable of the test holds on to the thread, which keeps what it ran. */
    private String heldByThread(String name) throws InterruptedException {
        Runnable code = (Runnable) new Loader().instance();
        watch.watch("plug-in", "io.acme.words 1.1.0", code.getClass().getClassLoader(), told::add);
        Thread thread = new Thread(code, name);
        thread.start();
        try {
            return heldBy();
        } finally {
            thread.interrupt();
            thread.join();
        }
    }

    @Test
    void whatIsOnlySoftlyHeldIsSaidToBe() throws Exception {
        SoftReference<Object> soft = new SoftReference<>(new Object());
        kept = soft;
        begin(Duration.ofMillis(20), true);
        watch.watch("generation", "tickets generation 4", soft.get(), told::add);
        String holder = heldBy();
        assertTrue(holder.startsWith("softly, "), holder);
        assertTrue(holder.contains("static " + MemoryLeakWatchTest.class.getName() + ".kept"), holder);
    }

    @Test
    void severalLeaksAreFoundInOneDump() throws Exception {
        begin(Duration.ofMillis(200), true);
        Object one = new Object();
        Object two = new Object();
        CACHE.put("one", one);
        kept = two;
        watch.watch("generation", "one", one, told::add);
        watch.watch("generation", "two", two, told::add);
        Map<String, String> holders = new HashMap<>();
        for (int i = 0; i < 2; i++) {
            LeakWatch.Watched leaked = next();
            holders.put(leaked.name(), leaked.holder().orElse(""));
        }
        String test = "static " + MemoryLeakWatchTest.class.getName();
        assertEquals(test + ".CACHE \u2192 java.util.HashMap \u2026 \u2192 the generation one", holders.get("one"));
        assertEquals(test + ".kept \u2192 the generation two", holders.get("two"));
    }

    @Test
    void aLocalVariableIsNamedWithItsMethod() throws Exception {
        begin(Duration.ofMillis(20), true);
        Thread thread = new Thread(this::holds, "busy");
        thread.start();
        String holder = heldBy();
        LockSupport.unpark(thread);
        thread.join();
        assertTrue(
                holder.startsWith(
                        "thread \"busy\", a local variable in " + MemoryLeakWatchTest.class.getName() + ".holds"),
                holder);
    }

    private void holds() {
        Object local = new Object();
        watch.watch("generation", "tickets generation 4", local, told::add);
        LockSupport.park();
        Reference.reachabilityFence(local);
    }

    @Test
    void theDumpIsDeleted() throws Exception {
        kept = new Object();
        holder("generation", "tickets generation 4", kept);
        try (Stream<Path> left = Files.list(cache)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void anOldDumpOfAProcessThatWasKilledIsDeleted() throws Exception {
        Path old = Files.createDirectory(cache.resolve("heap-1"));
        Files.writeString(old.resolve("live.hprof"), "secrets");
        Files.setLastModifiedTime(old, java.nio.file.attribute.FileTime.fromMillis(0));
        kept = new Object();
        holder("generation", "tickets generation 4", kept);
        assertFalse(Files.exists(old));
    }

    @Test
    void aLargeHeapIsNotWalked() throws Exception {
        kept = new Object();
        watch = new MemoryLeakWatch(
                Duration.ofMillis(20), Duration.ofMillis(1), Optional.of(new HeapWalk(cache, 1, Duration.ZERO)));
        watch.watch("generation", "tickets generation 4", kept, told::add);
        assertEquals(Optional.empty(), next().holder());
    }

    @Test
    void theHeapIsWalkedOnlyNowAndThen() throws Exception {
        kept = new Object();
        watch = new MemoryLeakWatch(
                Duration.ofMillis(20),
                Duration.ofMillis(1),
                Optional.of(new HeapWalk(cache, 2L << 30, Duration.ofHours(1))));
        watch.watch("generation", "one", kept, told::add);
        assertTrue(next().holder().isPresent());
        watch.watch("generation", "two", kept, told::add);
        assertEquals(Optional.empty(), next().holder());
    }

    @Test
    void garbageIsCollectedOnlyNowAndThen() throws Exception {
        kept = new Object();
        watch = new MemoryLeakWatch(Duration.ofMillis(1), Duration.ofHours(1), Optional.empty());
        watch.watch("generation", "one", kept, told::add);
        assertEquals("one", next().name());
        watch.watch("generation", "two", kept, told::add);
        assertNull(told.poll(300, TimeUnit.MILLISECONDS), "nobody can tell before the next collection");
        assertEquals(2, watch.waiting().size());
    }

    @Test
    void aLeakThatGoesAfterAllIsToldAgain() throws Exception {
        kept = new Object();
        begin(Duration.ofMillis(20), false);
        watch.watch("generation", "tickets generation 4", kept, told::add);
        assertFalse(next().collected());
        assertEquals(1, watch.waiting().size());
        kept = null;
        assertEquals(List.of(), watch.await(LONG));
        assertTrue(next().collected());
        assertNull(told.poll());
    }

    @Test
    void whoeverFailsWhenToldDoesNotEndTheWatch() throws Exception {
        begin(Duration.ofMillis(20), false);
        watch.watch("generation", "one", new Object(), gone -> {
            throw new IllegalStateException("a test");
        });
        watch.watch("generation", "two", new Object(), told::add);
        assertEquals("two", next().name());
    }

    private static boolean lives() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(t -> t.getName().equals("graft-leak-watch"));
    }

    @Test
    void noThreadIsThereBeforeItIsNeededAndAfterItsEnd() {
        begin(LONG, false);
        assertFalse(lives());
        watch.watch("generation", "tickets generation 4", new Object(), told::add);
        assertTrue(lives());
        watch.close();
        assertFalse(lives());
        watch.close();
        watch.watch("generation", "too late", new Object(), told::add);
        assertFalse(lives());
        assertEquals(List.of(), watch.waiting());
    }
}
