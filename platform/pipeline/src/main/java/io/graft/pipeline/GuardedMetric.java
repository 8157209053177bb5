package io.graft.pipeline;

import io.graft.api.model.Metric;
import java.util.List;
import java.util.Map;

/**
 * A metric whose faults name its plug-in.
 *
 * @param part the component
 * @param metric what it made
 */
record GuardedMetric(Part part, Metric metric) implements Metric {
    private static final String FAILED = "failed while answers were judged";

    @Override
    public boolean higherIsBetter() {
        return metric.higherIsBetter();
    }

    @Override
    public boolean forNumbers() {
        return metric.forNumbers();
    }

    @Override
    public boolean forSequences() {
        return metric.forSequences();
    }

    @Override
    public Meter open(List<String> classes) {
        Meter meter = part.guarded(FAILED, () -> metric.open(classes));
        return new Meter() {
            @Override
            public void add(float[] scores, int offset, int width, int label, float[] targets, int targetOffset) {
                part.guarded(FAILED, () -> {
                    meter.add(scores, offset, width, label, targets, targetOffset);
                    return true;
                });
            }

            @Override
            public void addSequence(int[] given, int givenCount, int[] wanted, int wantedCount) {
                part.guarded(FAILED, () -> {
                    meter.addSequence(given, givenCount, wanted, wantedCount);
                    return true;
                });
            }

            @Override
            public double value() {
                return part.guarded(FAILED, meter::value);
            }

            @Override
            public Map<String, Object> details() {
                return part.guarded(FAILED, meter::details);
            }
        };
    }
}
