package io.graft.metrics.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Metric;
import io.graft.api.model.MetricType;
import org.osgi.service.component.annotations.Component;

/** The mean squared error, averaged over rows and over the numbers of a row. */
@Component(service = MetricType.class)
@ComponentName("mse")
public final class MeanSquaredError implements MetricType<NoSettings> {
    @Override
    public Class<NoSettings> settings() {
        return NoSettings.class;
    }

    @Override
    public Metric create(NoSettings settings, Context context) {
        return new ErrorMetric(d -> d * d);
    }
}
