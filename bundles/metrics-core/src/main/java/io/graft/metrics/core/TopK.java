package io.graft.metrics.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Metric;
import io.graft.api.model.MetricType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import org.osgi.service.component.annotations.Component;

/** The share of rows whose true class is among the k highest scores. */
@Component(service = MetricType.class)
@ComponentName("top-k")
public final class TopK implements MetricType<TopK.Settings> {

    /** The settings. */
    public record Settings(
            @Default("5") @Min(1) @Meaning("How many of the highest scores may hold the true class.")
            int k) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Metric create(Settings settings, Context context) {
        return new TopKMetric(settings.k());
    }
}
