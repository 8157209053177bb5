package io.graft.metrics.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Metric;
import io.graft.api.model.MetricType;
import org.osgi.service.component.annotations.Component;

/** F1 where each class counts as often as it is the label. */
@Component(service = MetricType.class)
@ComponentName("weighted-f1")
public final class WeightedF1 implements MetricType<NoSettings> {
    @Override
    public Class<NoSettings> settings() {
        return NoSettings.class;
    }

    @Override
    public Metric create(NoSettings settings, Context context) {
        return new PerClassMetric(PerClassMetric.Score.F1, Average.WEIGHTED);
    }
}
