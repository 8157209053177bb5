package io.graft.backend.jvm;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Whether the kernels of the Vector API are fast by now. Until the JIT compiler has seen enough of them they are a thousand times slower
 * than those in plain Java, which compute in their place.
 *
 * <p>There is no thread for this: after each step, the caller lends as much time as the step took. The kernels are taken once they are
 * faster than the plain ones, and give the same bits. If they are not within {@value #PATIENCE_SECONDS} seconds of such time, they never are.
 *
 * <p><b>Threading.</b> Thread-safe; one thread at a time lends time.
 */
final class VectorWarmth {
    static final int PATIENCE_SECONDS = 20;

    /** The most time at once, of a long step. */
    private static final long MOST = 500_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final VectorExercise exercise = new VectorExercise();
    private volatile boolean ready;
    private volatile boolean over;
    private long credit;
    private long spent;

    boolean ready() {
        return ready;
    }

    /** Lends time. */
    void lend(long nanoseconds) {
        if (over || !lock.tryLock()) return;
        try {
            credit = Math.min(credit + nanoseconds, MOST);
            while (credit > 0 && !over) {
                long start = System.nanoTime();
                boolean fast = exercise.run();
                long took = System.nanoTime() - start;
                credit -= took;
                spent += took;
                if (fast) ready = exercise.sameBits();
                over = fast || spent > PATIENCE_SECONDS * 1_000_000_000L;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lends as much as it takes, for tests and measurements. */
    boolean finish() {
        while (!over) lend(50_000_000);
        return ready;
    }
}
