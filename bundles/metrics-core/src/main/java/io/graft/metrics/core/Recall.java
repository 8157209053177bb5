package io.graft.metrics.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Metric;
import io.graft.api.model.MetricType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import org.osgi.service.component.annotations.Component;

/** Of the rows of a class, the share that was predicted as it. */
@Component(service = MetricType.class)
@ComponentName("recall")
public final class Recall implements MetricType<Recall.Settings> {

    /** The settings. */
    public record Settings(
            @Default("macro") @Meaning("How the classes are averaged: macro, micro or weighted.")
            Average average) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Metric create(Settings settings, Context context) {
        return new PerClassMetric(PerClassMetric.Score.RECALL, settings.average());
    }
}
