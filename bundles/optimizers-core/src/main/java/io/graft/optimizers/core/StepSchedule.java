package io.graft.optimizers.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Schedule;
import io.graft.api.model.ScheduleType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import org.osgi.service.component.annotations.Component;

/** The learning rate is multiplied with a factor every few epochs: factor^⌊epoch / every⌋. */
@Component(service = ScheduleType.class)
@ComponentName("step")
public final class StepSchedule implements ScheduleType<StepSchedule.Settings> {

    /** The settings. */
    public record Settings(
            @Default("10") @Min(1) @Unit("epochs") @Meaning("After how many epochs it falls, again and again.")
            int every,

            @Default("0.1") @Min(0) @Max(1) @Meaning("What it is multiplied with each time.")
            double factor) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Schedule create(Settings settings, Context context) {
        return moment -> Math.pow(settings.factor(), moment.epoch() / settings.every());
    }
}
