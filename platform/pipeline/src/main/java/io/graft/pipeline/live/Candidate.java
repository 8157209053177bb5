package io.graft.pipeline.live;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A next generation, prepared and judged, and its report so far.
 *
 * <p><b>Lifecycle.</b> Published, or closed. <b>Threading.</b> For one thread at a time.
 */
final class Candidate implements AutoCloseable {
    private final int from;
    private final ServingGeneration serving;
    private final Deployed next;
    private final List<String> changes;
    private final List<Report.Check> checks;
    private final Optional<Report.Probe> probe;
    private final List<String> warnings;
    private final Map<String, Double> milliseconds;
    private final Optional<String> refusal;
    private final Consumer<ServingGeneration> drop;
    private final List<ServingGeneration> replaced = new ArrayList<>();
    private boolean taken;

    Candidate(
            int from,
            ServingGeneration serving,
            Deployed next,
            List<String> changes,
            List<Report.Check> checks,
            Optional<Report.Probe> probe,
            List<String> warnings,
            Map<String, Double> milliseconds,
            Optional<String> refusal,
            Consumer<ServingGeneration> drop) {
        this.from = from;
        this.serving = serving;
        this.next = next;
        this.changes = changes;
        this.checks = checks;
        this.probe = probe;
        this.warnings = new ArrayList<>(warnings);
        this.milliseconds = new LinkedHashMap<>(milliseconds);
        this.refusal = refusal;
        this.drop = drop;
    }

    ServingGeneration serving() {
        return serving;
    }

    /** What is deployed once it is published. */
    Deployed next() {
        return next;
    }

    /** Why the gate refused it, in a sentence; empty when it passed or was forced. */
    Optional<String> refusal() {
        return refusal;
    }

    List<String> changes() {
        return changes;
    }

    /** Notes how long a phase took. */
    void took(String phase, long nanos) {
        milliseconds.merge(phase, nanos / 1e6, Double::sum);
    }

    void warn(String sentence) {
        warnings.add(sentence);
    }

    /** Notes what is worth knowing about a generation that left for it. */
    void note(Leaving.Notes notes) {
        warnings.addAll(notes.warnings);
        notes.nanoseconds.forEach(this::took);
    }

    /** Notes a generation in whose place it answers. */
    void replaces(ServingGeneration before) {
        replaced.add(before);
    }

    /** The generations in whose place it answers. */
    List<ServingGeneration> replaced() {
        return List.copyOf(replaced);
    }

    /** It is in use now, and closing this closes it no more. */
    void taken() {
        taken = true;
    }

    Report report(Report.Outcome outcome, String sentence) {
        boolean serves = outcome == Report.Outcome.PUBLISHED;
        return new Report(
                next.pipeline(),
                from,
                serves ? next.generation() : from,
                outcome,
                sentence,
                changes,
                checks,
                probe,
                warnings,
                milliseconds);
    }

    @Override
    public void close() {
        if (taken) return;
        taken = true;
        drop.accept(serving);
    }
}
