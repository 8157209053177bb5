package io.graft.pipeline;

import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.data.Batch;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Measures how fast a backend is with a program, in a session of its own that is thrown away: nothing of it reaches the run.
 *
 * <p>Engines are slow at first (a JIT compiler needs up to two seconds of steps), so the fastest stretch of {@value #STRETCH_MILLIS} ms
 * counts, which other work on the machine disturbs least too.
 *
 * <p><b>Threading.</b> For one thread, whose interruption ends the measuring early.
 */
final class Calibration implements AutoCloseable {
    private static final long STRETCH_MILLIS = 20;
    private static final long STRETCH = STRETCH_MILLIS * 1_000_000;

    /** How long it is measured for, as long as it does not get faster any more. */
    private static final long ENOUGH = 2_000_000_000;

    /** How long at most. */
    private static final long MOST = 4_000_000_000L;

    /** It gets faster still when it did by this within {@link #LATELY}. */
    private static final double FASTER = 0.9;

    private static final long LATELY = 500_000_000;
    private static final long ANSWERS = 300_000_000;

    private final LongSupplier clock;
    private final Session session;
    private final Rehearsal rehearsal;
    private final List<Batch> batches;
    private final Batch answers;
    private long spent;
    private double step = Double.POSITIVE_INFINITY;
    private double answer = Double.POSITIVE_INFINITY;
    private int next;

    /**
     * Opens the session.
     *
     * @param clock counts nanoseconds
     */
    Calibration(
            Backends.Opened backend, Program program, Rehearsal rehearsal, List<Batch> batches, LongSupplier clock) {
        this.clock = clock;
        this.rehearsal = rehearsal;
        this.batches = batches;
        answers = Batch.outputs(
                program.graph(), List.of(Network.SCORES), rehearsal.options().maxRows());
        session = backend.session(program, rehearsal.options());
    }

    /** Whether the run would take less than this; measures no longer than it takes to tell. */
    boolean shorterThan(double seconds) {
        while (step * rehearsal.steps() >= seconds * 1e9 && spent < ENOUGH && !interrupted()) stretch();
        return step * rehearsal.steps() < seconds * 1e9;
    }

    /** Measures until it is warm. */
    void settle() {
        double reference = step;
        long since = spent;
        while (spent < ENOUGH || spent < MOST && spent - since < LATELY) {
            if (interrupted()) return;
            stretch();
            if (step < reference * FASTER) {
                reference = step;
                since = spent;
            }
        }
    }

    /** The fastest stretch of steps, in nanoseconds a step. */
    private void stretch() {
        long start = clock.getAsLong();
        long took;
        int steps = 0;
        do {
            session.train(batches.get(next++ % batches.size()), rehearsal.learningRate());
            steps++;
            took = clock.getAsLong() - start;
        } while (took < STRETCH);
        spent += took;
        step = Math.min(step, (double) took / steps);
    }

    /** Measures answers to the first batch, until they are warm or only once. */
    void answers(boolean warm) {
        Batch first = batches.get(0);
        long end = clock.getAsLong() + (warm ? ANSWERS : 0);
        do {
            long start = clock.getAsLong();
            long took;
            int asked = 0;
            do {
                session.run(first, answers);
                asked++;
                took = clock.getAsLong() - start;
            } while (took < STRETCH);
            spent += took;
            answer = Math.min(answer, (double) took / asked);
        } while (clock.getAsLong() < end && !interrupted());
    }

    private static boolean interrupted() {
        return Thread.currentThread().isInterrupted();
    }

    BackendChoice.Measured of(BackendSearch.Candidate candidate) {
        return new BackendChoice.Measured(
                candidate.name(),
                candidate.version(),
                candidate.devices(),
                rounded(step / 1e6),
                rounded(answer / 1e6),
                rounded(spent / 1e9));
    }

    /** To three digits: what is told, remembered and compared is the same number. */
    private static double rounded(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(value).round(new MathContext(3)).doubleValue()
                : value;
    }

    @Override
    public void close() {
        session.close();
    }
}
