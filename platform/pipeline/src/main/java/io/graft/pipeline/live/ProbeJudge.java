package io.graft.pipeline.live;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.model.Metric;
import io.graft.api.model.Target;
import io.graft.descriptor.ServeSettings;
import io.graft.pipeline.Decoding;
import io.graft.pipeline.Generation;
import io.graft.pipeline.ProbeMetric;
import io.graft.pipeline.ProbeSet;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks the generation that serves and the next one the probe rows, and tells whether the next is good enough.
 *
 * <p>The rows, the metric and its tolerance are those of the next generation. A row that fails counts as answered wrongly; of numbers, which cannot be
 * wrong, the metric leaves it out. The next generation passes when the metric is a number and not worse than before by more than the
 * tolerance, and not more rows fail than before, by more than that share.
 */
final class ProbeJudge {
    /** How long single rows are timed; a few are in any case. */
    private static final long TIMING = TimeUnit.MILLISECONDS.toNanos(200);

    private static final int LEAST_TIMED = 5;
    private static final Report.Latency UNMEASURED = new Report.Latency(Double.NaN, Double.NaN);

    private final ServeSettings.Probe settings;
    private final List<ProbeSet.Row> rows;
    private final Target target;
    private final ProbeMetric metric;
    private final Runnable progress;

    private ProbeJudge(
            ServeSettings.Probe settings,
            List<ProbeSet.Row> rows,
            Target target,
            ProbeMetric metric,
            Runnable progress) {
        this.progress = progress;
        this.settings = settings;
        this.rows = rows;
        this.target = target;
        this.metric = metric;
    }

    /**
     * What came of it.
     *
     * @param probe what was measured; empty when there was nothing to measure
     * @param passed whether the next generation is good enough; so it is when nothing could be measured
     * @param sentence what was found; when nothing was measured, a warning that says why, or an empty string when it is not wanted
     */
    record Verdict(Optional<Report.Probe> probe, boolean passed, String sentence) {
        private static Verdict unasked(String why) {
            return new Verdict(Optional.empty(), true, why);
        }
    }

    /**
     * Judges.
     *
     * @param before the generation that serves; empty when there is none
     * @throws PipelineException when the next generation cannot answer at all, or the metric failed
     */
    static Verdict judge(Optional<Generation> before, Generation next) {
        return judge(before, rows -> before.flatMap(generation -> asked(generation, rows)), next, () -> {});
    }

    /** What the generation that serves answers to the probe rows; empty when there is none, or none that answers. */
    interface Before {
        Optional<ProbeAsked> answers(List<ProbeSet.Row> rows);
    }

    /**
     * Judges.
     *
     * @param before the generation that serves
     * @param asked asks it
     * @param progress is told before each batch
     */
    static Verdict judge(Optional<Generation> before, Before asked, Generation next, Runnable progress) {
        ServeSettings.Probe settings = next.assembly().descriptor().serve().probe();
        if (settings.rows() == 0) return Verdict.unasked("");
        List<ProbeSet.Row> kept = ProbeSet.of(next.model()).rows();
        if (kept.isEmpty() && before.isPresent())
            kept = ProbeSet.of(before.get().model()).rows();
        if (kept.isEmpty())
            return Verdict.unasked("The model keeps no probe rows, so nobody knows whether the answers are as good as"
                    + " before. Train it anew to have some.");
        List<ProbeSet.Row> rows = kept.subList(0, Math.min(kept.size(), settings.rows()));
        Target target = next.assembly().loss().target();
        try (ProbeMetric metric = ProbeMetric.of(next.assembly())) {
            if (metric.metric().forNumbers() == target.classes())
                return Verdict.unasked("The metric '" + metric.name() + "' judges "
                        + (target.classes()
                                ? "numbers, but the pipeline gives classes"
                                : "classes, but the pipeline gives numbers")
                        + ". Name another under serve.probe.metric.");
            boolean sequences = metric.metric().forSequences();
            if (sequences && !target.sequence() || !sequences && target == Target.TRANSCRIPT)
                return Verdict.unasked("The metric '" + metric.name() + "' judges "
                        + (sequences
                                ? "sequences of labels, but the pipeline gives one class"
                                : "one class at a time, but the pipeline gives labels without positions")
                        + ". Name another under serve.probe.metric.");
            return new ProbeJudge(settings, rows, target, metric, progress).judged(asked, next);
        } catch (PipelineException e) {
            if (e.code() != ErrorCode.UNKNOWN_COMPONENT && e.code() != ErrorCode.PLUGIN_UNAVAILABLE) throw e;
            return Verdict.unasked("The probe rows were not judged. " + e.getMessage());
        }
    }

    /** The answers of a generation; empty when it cannot answer any more, e.g. because a plug-in of it has gone. */
    private static Optional<ProbeAsked> asked(Generation generation, List<ProbeSet.Row> rows) {
        try {
            ProbeAsked asked = new ProbeAsked(generation, rows, () -> {});
            asked.answer();
            return Optional.of(asked);
        } catch (PipelineException e) {
            return Optional.empty();
        }
    }

    private Verdict judged(Before before, Generation next) {
        try (ProbeAsked after = new ProbeAsked(next, rows, progress)) {
            after.answer();
            Optional<ProbeAsked> old = before.answers(rows);
            progress.run();
            try {
                return verdict(old.orElse(null), after);
            } finally {
                old.ifPresent(ProbeAsked::close);
            }
        }
    }

