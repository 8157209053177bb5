package io.graft.pipeline.live;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The watch of a running framework.
 *
 * <p>What has not gone {@code graft.leak.seconds} after it should have is looked at once more after a collection of garbage, of which the
 * watch asks for one a minute at most. What is still there has leaked. With {@code graft.leak.heapwalk} a dump of the heap then tells what holds it,
 * see {@link HeapWalk}.
 *
 * <p><b>Lifecycle.</b> Its thread begins with the first thing that is watched and has ended when {@link #close} returns.
 */
@Component(service = LeakWatch.class)
public final class MemoryLeakWatch implements LeakWatch {
    private static final Logger LOG = System.getLogger(LeakWatch.class.getName());
    private static final long GLANCE = 20;
    private static final long END = 5_000;

    private final Duration patience;
    private final long betweenCollections;
    private final Optional<HeapWalk> walk;
    private final Set<LeakEntry> entries = ConcurrentHashMap.newKeySet();
    private final ReferenceQueue<Object> queue = new ReferenceQueue<>();
    private final Thread thread;
    private boolean begun;
    private volatile boolean closed;
    private volatile long nextCollection = System.nanoTime();

    /** Reads the settings; touches no file. */
    @Activate
    public MemoryLeakWatch(BundleContext context) {
        this(
                Duration.ofSeconds(seconds(context.getProperty("graft.leak.seconds"))),
                Duration.ofMinutes(1),
                "false".equals(context.getProperty("graft.leak.heapwalk"))
                        ? Optional.empty()
                        : Optional.ofNullable(context.getProperty("graft.cache"))
                                .map(cache -> new HeapWalk(Path.of(cache), 1L << 30, Duration.ofHours(1))));
    }

    MemoryLeakWatch(Duration patience, Duration betweenCollections, Optional<HeapWalk> walk) {
        this.patience = patience;
        this.betweenCollections = betweenCollections.toNanos();
        this.walk = walk;
        // made here and not when it is needed: a thread keeps the protection domains of all code that called for it,
        // and so
        // its class loaders
        thread = new Thread(null, this::run, "graft-leak-watch", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(MemoryLeakWatch.class.getClassLoader());
    }

    private static long seconds(String property) {
        if (property == null || property.isBlank()) return 60;
        try {
            long seconds = Long.parseLong(property.strip());
            if (seconds > 0) return seconds;
        } catch (NumberFormatException e) {
            LOG.log(Level.DEBUG, "no number", e); // said below
        }
        LOG.log(Level.WARNING, "graft.leak.seconds is ''{0}'', not a number above 0; 60 is used.", property);
        return 60;
    }

    @Override
    public void watch(String kind, String name, Object target, Consumer<Watched> outcome) {
        if (closed) return;
        JdkCaches.clear();
        long deadline = System.nanoTime() + patience.toNanos();
        entries.add(new LeakEntry(kind, name, target, queue, deadline, outcome));
        synchronized (this) {
            if (!begun && !closed) thread.start();
            begun = true;
        }
        new WeakReference<>(this, queue).enqueue(); // wakes the thread, which may wait for nothing
    }

    @Override
    public List<Watched> waiting() {
        return entries.stream().filter(e -> !e.gone()).map(LeakEntry::watched).toList();
    }

    @Override
    public List<Watched> await(Duration atMost) throws InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        while (!entries.isEmpty() && !closed) {
            JdkCaches.clear();
            System.gc();
            gone(queue.remove(GLANCE));
            if (System.nanoTime() - until > 0) break;
        }
        return waiting();
    }

    /** Ends the watch; what it waited for is not told any more. */
    @Deactivate
    public void close() {
        closed = true;
        synchronized (this) {
            if (!begun) return;
        }
        thread.interrupt();
        try {
            thread.join(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        entries.clear();
    }

    private void run() {
        try {
            while (!closed) {
                gone(queue.remove(rest()));
                judge(overdue());
            }
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "the watch for leaks ends");
        }
    }

    /** Tells of what has gone: this one, and all that went with it. */
    private void gone(Reference<?> first) {
        for (Reference<?> r = first; r != null; r = queue.poll())
            if (r instanceof LeakEntry entry) {
                if (entry.leaked()) LOG.log(Level.INFO, "After all, {0} has left memory.", entry);
                entry.tell();
                entries.remove(entry);
            }
    }

    /** How many milliseconds nothing can become overdue; 0 for ever. */
    private long rest() {
        long now = System.nanoTime();
        long rest = Long.MAX_VALUE;
        for (LeakEntry e : entries)
            if (!e.leaked()) rest = Math.min(rest, Math.max(e.deadline - now, nextCollection - now));
        return rest == Long.MAX_VALUE ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(rest) + 1);
    }

    private List<LeakEntry> overdue() {
        long now = System.nanoTime();
        if (nextCollection - now > 0) return List.of();
        return entries.stream()
                .filter(e -> !e.leaked() && e.deadline - now <= 0)
                .toList();
    }

    private void judge(List<LeakEntry> overdue) throws InterruptedException {
        if (overdue.isEmpty()) return;
        nextCollection = System.nanoTime() + betweenCollections;
        JdkCaches.clear();
        System.gc();
        gone(queue.remove(GLANCE));
        List<LeakEntry> left = overdue.stream().filter(e -> !e.gone()).toList();
        Map<LeakEntry, String> holders = left.isEmpty() || walk.isEmpty() ? Map.of() : holders(walk.get(), left);
        for (LeakEntry e : left) {
            if (e.gone()) continue; // the queue tells
            String holder = holders.get(e);
            e.leaked(holder);
            LOG.log(
                    Level.WARNING,
                    "A leak: {0} is still in memory {1} seconds after it should have gone. {2}",
                    e,
                    patience.toSeconds(),
                    holder == null ? "What holds it could not be told." : "Held by: " + holder);
            e.tell();
        }
    }

    private static Map<LeakEntry, String> holders(HeapWalk walk, List<LeakEntry> left) {
        try {
            return walk.holders(left);
        } catch (Exception | LinkageError | OutOfMemoryError e) {
            LOG.log(Level.WARNING, "The walk of the heap failed.", e);
            return Map.of();
        }
    }
}
