package io.graft.metrics.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Metric;
import io.graft.api.model.MetricType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** How often each class was taken for each. The value is the accuracy; the details hold the matrix, true classes down, predicted ones across. */
@Component(service = MetricType.class)
@ComponentName("confusion-matrix")
public final class ConfusionMatrix implements MetricType<NoSettings> {
    @Override
    public Class<NoSettings> settings() {
        return NoSettings.class;
    }

    @Override
    public Metric create(NoSettings settings, Context context) {
        return new Matrix();
    }

    private record Matrix() implements Metric {
        @Override
        public boolean higherIsBetter() {
            return true;
        }

        @Override
        public Meter open(List<String> classes) {
            return new Counting(new Confusion(classes));
        }
    }

    private record Counting(Confusion confusion) implements Metric.Meter {
        @Override
        public void add(float[] scores, int offset, int width, int label, float[] targets, int targetOffset) {
            confusion.add(scores, offset, width, label);
        }

        @Override
        public double value() {
            return confusion.accuracy();
        }

        @Override
        public Map<String, Object> details() {
            List<Object> matrix = new ArrayList<>();
            int n = confusion.classes().size();
            for (int label = 0; label < n; label++) {
                List<Object> row = new ArrayList<>();
                for (int predicted = 0; predicted < n; predicted++) row.add(confusion.count(label, predicted));
                matrix.add(row);
            }
            return Map.of("classes", confusion.classes(), "matrix", matrix);
        }
    }
}
