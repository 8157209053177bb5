package io.graft.pipeline.live;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A generation on trial beside the published one: it answers its share of the batches, is compared, and judged.
 *
 * <p><b>Threading.</b> Thread-safe. A shadow answers on a thread of its own, so that no request waits for it; when it cannot keep up, batches
 * are passed over.
 */
final class TrialRun implements AutoCloseable {
    /** A canary is compared in every so many of its batches; a shadow in all. */
    private static final int COMPARED = 2;

    private static final int WAITING = 16;

    private final TrialSettings settings;
    private final Candidate candidate;
    private final Consumer<Decision> decide;
    private final AtomicBoolean decided = new AtomicBoolean();
    private final AtomicLong tried = new AtomicLong();
    private final AtomicLong batches = new AtomicLong();
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong compared = new AtomicLong();
    private final AtomicLong disagreed = new AtomicLong();
    private final ConcurrentLinkedQueue<Answers> spare = new ConcurrentLinkedQueue<>();
    private final ThreadPoolExecutor shadow;

    /** What came of the trial. */
    record Decision(TrialRun trial, boolean publish, String sentence) {}

    /**
     * Begins.
     *
     * @param decide is told once when a bound was passed or enough rows were answered; the call must be short
     */
    TrialRun(TrialSettings settings, Candidate candidate, Consumer<Decision> decide) {
        this.settings = settings;
        this.candidate = candidate;
        this.decide = decide;
        shadow = settings.mode() == TrialSettings.Mode.CANARY
                ? null
                : new ThreadPoolExecutor(
                        1,
                        1,
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(WAITING),
                        work -> {
                            Thread t = new Thread(
                                    work, "graft-shadow-" + candidate.next().pipeline());
                            t.setDaemon(true);
                            return t;
                        },
                        new ThreadPoolExecutor.DiscardPolicy());
    }

    Candidate candidate() {
        return candidate;
    }

    TrialSettings settings() {
        return settings;
    }

    PipelineStatus.Trial status() {
        return new PipelineStatus.Trial(
                settings, candidate.next().generation(), rows.get(), failed.get(), disagreed.get());
    }

    /** Whether this batch belongs to the trial. */
    boolean turn() {
        long n = batches.getAndIncrement();
        return (long) ((n + 1) * settings.share()) > (long) (n * settings.share());
    }

    /**
     * Lets the canary answer.
     *
     * @return false when the published generation must answer, because the canary failed
     */
    boolean canary(ServingGeneration published, Answers answers) {
        if (!answered(answers)) return false;
        if (tried.getAndIncrement() % COMPARED == 0) {
            Answers other = copy(answers);
            if (published.lease())
                try {
                    published.answer(other);
                    compare(other, answers);
                } catch (PipelineException e) {
                    // then there is nothing to compare with
                } finally {
                    published.giveBack();
                }
            giveBack(other);
        }
        judge();
        return true;
    }

    /** Lets the shadow answer what the published generation has answered, later and beside. */
    void shadow(Answers answers) {
        if (shadow.getQueue().remainingCapacity() == 0) return;
        Answers other = copy(answers);
        String[] best = new String[answers.rows()];
        for (int row = 0; row < best.length; row++) best[row] = best(answers, row);
        shadow.execute(() -> {
            if (answered(other)) compare(best, other);
            judge();
            giveBack(other);
        });
    }

    /** Answers with the generation on trial and counts; false when rows failed by its fault. */
    private boolean answered(Answers answers) {
        ServingGeneration trial = candidate.serving();
        if (!trial.lease()) return false;
        int n = answers.rows();
        int bad = 0;
        try {
            trial.answer(answers);
            for (int row = 0; row < n; row++) {
                PipelineException failure = answers.failure(row);
                if (failure != null && failure.code().fault() != ErrorCode.Fault.USER) bad++;
            }
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            bad = n;
        } finally {
            trial.giveBack();
        }
        rows.addAndGet(n);
        failed.addAndGet(bad);
        if (bad > 0) judge();
        return bad == 0;
    }

    private void compare(Answers published, Answers trial) {
        String[] best = new String[published.rows()];
        for (int row = 0; row < best.length; row++) best[row] = best(published, row);
        compare(best, trial);
    }

    private void compare(String[] published, Answers trial) {
        int different = 0;
        int known = 0;
        for (int row = 0; row < published.length; row++) {
            String mine = best(trial, row);
            if (published[row] == null || mine == null) continue;
            known++;
            if (!published[row].equals(mine)) different++;
        }
        compared.addAndGet(known);
        disagreed.addAndGet(different);
    }

    private static String best(Answers answers, int row) {
        return answers.failure(row) != null ? null : answers.label(row);
    }

    private void judge() {
        long n = rows.get();
        if (n < settings.minRows() || n == 0) return;
        double errors = (double) failed.get() / n;
        double different = compared.get() == 0 ? 0 : (double) disagreed.get() / compared.get();
        if (errors > settings.maxErrors())
            decided(false, failed.get() + " of " + n + " rows failed, more than the share of " + settings.maxErrors());
        else if (different > settings.maxDisagreement())
            decided(
                    false,
                    disagreed.get() + " of " + compared.get()
                            + " rows were answered differently, more than the share of " + settings.maxDisagreement());
        else if (settings.publishAfter() > 0 && n >= settings.publishAfter())
            decided(true, n + " rows were within the bounds");
    }

    private void decided(boolean publish, String sentence) {
        if (!decided.getAndSet(true)) decide.accept(new Decision(this, publish, sentence));
    }

    private Answers copy(Answers of) {
        Answers copy = spare.poll();
        if (copy == null) copy = new Answers();
        for (int row = 0; row < of.rows(); row++) copy.copy(of, row);
        return copy;
    }

    private void giveBack(Answers answers) {
        answers.clear();
        spare.add(answers);
    }

    /** Ends it; the candidate is somebody else's from now on. */
    @Override
    public void close() {
        decided.set(true);
        if (shadow != null) shadow.shutdownNow();
    }
}
