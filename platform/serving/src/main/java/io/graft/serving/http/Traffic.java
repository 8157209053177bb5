package io.graft.serving.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the requests that have begun and not ended, and lets none in any more when the server ends.
 *
 * <p><b>Lifecycle.</b> Open; {@link #drain}: open for the grace time, while answers tell their clients to close the connection; closed. <b>Threading.</b>
 * Thread-safe.
 */
final class Traffic {
    private static final long QUIET = TimeUnit.MILLISECONDS.toNanos(200);

    /** Added to the count when it is closed, so that it is below zero from then on. */
    private static final int CLOSED = Integer.MIN_VALUE;

    private final long grace;
    private final AtomicInteger count = new AtomicInteger();
    private volatile long lastBegun = System.nanoTime();
    private volatile boolean draining;

    /** Traffic that is still let in for so long when the server ends: who sends requests needs a moment to see that it does. */
    Traffic(Duration grace) {
        this.grace = grace.toNanos();
    }

    /** Counts a request that begins; false, and not counted, when none is let in any more. */
    boolean begin() {
        for (int n; (n = count.get()) >= 0; )
            if (count.compareAndSet(n, n + 1)) {
                if (draining) lastBegun = System.nanoTime();
                return true;
            }
        return false;
    }

    void end() {
        count.decrementAndGet();
    }

    int running() {
        int n = count.get();
        return n < 0 ? n - CLOSED : n;
    }

    /** Whether the server ends: answers tell their clients to close the connection. */
    boolean draining() {
        return draining;
    }

    /**
     * Lets requests in until none has come for a moment or the grace time is over, then none; returns when all that were let in have ended, or with how many
     * have not in that time. When it is short, half of it is left for them.
     */
    int drain(Duration atMost) throws InterruptedException {
        long begun = System.nanoTime();
        long end = begun + atMost.toNanos();
        long open = begun + Math.min(grace, atMost.toNanos() / 2);
        lastBegun = begun;
        draining = true;
        for (long now = begun; open - now > 0; now = System.nanoTime()) {
            if (running() == 0 && now - lastBegun >= QUIET) break;
            TimeUnit.MILLISECONDS.sleep(5);
        }
        count.updateAndGet(n -> n < 0 ? n : n + CLOSED);
        while (running() > 0 && end - System.nanoTime() > 0) TimeUnit.MILLISECONDS.sleep(5);
        return running();
    }
}
