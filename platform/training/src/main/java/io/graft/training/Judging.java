package io.graft.training;

import io.graft.api.model.Metric;
import io.graft.api.model.Target;
import io.graft.pipeline.Decoding;
import java.util.LinkedHashMap;
import java.util.Map;

/** Adds the answers of a batch to metrics and to the report of the classes. For one thread. */
final class Judging {
    private final float[] scores;
    private final int width;
    private final Labels labels;
    private final Map<String, Metric> metrics;
    private final Map<String, Metric.Meter> meters = new LinkedHashMap<>();
    private final ClassificationReport report;
    private final int[] given;
    private boolean classes;

    /**
     * Begins.
     *
     * @param scores hold the scores of the rows of a batch, {@code width} for each; filled anew before rows are added
     */
    Judging(float[] scores, int width, Labels labels, Map<String, Metric> metrics) {
        this.scores = scores;
        this.width = width;
        this.labels = labels;
        this.metrics = metrics;
        metrics.forEach((name, metric) -> meters.put(name, metric.open(labels.names())));
        report = new ClassificationReport(labels.names());
        given = new int[labels.size() == 0 ? 0 : width / labels.size()];
    }

    /** Adds a row with a class or with numbers, whose scores begin at {@code at}. */
    void row(Dataset data, int row, int at) {
        int label = data.labels[row];
        for (Metric.Meter m : meters.values())
            m.add(
                    scores,
                    at,
                    width,
                    labels.size() == 0 ? -1 : label,
                    data.targetWidth > 0 ? data.targets : null,
                    row * data.targetWidth);
        if (labels.size() > 0) report(label, at, width);
    }

    /** Adds a row with a sequence of labels; labels that belong to positions count for metrics of classes one by one. */
    void sequence(LabelSequences sequences, int row, int at) {
        int[] wanted = sequences.of(row);
        int size = labels.size();
        boolean tags = sequences.target() == Target.TAGS;
        int judged = tags ? Math.min(wanted.length, given.length) : wanted.length;
        int n = Decoding.decode(sequences.target(), size, scores, at, width, given);
        meters.forEach((name, m) -> {
            if (metrics.get(name).forSequences()) m.addSequence(given, n, wanted, judged);
            else for (int p = 0; p < judged; p++) m.add(scores, at + p * size, size, wanted[p], null, 0);
        });
        if (tags) for (int p = 0; p < judged; p++) report(wanted[p], at + p * size, size);
    }

    private void report(int label, int at, int of) {
        classes = true;
        report.add(label, Decoding.best(scores, at, of));
    }

    Map<String, Metric.Meter> meters() {
        return meters;
    }

    /** What is to be said of each class, as JSON values; nothing when answers are no classes. */
    Map<String, Object> report() {
        return classes ? report.json() : Map.of();
    }
}
