package io.graft.backend.dl4j;

/**
 * Lets sessions compute at the same time as long as they use the same number of threads, because the engine has one number for all.
 *
 * <p><b>Threading.</b> Thread-safe. A waiting session takes its turn when the others have left.
 */
public final class ThreadGate {
    private final Engine engine;
    private int threads;
    private int inside;
    private int waiting;

    /** The gate before an engine; there is one. */
    public ThreadGate(Engine engine) {
        this.engine = engine;
    }

    void enter(int wanted) {
        join(wanted);
        engine.enter();
    }

    private synchronized void join(int wanted) {
        boolean interrupted = false;
        // nobody joins a crowd of another number, nor jumps a queue
        while (inside > 0 && (threads != wanted || waiting > 0)) {
            waiting++;
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            } finally {
                waiting--;
            }
            if (threads == wanted || inside == 0) break;
        }
        if (interrupted) Thread.currentThread().interrupt();
        if (inside++ == 0 && threads != wanted) {
            threads = wanted;
            engine.productThreads(wanted);
        }
    }

    synchronized void leave() {
        if (--inside == 0) notifyAll();
    }
}
