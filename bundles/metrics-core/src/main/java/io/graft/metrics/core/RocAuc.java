package io.graft.metrics.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Metric;
import io.graft.api.model.MetricType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/**
 * The area under the ROC curve: how likely a row of a class scores higher than a row of another, ties counting half.
 *
 * <p>Of two classes the second is judged; of more, each against the rest, and the mean of those that both occur and do not occur among
 * the labels. It keeps every score, four bytes each, until the meter is dropped. NaN when no class can be judged.
 */
@Component(service = MetricType.class)
@ComponentName("roc-auc")
public final class RocAuc implements MetricType<NoSettings> {
    @Override
    public Class<NoSettings> settings() {
        return NoSettings.class;
    }

    @Override
    public Metric create(NoSettings settings, Context context) {
        return new Area();
    }

    private record Area() implements Metric {
        @Override
        public boolean higherIsBetter() {
            return true;
        }

        @Override
        public Meter open(List<String> classes) {
            return new Collecting(classes);
        }
    }

    private static final class Collecting implements Metric.Meter {
        private final List<String> classes;
        private int width;
        private int rows;
        private float[] scores = new float[0];
        private int[] labels = new int[0];

        Collecting(List<String> classes) {
            this.classes = List.copyOf(classes);
        }

        @Override
        public void add(float[] from, int offset, int newWidth, int label, float[] targets, int targetOffset) {
            width = newWidth;
            if (rows == labels.length) {
                labels = Arrays.copyOf(labels, Math.max(64, 2 * rows));
                scores = Arrays.copyOf(scores, Math.multiplyExact(labels.length, width));
            }
            System.arraycopy(from, offset, scores, rows * width, width);
            labels[rows++] = label;
        }

        @Override
        public double value() {
            if (width <= 2) return area(width - 1);
            double sum = 0;
            int judged = 0;
            for (int c = 0; c < width; c++) {
                double area = area(c);
                if (Double.isNaN(area)) continue;
                sum += area;
                judged++;
            }
            return judged == 0 ? Double.NaN : sum / judged;
        }

        /** By ranks: (R − p (p + 1) / 2) / (p · n), R the sum of the ranks of the p rows of the class (Mann and Whitney, 1947). */
        private double area(int c) {
            Integer[] order = new Integer[rows];
            for (int i = 0; i < rows; i++) order[i] = i;
            Arrays.sort(order, (a, b) -> Float.compare(scores[a * width + c], scores[b * width + c]));
            double ranks = 0;
            long positives = 0;
            for (int i = 0; i < rows; ) {
                int end = i;
                int inTie = 0;
                for (; end < rows && scores[order[end] * width + c] == scores[order[i] * width + c]; end++)
                    if (labels[order[end]] == c) inTie++;
                if (end == i) end++;
                ranks += inTie * (i + end + 1) / 2.0;
                positives += inTie;
                i = end;
            }
            long negatives = rows - positives;
            return positives == 0 || negatives == 0
                    ? Double.NaN
                    : (ranks - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
        }

        @Override
        public Map<String, Object> details() {
            Map<String, Object> byClass = new LinkedHashMap<>();
            for (int c = width == 2 ? 1 : 0; c < width; c++) {
                double area = area(c);
                if (!Double.isNaN(area)) byClass.put(classes.get(c), area);
            }
            return Map.of("classes", byClass);
        }
    }
}
