package io.graft.console;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Slows down whoever tries tokens: each wrong one in a row is answered later than the one before, up to two seconds. Whoever has the right one never waits.
 *
 * <p><b>Threading.</b> Thread-safe; nobody's thread waits.
 */
final class Attempts implements AutoCloseable {
    private static final int MAX_WAITING = 50;
    private static final long MAX_MILLIS = 2_000;
    private static final long FORGOTTEN_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor clock;
    private int failures; // guarded by this
    private long before = System.nanoTime(); // guarded by this

    Attempts() {
        clock = new ScheduledThreadPoolExecutor(1, work -> {
            Thread t = new Thread(work, "graft-wrong-tokens");
            t.setDaemon(true);
            return t;
        });
    }

    /** How long the answer to the next wrong token waits. */
    synchronized long delayMillis() {
        long now = System.nanoTime();
        if (now - before > FORGOTTEN_NANOS) failures = 0;
        before = now;
        failures = Math.min(failures + 1, 10);
        return Math.min(MAX_MILLIS, 50L << failures - 1);
    }

    /**
     * Gives the answer to a wrong token after a while.
     *
     * @return false when too many answers wait already; then it was not taken
     */
    boolean later(Runnable answer) {
        if (waiting.size() >= MAX_WAITING) return false;
        waiting.add(answer);
        clock.schedule(() -> give(answer), delayMillis(), TimeUnit.MILLISECONDS);
        return true;
    }

    private void give(Runnable answer) {
        if (waiting.remove(answer)) answer.run();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        waiting.forEach(this::give); // nobody is left without an answer
    }
}
