package io.graft.pipeline.live;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.pipeline.Generation;
import io.graft.pipeline.Worker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A generation in use: who answers with it holds a lease, and it is closed when it was retired and the last lease came back.
 *
 * <p><b>Lifecycle.</b> {@link #lease}, {@link #answer}, {@link #giveBack}, any number of times; {@link #retire}; {@link #close} when it has drained.
 * <b>Threading.</b> Thread-safe; a lease costs one atomic increment.
 */
final class ServingGeneration {
    /** Added to the leases when it is retired, so that they are below zero from then on. */
    private static final int RETIRED = Integer.MIN_VALUE;

    private final Generation generation;
    private final Face face;
    private final AtomicInteger leases = new AtomicInteger();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Discards discards;
    private final ConcurrentLinkedDeque<Desk> free = new ConcurrentLinkedDeque<>();

    /** A worker, and which row of the batch lies in which of its rows. */
    private record Desk(Worker worker, int[] rows) {}

    /** Takes the generation, and a first worker of it when there is one already. */
    ServingGeneration(Generation generation, Face face, Worker worker) {
        this.generation = generation;
        this.face = face;
        discards = new Discards(face.pipeline());
        if (worker != null) free.push(new Desk(worker, new int[worker.capacity()]));
    }

    Generation generation() {
        return generation;
    }

    Face face() {
        return face;
    }

    /** Takes a lease; false when it has been retired. */
    boolean lease() {
        if (leases.incrementAndGet() > 0) return true;
        giveBack();
        return false;
    }

    /** Gives a lease back. */
    void giveBack() {
        if (leases.decrementAndGet() == RETIRED) drained.complete(null);
    }

    /** Gives out no more leases. */
    void retire() {
        if (leases.getAndUpdate(n -> n < 0 ? n : n + RETIRED) == 0) drained.complete(null);
    }

    /** How many batches are being answered. */
    int leased() {
        int n = leases.get();
        return n < 0 ? n - RETIRED : n;
    }

    /** Waits until all leases are back; false when the time is over, or the thread was interrupted. */
    boolean drained(Duration atMost) {
        try {
            drained.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // nobody completes it so
        }
    }

    /** Done when all leases are back. */
    CompletableFuture<Void> drained() {
        return drained;
    }

    /** Answers all rows; for who holds a lease. */
    void answer(Answers answers) {
        float[] scores = answers.begin(face);
        Desk desk = desk();
        boolean sound = false;
        try {
            boolean all = true;
            int filled = 0;
            for (int row = 0, n = answers.rows(); row < n; row++) {
                if (fill(desk.worker, filled, answers, row)) desk.rows[filled++] = row;
                if (filled == desk.rows.length || row == n - 1 && filled > 0) {
                    all &= run(desk, filled, answers, scores);
                    filled = 0;
                }
            }
            sound = all;
        } finally {
            if (sound) free.push(desk);
            else discard(desk.worker); // what failed once is not used again
        }
    }

    /** Closes a worker that is not used again, beside. */
    void discard(Worker worker) {
        discards.add(worker);
    }

    private Desk desk() {
        Desk desk = free.poll();
        if (desk != null) return desk;
        Worker worker = generation.worker();
        return new Desk(worker, new int[worker.capacity()]);
    }

    private boolean fill(Worker worker, int at, Answers answers, int row) {
        try {
            CharSequence text = answers.text(row);
            float[] numbers = answers.numbers(row);
            boolean fits = text != null
                    ? face.readsText()
                    : numbers != null ? face.numbers() > 0 : !face.readsText() && face.numbers() == 0;
            if (!fits)
                throw new PipelineException(
                        ErrorCode.BAD_DATA,
                        "",
                        "The pipeline '" + face.pipeline() + "' takes "
                                + (face.readsText()
                                        ? "texts"
                                        : face.numbers() > 0 ? "rows of " + face.numbers() + " numbers" : face.takes())
                                + ", but a row is "
                                + (text != null ? "a text." : numbers != null ? "of numbers." : "something else."));
            if (text != null) worker.text(at, text);
            else if (numbers != null) worker.numbers(at, numbers);
            else worker.input(at, answers.input(row));
            return true;
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            answers.fail(row, failure(e, "A step failed"));
            return false;
        }
    }

    /** Computes the filled rows; false when it failed. */
    private boolean run(Desk desk, int filled, Answers answers, float[] scores) {
        int width = face.width();
        try {
            desk.worker.run(filled);
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            PipelineException failure = failure(e, "The backend failed");
            for (int i = 0; i < filled; i++) answers.fail(desk.rows[i], failure);
            return false;
        }
        float[] computed = desk.worker.scores();
        for (int i = 0; i < filled; i++) {
            System.arraycopy(computed, i * width, scores, desk.rows[i] * width, width);
            for (int c = 0; c < width; c++)
                if (!Float.isFinite(computed[i * width + c])) {
                    answers.fail(desk.rows[i], notFinite(computed[i * width + c]));
                    break;
                }
        }
        return true;
    }

    private PipelineException notFinite(float score) {
        return new PipelineException(
                ErrorCode.PLUGIN_FAILED,
                "",
                "Generation " + face.generation() + " of '" + face.pipeline() + "' gave the score " + score
                        + ", which is no answer.");
    }

    private static PipelineException failure(Throwable e, String what) {
        return e instanceof PipelineException p
                ? p
                : new PipelineException(ErrorCode.PLUGIN_FAILED, "", what + ": " + e + ".", e);
    }

    /** Gives everything back, once. Nobody has a lease, and nobody gets one. */
    void close() {
        if (closed.getAndSet(true)) return;
        RuntimeException failure = null;
        try {
            discards.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // what is still to close ends with its backend
        }
        for (Desk desk = free.poll(); desk != null; desk = free.poll())
            try {
                desk.worker.close();
            } catch (RuntimeException | LinkageError e) {
                failure = failure(e, "A worker could not be closed");
            }
        try {
            generation.close();
        } catch (RuntimeException | LinkageError e) {
            failure = failure(e, "The generation could not be closed");
        }
        if (failure != null) throw failure;
    }
}
