package io.graft.serving.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the requests that have begun and not ended.
 *
 * <p><b>Threading.</b> Thread-safe.
 */
final class Traffic {
    private static final long QUIET = TimeUnit.MILLISECONDS.toNanos(200);
    private final AtomicInteger running = new AtomicInteger();
    private volatile long lastBegun = System.nanoTime();
    private volatile boolean draining;

    void begin() {
        running.incrementAndGet();
        if (draining) lastBegun = System.nanoTime();
    }

    void end() {
        running.decrementAndGet();
    }

    int running() {
        return running.get();
    }

    /** Whether the server ends: answers tell their clients to close the connection. */
    boolean draining() {
        return draining;
    }

    /** Waits until all requests have ended and none has come for a moment; returns how many have not ended in that time. */
    int drain(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        lastBegun = System.nanoTime();
        draining = true;
        while (true) {
            long now = System.nanoTime();
            int left = running.get();
            if (left == 0 && now - lastBegun >= QUIET) return 0;
            if (now - end >= 0) return left;
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