    private Verdict verdict(ProbeAsked old, ProbeAsked after) {
        double was = old == null ? Double.NaN : value(old, after);
        double is = value(after, old);
        Report.Latency[] latencies = latencies(old, after);
        Report.Probe probe = new Report.Probe(
                rows.size(),
                metric.name(),
                was,
                is,
                settings.tolerance(),
                old == null ? Double.NaN : agreement(old, after),
                latencies[0],
                latencies[1]);
        String failures = after.failed() == 0
                ? ""
                : " " + after.failed() + " of " + rows.size() + " rows failed, the first with: " + after.failure();
        double moreFailures = (after.failed() - (old == null ? 0.0 : old.failed())) / rows.size();
        double fall = metric.metric().higherIsBetter() ? was - is : is - was;
        boolean passed = !Double.isNaN(is) && moreFailures <= settings.tolerance() && !(fall > settings.tolerance());
        return new Verdict(Optional.of(probe), passed, sentence(was, is, passed) + failures);
    }

    private String sentence(double was, double is, boolean passed) {
        if (Double.isNaN(is)) return "The " + metric.name() + " on " + rows.size() + " probe rows is not a number.";
        String found = Double.isNaN(was)
                ? "The " + metric.name() + " on " + rows.size() + " probe rows is " + shown(is) + "."
                : "The " + metric.name() + " on " + rows.size() + " probe rows was " + shown(was) + " and is "
                        + shown(is) + ".";
        return passed || Double.isNaN(was)
                ? found
                : found + " It may get worse by " + shown(settings.tolerance()) + ".";
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    /** The value of the metric; rows whose truth one of the two does not know count for neither. */
    private double value(ProbeAsked asked, ProbeAsked other) {
        Metric.Meter meter = metric.metric().open(asked.labels());
        for (int row = 0; row < rows.size(); row++) {
            if (!known(asked, row) || other != null && !known(other, row)) continue;
            if (target.sequence()) {
                add(meter, asked, row);
                continue;
            }
            float[] scores = asked.scores(row);
            float[] wanted = target.classes() && target != Target.DISTRIBUTION ? null : asked.numbers(row);
            int label = target.classes() ? asked.label(row, target) : -1;
            if (scores == null && target.classes()) scores = wrong(asked.width(), label);
            if (scores != null) meter.add(scores, 0, scores.length, label, wanted, 0);
        }
        return meter.value();
    }

    /** A row that failed gave no labels; metrics of classes count the positions of tags one by one. */
    private void add(Metric.Meter meter, ProbeAsked asked, int row) {
        int[] wanted = asked.sequence(row);
        int classes = asked.labels().size();
        float[] scores = asked.scores(row) == null ? new float[asked.width()] : asked.scores(row);
        int[] given = new int[scores.length / classes];
        int judged = target == Target.TAGS ? Math.min(wanted.length, given.length) : wanted.length;
        if (metric.metric().forSequences()) {
            int n = Decoding.decode(target, classes, scores, 0, scores.length, given);
            meter.addSequence(given, n, wanted, judged);
            return;
        }
        for (int p = 0; p < judged; p++) {
            float[] position = asked.scores(row) == null
                    ? wrong(classes, wanted[p])
                    : Arrays.copyOfRange(scores, p * classes, (p + 1) * classes);
            meter.add(position, 0, classes, wanted[p], null, 0);
        }
    }

    private boolean known(ProbeAsked asked, int row) {
        if (target.sequence()) return asked.sequence(row) != null;
        return target.classes() ? asked.label(row, target) >= 0 : asked.numbers(row) != null;
    }

    /** The scores of an answer that is as wrong as can be. */
    private static float[] wrong(int width, int label) {
        float[] scores = new float[width];
        scores[(label + 1) % width] = 1;
        return scores;
    }

    private double agreement(ProbeAsked old, ProbeAsked after) {
        int same = 0;
        for (int row = 0; row < rows.size(); row++) {
            String best = after.best(row);
            if (best != null && best.equals(old.best(row))) same++;
        }
        return (double) same / rows.size();
    }

    /** Of one row at a time, the two by turns, so that neither has the quieter machine. The batches before have warmed both. */
    private Report.Latency[] latencies(ProbeAsked old, ProbeAsked after) {
        long[] before = new long[rows.size()];
        long[] next = new long[rows.size()];
        int timedBefore = 0;
        int timedNext = 0;
        long until = System.nanoTime() + TIMING;
        for (int row = 0; row < rows.size(); row++) {
            if (row >= LEAST_TIMED && System.nanoTime() - until > 0) break;
            long took = old == null ? -1 : old.time(row);
            if (took >= 0) before[timedBefore++] = took;
            took = after.time(row);
            if (took >= 0) next[timedNext++] = took;
        }
        return new Report.Latency[] {latency(before, timedBefore), latency(next, timedNext)};
    }

    private static Report.Latency latency(long[] nanoseconds, int count) {
        if (count == 0) return UNMEASURED;
        Arrays.sort(nanoseconds, 0, count);
        return new Report.Latency(percentile(nanoseconds, count, 50), percentile(nanoseconds, count, 99));
    }

    private static double percentile(long[] sorted, int count, int percent) {
        int at = Math.max(0, (int) Math.ceil(count * percent / 100.0) - 1);
        return sorted[at] / 1e6;
    }
}
