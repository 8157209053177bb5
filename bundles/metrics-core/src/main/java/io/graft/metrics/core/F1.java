package io.graft.metrics.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Metric;
import io.graft.api.model.MetricType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import org.osgi.service.component.annotations.Component;

/** The harmonic mean of precision and recall. */
@Component(service = MetricType.class)
@ComponentName("f1")
public final class F1 implements MetricType<F1.Settings> {

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
        return new PerClassMetric(PerClassMetric.Score.F1, settings.average());
    }
}
