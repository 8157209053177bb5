package io.graft.metrics.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Metric;
import io.graft.api.model.MetricType;
import org.osgi.service.component.annotations.Component;

/** F1 where each row counts the same, which is accuracy. */
@Component(service = MetricType.class)
@ComponentName("micro-f1")
public final class MicroF1 implements MetricType<NoSettings> {
    @Override
    public Class<NoSettings> settings() {
        return NoSettings.class;
    }

    @Override
    public Metric create(NoSettings settings, Context context) {
        return new PerClassMetric(PerClassMetric.Score.F1, Average.MICRO);
    }
}
