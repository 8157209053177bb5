package io.graft.metrics.core;

import io.graft.api.model.Metric;
import io.graft.api.model.MetricType;
import io.graft.testkit.MetricContract;
import io.graft.testkit.SettingsRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The metric contract for a type, and ways to give it the examples of scikit-learn's documentation. */
abstract class Measured<S extends Record> extends MetricContract<S> {
    private final MetricType<S> type;
    private final List<S> settings = new ArrayList<>();

    Measured(MetricType<S> type, Object[]... settings) {
        this.type = type;
        for (Object[] s : settings) this.settings.add(SettingsRecords.of(type.settings(), s));
    }

    static Object[] with(Object... settings) {
        return settings;
    }

    @Override
    protected MetricType<S> type() {
        return type;
    }

    @Override
    protected List<S> settings() {
        return settings;
    }

    Metric.Meter open(int classes, Object... with) {
        return create(SettingsRecords.of(type.settings(), with))
                .open(IntStream.range(0, classes).mapToObj(i -> "c" + i).toList());
    }

    /** Rows whose highest score is that of a class. */
    Metric.Meter predicted(int classes, int[] labels, int[] predictions, Object... with) {
        Metric.Meter meter = open(classes, with);
        for (int row = 0; row < labels.length; row++) {
            float[] scores = new float[classes];
            scores[predictions[row]] = 1;
            meter.add(scores, 0, classes, labels[row], null, 0);
        }
        return meter;
    }

    /** Rows of scores. */
    Metric.Meter scored(int[] labels, float[][] scores, Object... with) {
        Metric.Meter meter = open(scores[0].length, with);
        for (int row = 0; row < labels.length; row++)
            meter.add(scores[row], 0, scores[row].length, labels[row], null, 0);
        return meter;
    }

    /** Rows of numbers. */
    Metric.Meter numbers(float[][] targets, float[][] answers) {
        Metric.Meter meter = open(0);
        for (int row = 0; row < targets.length; row++)
            meter.add(answers[row], 0, answers[row].length, -1, targets[row], 0);
        return meter;
    }
}
