package io.graft.pipeline.live;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Something that is given back on a thread of its own, because a plug-in that is to end may never come back.
 *
 * <p><b>Threading.</b> Thread-safe. It goes on when nobody waits for it any more.
 */
final class Retirement {
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final long begun = System.nanoTime();
    private final Thread thread;
    private final Supplier<Optional<String>> where;

    private Retirement(String name, Runnable work, Supplier<Optional<String>> where) {
        this.where = where;
        thread = new Thread(
                null,
                () -> {
                    try {
                        work.run();
                    } finally {
                        end.complete(null);
                    }
                },
                name,
                0,
                false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
    }

    /**
     * Begins.
     *
     * @param work what is to be done; it tells failures itself
     * @param where which plug-in is called just now
     */
    static Retirement begin(String thread, Runnable work, Supplier<Optional<String>> where) {
        Retirement begun = new Retirement(thread, work, where);
        begun.thread.start();
        return begun;
    }

    /** Waits until it is over or so much time has passed since it began; an interrupt ends the waiting too, and is kept. */
    boolean over(Duration atMost) {
        try {
            end.get(Math.max(0, atMost.toNanos() - (System.nanoTime() - begun)), TimeUnit.NANOSECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            return end.isDone();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // nobody completes it so
        }
        return end.isDone();
    }

    /** What it waits for: a plug-in, or at least a place in its code. */
    String waitsFor() {
        return where.get().orElse("a plug-in") + PatientCall.where(thread);
    }
}
