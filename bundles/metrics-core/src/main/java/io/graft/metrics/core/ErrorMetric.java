package io.graft.metrics.core;

import io.graft.api.model.Metric;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * The mean of something over the differences of scores and targets.
 *
 * @param of what is averaged
 */
record ErrorMetric(DoubleUnaryOperator of) implements Metric {
    @Override
    public boolean higherIsBetter() {
        return false;
    }

    @Override
    public boolean forNumbers() {
        return true;
    }

    @Override
    public Meter open(List<String> classes) {
        return new Averaging(of);
    }

    private static final class Averaging implements Meter {
        private final DoubleUnaryOperator of;
        private long numbers;
        private double sum;

        Averaging(DoubleUnaryOperator of) {
            this.of = of;
        }

        @Override
        public void add(float[] scores, int offset, int width, int label, float[] targets, int targetOffset) {
            for (int i = 0; i < width; i++)
                sum += of.applyAsDouble((double) scores[offset + i] - targets[targetOffset + i]);
            numbers += width;
        }

        @Override
        public double value() {
            return numbers == 0 ? Double.NaN : sum / numbers;
        }
    }
}
