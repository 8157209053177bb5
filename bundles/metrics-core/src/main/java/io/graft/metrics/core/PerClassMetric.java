package io.graft.metrics.core;

import io.graft.api.model.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Precision, recall or F1, averaged over classes as scikit-learn does.
 *
 * <p>Macro averages over the classes that occur, as label or as prediction; weighted weighs them by how often they are the label; micro
 * counts over all classes together, which for one class a row is accuracy. A division by zero gives 0.
 *
 * @param score which of the three
 * @param average how classes are averaged
 */
record PerClassMetric(Score score, Average average) implements Metric {

    /** The three. */
    enum Score {
        /** Of the rows predicted as a class, how many are of it. */
        PRECISION,
        /** Of the rows of a class, how many were predicted as it. */
        RECALL,
        /** The harmonic mean of both. */
        F1;

        double of(double hits, double predicted, double support) {
            return switch (this) {
                case PRECISION -> ratio(hits, predicted);
                case RECALL -> ratio(hits, support);
                case F1 -> ratio(2 * hits, predicted + support);
            };
        }

        private static double ratio(double a, double b) {
            return b == 0 ? 0 : a / b;
        }
    }

    @Override
    public boolean higherIsBetter() {
        return true;
    }

    @Override
    public Meter open(List<String> classes) {
        return new Counting(score, average, new Confusion(classes));
    }

    private record Counting(Score score, Average average, Confusion confusion) implements Meter {
        @Override
        public void add(float[] scores, int offset, int width, int label, float[] targets, int targetOffset) {
            confusion.add(scores, offset, width, label);
        }

        @Override
        public double value() {
            if (confusion.rows() == 0) return Double.NaN;
            int n = confusion.classes().size();
            double hits = 0;
            double sum = 0;
            double weights = 0;
            for (int c = 0; c < n; c++) {
                hits += confusion.hits(c);
                double weight =
                        switch (average) {
                            case MACRO -> confusion.support(c) + confusion.predicted(c) > 0 ? 1 : 0;
                            case WEIGHTED -> confusion.support(c);
                            case MICRO -> 0;
                        };
                sum += weight * of(c);
                weights += weight;
            }
            return average == Average.MICRO ? score.of(hits, confusion.rows(), confusion.rows()) : sum / weights;
        }

        private double of(int c) {
            return score.of(confusion.hits(c), confusion.predicted(c), confusion.support(c));
        }

        @Override
        public Map<String, Object> details() {
            Map<String, Object> byClass = new LinkedHashMap<>();
            for (int c = 0; c < confusion.classes().size(); c++)
                byClass.put(confusion.classes().get(c), of(c));
            return Map.of("classes", byClass);
        }
    }
}
