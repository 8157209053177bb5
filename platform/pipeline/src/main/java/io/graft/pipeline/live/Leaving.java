package io.graft.pipeline.live;

import io.graft.pipeline.live.PipelineEvent.Type;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Drains generations that do not answer any more and gives them back, waiting for neither longer than it may take.
 *
 * <p><b>Threading.</b> Thread-safe.
 */
final class Leaving {
    private static final System.Logger LOG = System.getLogger(Leaving.class.getName());

    private final Events events;
    private final LeakWatch leaks;
    private final ScheduledExecutorService background;
    private final Duration limit;

    /** Gives each generation so long to be given back before it counts as stuck. */
    Leaving(Events events, LeakWatch leaks, ScheduledExecutorService background, Duration limit) {
        this.events = events;
        this.leaks = leaks;
        this.background = background;
        this.limit = limit;
    }

    /** What is worth knowing about generations that left. */
    static final class Notes {
        final List<String> warnings = new CopyOnWriteArrayList<>();
        final Map<String, Long> nanoseconds = new LinkedHashMap<>();

        private void took(String phase, long since) {
            nanoseconds.merge(phase, System.nanoTime() - since, Long::sum);
        }
    }

    /** A generation that leaves, which {@link #end} waits for. */
    record Left(ServedPipeline pipeline, ServingGeneration old, Optional<Retirement> retirement, Notes notes) {}

    /** Drains and gives back one generation. */
    Notes retire(ServedPipeline p, ServingGeneration old, Duration drain) {
        Left left = begin(p, old, System.nanoTime() + drain.toNanos(), drain);
        end(left);
        return left.notes;
    }

    /**
     * Drains and begins to give back.
     *
     * @param until when it is not waited for any longer
     * @param drain the time that it had, for the sentence
     */
    Left begin(ServedPipeline p, ServingGeneration old, long until, Duration drain) {
        Notes notes = new Notes();
        long begun = System.nanoTime();
        int number = old.face().generation();
        old.retire();
        boolean drained = old.drained(Duration.ofNanos(Math.max(0, until - begun)));
        int left = old.leased();
        notes.took("drain", begun);
        String why = Thread.currentThread().isInterrupted()
                ? " when waiting for them was interrupted"
                : " after " + drain.toMillis() + " ms";
        events.tell(
                Type.DRAINED,
                p.name(),
                number,
                drained
                        ? "The last request of generation " + number + " has been answered."
                        : "Generation " + number + " is stuck: " + left + " requests are not over" + why
                                + ". What they use is freed when they are.",
                Duration.ofNanos(System.nanoTime() - begun));
        if (drained) return new Left(p, old, Optional.of(close(p, old)), notes);
        notes.warnings.add("Generation " + number + " was still answering " + left + " requests" + why
                + "; it gives back everything when they are over.");
        old.drained().thenRun(() -> watch(new Left(p, old, Optional.of(close(p, old)), new Notes())));
        return new Left(p, old, Optional.empty(), notes);
    }

    /** Waits until it has been given back, or counts as stuck. */
    void end(Left left) {
        if (left.retirement.isEmpty()) return;
        long begun = System.nanoTime();
        Retirement retirement = left.retirement.get();
        if (!retirement.over(limit)) stuck(left.pipeline.name(), left.old, retirement, left.notes);
        left.notes.took("retire", begun);
    }

    private void stuck(String name, ServingGeneration old, Retirement retirement, Notes notes) {
        int number = old.face().generation();
        if (Thread.currentThread().isInterrupted()) {
            notes.warnings.add("Generation " + number + " is still being given back: waiting for it was interrupted.");
            return;
        }
        String sentence = "Generation " + number + " of '" + name + "' is stuck: " + retirement.waitsFor()
                + " has not ended within " + limit.toMillis()
                + " ms. Its thread is left behind; what it holds is freed when it ends.";
        LOG.log(Level.WARNING, sentence);
        notes.warnings.add(sentence);
        events.tell(Type.STUCK, name, number, sentence);
    }

    /** Looks after something whose end nobody waits for. */
    private void watch(Left left) {
        try {
            background.schedule(() -> end(left), limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "Pipelines are being closed.", e);
        }
    }

    /** Gives back what was never published. */
    void drop(String name, ServingGeneration serving) {
        serving.retire();
        Retirement retirement = Retirement.begin(
                "graft-drop-" + name,
                () -> {
                    try {
                        serving.close();
                    } catch (RuntimeException | LinkageError e) {
                        LOG.log(
                                Level.WARNING,
                                "A generation of " + name + " that was not published did not close: " + e);
                    }
                },
                () -> serving.generation().underway().now());
        if (!retirement.over(limit)) stuck(name, serving, retirement, new Notes());
    }

    private Retirement close(ServedPipeline p, ServingGeneration old) {
        return Retirement.begin("graft-retire-" + p.name(), () -> closed(p.name(), old), () -> old.generation()
                .underway()
                .now());
    }

    private void closed(String name, ServingGeneration old) {
        long begun = System.nanoTime();
        int number = old.face().generation();
        String sentence = "Generation " + number + " has given back everything.";
        try {
            old.close();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.WARNING, "Generation " + number + " of " + name + " did not close: " + e);
            sentence = "Generation " + number + " was retired, but not all of it closed: " + e.getMessage();
        }
        leaks.watch("generation", name + " generation " + number, old.generation(), watched -> {
            if (watched.collected())
                events.tell(
                        Type.COLLECTED, name, number, "Nothing of generation " + number + " is in memory any more.");
            else
                events.tell(
                        Type.LEAKED,
                        name,
                        number,
                        "Generation " + number + " is still in memory"
                                + watched.holder()
                                        .map(h -> ", held by " + h + ".")
                                        .orElse("."));
        });
        events.tell(Type.RETIRED, name, number, sentence, Duration.ofNanos(System.nanoTime() - begun));
    }
}
