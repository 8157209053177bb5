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

/** The learning rate is multiplied with a factor every epoch: factor^epoch. */
@Component(service = ScheduleType.class)
@ComponentName("exponential")
public final class ExponentialSchedule implements ScheduleType<ExponentialSchedule.Settings> {

    /** The settings. */
    public record Settings(
            @Default("0.95") @Min(0) @Max(1) @Meaning("What it is multiplied with after each epoch.")
            double factor) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Schedule create(Settings settings, Context context) {
        return moment -> Math.pow(settings.factor(), moment.epoch());
    }
}
