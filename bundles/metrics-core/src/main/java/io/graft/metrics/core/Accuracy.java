package io.graft.metrics.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Metric;
import io.graft.api.model.MetricType;
import org.osgi.service.component.annotations.Component;

/** The share of rows whose highest score is that of the true class; of equal scores the first counts as highest. */
@Component(service = MetricType.class)
@ComponentName("accuracy")
public final class Accuracy implements MetricType<NoSettings> {
    @Override
    public Class<NoSettings> settings() {
        return NoSettings.class;
    }

    @Override
    public Metric create(NoSettings settings, Context context) {
        return new TopKMetric(1);
    }
}
