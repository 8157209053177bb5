package io.graft.metrics.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Metric;
import io.graft.api.model.MetricType;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * The coefficient of determination, 1 − Σ (t − x)² / Σ (t − mean t)², averaged over the numbers of a row. Where all targets are equal it is 1 when
 * every answer is right, else 0, as scikit-learn has it; with fewer than two rows it is not defined.
 */
@Component(service = MetricType.class)
@ComponentName("r2")
public final class RSquared implements MetricType<NoSettings> {
    @Override
    public Class<NoSettings> settings() {
        return NoSettings.class;
    }

    @Override
    public Metric create(NoSettings settings, Context context) {
        return new Determination();
    }

    private record Determination() implements Metric {
        @Override
        public boolean higherIsBetter() {
            return true;
        }

        @Override
        public boolean forNumbers() {
            return true;
        }

        @Override
        public Meter open(List<String> classes) {
            return new Running();
        }
    }

    /** Means and squares by Welford's recurrence (1962), so that large targets lose no digits. */
    private static final class Running implements Metric.Meter {
        private long rows;
        private double[] mean = new double[0];
        private double[] spread;
        private double[] error;

        @Override
        public void add(float[] scores, int offset, int width, int label, float[] targets, int targetOffset) {
            if (rows++ == 0) {
                mean = new double[width];
                spread = new double[width];
                error = new double[width];
            }
            for (int i = 0; i < width; i++) {
                double target = targets[targetOffset + i];
                double before = target - mean[i];
                mean[i] += before / rows;
                spread[i] += before * (target - mean[i]);
                error[i] += (target - scores[offset + i]) * (target - scores[offset + i]);
            }
        }

        @Override
        public double value() {
            if (rows < 2) return Double.NaN;
            double sum = 0;
            for (int i = 0; i < mean.length; i++)
                sum += spread[i] == 0 ? (error[i] == 0 ? 1 : 0) : 1 - error[i] / spread[i];
            return sum / mean.length;
        }
    }
}
