package io.graft.optimizers.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Schedule;
import io.graft.api.model.ScheduleType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import org.osgi.service.component.annotations.Component;

/**
 * The learning rate falls along half a cosine over the whole run, step by step: min + (1 − min) · (1 + cos(π · step / steps)) / 2
 * (Loshchilov and Hutter, 2017, eq. 5, without restarts).
 */
@Component(service = ScheduleType.class)
@ComponentName("cosine")
public final class CosineSchedule implements ScheduleType<CosineSchedule.Settings> {

    /** The settings. */
    public record Settings(
            @Default("0") @Min(0) @Max(1) @Meaning("The share of the learning rate that is left at the end.")
            double min) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Schedule create(Settings settings, Context context) {
        return moment -> {
            double done = Math.min(1, (double) moment.step() / moment.steps());
            return settings.min() + (1 - settings.min()) * (1 + Math.cos(Math.PI * done)) / 2;
        };
    }
}
