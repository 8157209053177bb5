package io.graft.pipeline.live;

import io.graft.pipeline.Generation;
import io.graft.pipeline.ProbeMetric;
import java.util.Locale;
import java.util.Optional;

/** Compares what the probe set showed of two generations that were never in memory together. */
final class Apart {
    private Apart() {}

    /** The verdict on the next generation, seen beside what was measured before. */
    static ProbeJudge.Verdict judged(Report.Probe before, ProbeJudge.Verdict next, Generation generation) {
        if (next.probe().isEmpty() || !next.probe().get().metric().equals(before.metric())) return next;
        Report.Probe after = next.probe().get();
        Report.Probe both = new Report.Probe(
                after.rows(),
                after.metric(),
                before.after(),
                after.after(),
                after.tolerance(),
                Double.NaN,
                before.latencyAfter(),
                after.latencyAfter());
        double fall;
        try (ProbeMetric metric = ProbeMetric.of(generation.assembly())) {
            fall = metric.metric().higherIsBetter() ? before.after() - after.after() : after.after() - before.after();
        }
        boolean fallen = fall > after.tolerance();
        String sentence = fallen
                ? String.format(
                        Locale.ROOT,
                        "The %s on %d probe rows was %.4f and is %.4f. It may get worse by %.4f.",
                        after.metric(),
                        after.rows(),
                        before.after(),
                        after.after(),
                        after.tolerance())
                : next.sentence();
        return new ProbeJudge.Verdict(Optional.of(both), next.passed() && !fallen, sentence);
    }
}
