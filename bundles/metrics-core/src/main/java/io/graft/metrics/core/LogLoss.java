package io.graft.metrics.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Metric;
import io.graft.api.model.MetricType;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** The mean of −ln of the score of the true class, which is clipped to [ε, 1 − ε] with the ε of float32, 2⁻²³, as scikit-learn does. */
@Component(service = MetricType.class)
@ComponentName("log-loss")
public final class LogLoss implements MetricType<NoSettings> {
    @Override
    public Class<NoSettings> settings() {
        return NoSettings.class;
    }

    @Override
    public Metric create(NoSettings settings, Context context) {
        return new NegativeLogLikelihood();
    }

    private record NegativeLogLikelihood() implements Metric {
        @Override
        public boolean higherIsBetter() {
            return false;
        }

        @Override
        public Meter open(List<String> classes) {
            return new Summing();
        }
    }

    private static final class Summing implements Metric.Meter {
        private static final double EPSILON = 0x1p-23;

        private long rows;
        private double sum;

        @Override
        public void add(float[] scores, int offset, int width, int label, float[] targets, int targetOffset) {
            sum -= Math.log(Math.min(Math.max(scores[offset + label], EPSILON), 1 - EPSILON));
            rows++;
        }

        @Override
        public double value() {
            return rows == 0 ? Double.NaN : sum / rows;
        }
    }
}
