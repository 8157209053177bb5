package io.graft.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.graph.CounterRandom;
import io.graft.api.model.Metric;
import io.graft.api.model.MetricType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What every metric does.
 *
 * @param <S> the settings of the metric
 */
public abstract class MetricContract<S extends Record> extends ComponentContract<S, Metric> {
    private static final List<String> CLASSES = List.of("a", "b", "c");
    private static final int WIDTH = 3;
    private static final int ROWS = 60;

    @Override
    protected abstract MetricType<S> type();

    private static float[] scores(int row, double right) {
        CounterRandom random = CounterRandom.of(3, "scores");
        float[] x = new float[WIDTH];
        float sum = 0;
        for (int i = 0; i < WIDTH; i++) sum += x[i] = 0.05f + random.uniform(row * WIDTH + i);
        for (int i = 0; i < WIDTH; i++) x[i] = (float) ((1 - right) * x[i] / sum + (i == label(row) ? right : 0));
        return x;
    }

    private static int label(int row) {
        return row % 5 % WIDTH;
    }

    private static float[] targets(int row) {
        return scores(row + 1000, 0.5);
    }

    private static void add(Metric metric, Metric.Meter meter, int row, double right) {
        float[] scores = scores(row, right);
        float[] targets = targets(row);
        if (metric.forSequences()) {
            int best = 0;
            for (int i = 1; i < WIDTH; i++) if (scores[i] > scores[best]) best = i;
            meter.addSequence(new int[] {best, 99}, 1, new int[] {label(row)}, 1);
        } else if (metric.forNumbers()) {
            for (int i = 0; i < WIDTH; i++) scores[i] = (float) ((1 - right) * scores[i] + right * targets[i]);
            meter.add(scores, 0, WIDTH, -1, targets, 0);
        } else meter.add(scores, 0, WIDTH, label(row), null, 0);
    }

    private static double value(Metric metric, double right) {
        Metric.Meter meter = metric.open(CLASSES);
        for (int row = 0; row < ROWS; row++) add(metric, meter, row, right);
        return meter.value();
    }

    @Test
    void withoutRowsTheValueIsNaN() {
        for (S settings : settings()) {
            Metric.Meter meter = create(settings).open(CLASSES);
            assertTrue(Double.isNaN(meter.value()), settings.toString());
            assertPlain(meter.details());
        }
    }

    @Test
    void betterAnswersGetABetterValue() {
        for (S settings : settings()) {
            Metric metric = create(settings);
            double bad = value(metric, 0);
            double good = value(metric, 0.9);
            assertTrue(
                    metric.higherIsBetter() ? good > bad : good < bad,
                    settings + ": " + bad + " for bad answers and " + good + " for good ones");
        }
    }

    @Test
    void theOrderOfRowsDoesNotMatter() {
        for (S settings : settings()) {
            Metric metric = create(settings);
            Metric.Meter backwards = metric.open(CLASSES);
            for (int row = ROWS - 1; row >= 0; row--) add(metric, backwards, row, 0.2);
            assertEquals(value(metric, 0.2), backwards.value(), 1e-9, settings.toString());
        }
    }

    @Test
    void scoresAreReadFromTheOffsetAndNotKept() {
        for (S settings : settings()) {
            Metric metric = create(settings);
            if (metric.forSequences()) continue; // it gets classes, not scores
            Metric.Meter meter = metric.open(CLASSES);
            float[] many = new float[WIDTH + 4];
            float[] manyTargets = new float[WIDTH + 2];
            for (int row = 0; row < ROWS; row++) {
                Arrays.fill(many, 99);
                Arrays.fill(manyTargets, 99);
                float[] scores = scores(row, 0);
                System.arraycopy(scores, 0, many, 2, WIDTH);
                System.arraycopy(targets(row), 0, manyTargets, 1, WIDTH);
                meter.add(
                        many,
                        2,
                        WIDTH,
                        metric.forNumbers() ? -1 : label(row),
                        metric.forNumbers() ? manyTargets : null,
                        metric.forNumbers() ? 1 : 0);
            }
            Arrays.fill(many, -5);
            assertEquals(value(metric, 0), meter.value(), 1e-9, settings.toString());
        }
    }

    @Test
    void twoMetersDoNotKnowOfEachOther() {
        for (S settings : settings()) {
            Metric metric = create(settings);
            Metric.Meter one = metric.open(CLASSES);
            Metric.Meter other = metric.open(CLASSES);
            for (int row = 0; row < ROWS; row++) {
                add(metric, one, row, 0.2);
                add(metric, other, row, 0.9);
            }
            assertEquals(value(metric, 0.2), one.value(), 1e-12);
            assertEquals(value(metric, 0.9), other.value(), 1e-12);
        }
    }

    @Test
    void askingForTheValueInBetweenChangesNothing() {
        for (S settings : settings()) {
            Metric metric = create(settings);
            Metric.Meter meter = metric.open(CLASSES);
            for (int row = 0; row < ROWS; row++) {
                add(metric, meter, row, 0.2);
                meter.value();
                assertPlain(meter.details());
            }
            assertEquals(value(metric, 0.2), meter.value(), 1e-12);
        }
    }

    private static void assertPlain(Object o) {
        if (o instanceof Map<?, ?> map)
            map.forEach((k, v) -> {
                assertTrue(k instanceof String, "a key of details is a string, not " + k);
                assertPlain(v);
            });
        else if (o instanceof List<?> list) list.forEach(MetricContract::assertPlain);
        else
            assertTrue(
                    o instanceof String || o instanceof Number,
                    "details hold maps, lists, strings and numbers, not " + o);
    }
}
