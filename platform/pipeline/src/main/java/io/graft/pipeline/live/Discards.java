package io.graft.pipeline.live;

import io.graft.pipeline.Worker;
import java.util.ArrayDeque;

/**
 * Closes workers that failed, beside the requests, because a plug-in may hang while it closes.
 *
 * <p><b>Threading.</b> Thread-safe.
 */
final class Discards {
    private static final System.Logger LOG = System.getLogger(Discards.class.getName());

    /** When so many wait, one that closes hangs. What is not closed ends with its backend. */
    private static final int MOST = 64;

    private final String name;
    private final ArrayDeque<Worker> waiting = new ArrayDeque<>();
    private boolean running;

    /** Those of a pipeline. */
    Discards(String name) {
        this.name = name;
    }

    /** Closes a worker soon. */
    void add(Worker worker) {
        synchronized (this) {
            if (waiting.size() == MOST) return;
            waiting.add(worker);
            if (running) return;
            running = true;
        }
        Thread thread = new Thread(null, this::run, "graft-discard-" + name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
    }

    private void run() {
        for (; ; ) {
            Worker next;
            synchronized (this) {
                next = waiting.poll();
                if (next == null) {
                    running = false;
                    notifyAll();
                    return;
                }
            }
            try {
                next.close();
            } catch (RuntimeException | LinkageError e) {
                LOG.log(System.Logger.Level.WARNING, "A worker of " + name + " did not close: " + e);
            }
        }
    }

    /** Waits until all are closed, for as long as that takes. */
    synchronized void await() throws InterruptedException {
        while (running) wait();
    }
}
