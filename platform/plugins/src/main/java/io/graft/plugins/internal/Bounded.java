package io.graft.plugins.internal;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs what a plug-in may never come back from, on a thread of its own. */
final class Bounded {
    private Bounded() {}

    /**
     * Runs it and waits.
     *
     * @throws TimeoutException when it has not come back; its thread is interrupted, and left to itself when that does not help
     */
    static <T> T call(String name, Duration atMost, Callable<T> work) throws TimeoutException, ExecutionException {
        FutureTask<T> task = begin(name, work);
        try {
            return await(task, atMost);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw e;
        }
    }

    /** Runs it without waiting. */
    static <T> FutureTask<T> begin(String name, Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "graft plug-ins: " + name);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    /** Waits; an interrupt of the waiting thread is kept for later, as what is waited for must not be left half done. */
    static <T> T await(FutureTask<T> task, Duration atMost) throws TimeoutException, ExecutionException {
        boolean interrupted = false;
        long end = System.nanoTime() + atMost.toNanos();
        try {
            while (true)
                try {
                    return task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }
}
