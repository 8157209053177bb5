package io.graft.metrics.core;

import io.graft.api.model.Metric;
import java.util.List;

/**
 * The share of rows whose true class is among the k highest scores; of equal scores the first counts as higher.
 *
 * @param k how many
 */
record TopKMetric(int k) implements Metric {
    @Override
    public boolean higherIsBetter() {
        return true;
    }

    @Override
    public Meter open(List<String> classes) {
        return new Counting(k);
    }

    private static final class Counting implements Meter {
        private final int k;
        private long rows;
        private long hits;

        Counting(int k) {
            this.k = k;
        }

        @Override
        public void add(float[] scores, int offset, int width, int label, float[] targets, int targetOffset) {
            float own = scores[offset + label];
            int higher = 0;
            for (int i = 0; i < width; i++) {
                float other = scores[offset + i];
                if (other > own || other == own && i < label || Float.isNaN(own)) higher++;
            }
            rows++;
            if (higher < k) hits++;
        }

        @Override
        public double value() {
            return rows == 0 ? Double.NaN : (double) hits / rows;
        }
    }
}
