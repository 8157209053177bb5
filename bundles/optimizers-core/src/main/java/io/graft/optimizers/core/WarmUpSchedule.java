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
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * The learning rate grows in a straight line to its full height, step by step, and follows another schedule.
 *
 * <p>The other schedule runs on the clock of the whole run, and what it says is multiplied with the height, so that nothing jumps when
 * the warm-up ends.
 */
@Component(service = ScheduleType.class)
@ComponentName("warm-up")
public final class WarmUpSchedule implements ScheduleType<WarmUpSchedule.Settings> {

    /** The settings. */
    public record Settings(
            @Min(1) @Unit("steps") @Meaning("How long it takes, in steps; give this or epochs.")
            Optional<Integer> steps,

            @Min(0) @Unit("epochs") @Meaning("How long it takes, in epochs; give this or steps.")
            Optional<Double> epochs,

            @Default("0") @Min(0) @Max(1) @Meaning("The share of the learning rate that it begins with.")
            double start,

            @Meaning("The schedule that it follows; left out, the learning rate stays at its full height.")
            Optional<Schedule> then) {
        /** Checks that it is said once how long it takes. */
        public Settings {
            if (steps.isPresent() == epochs.isPresent())
                throw new IllegalArgumentException("give either steps or epochs of warm-up");
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Schedule create(Settings settings, Context context) {
        return moment -> {
            double length = settings.steps()
                    .map(Integer::doubleValue)
                    .orElseGet(() -> settings.epochs().get() * moment.stepsPerEpoch());
            // the first step is one part of the way up, so that it is not lost when start is 0
            double done = length <= 0 ? 1 : Math.min(1, (moment.step() + 1) / length);
            double height = settings.start() + (1 - settings.start()) * done;
            return settings.then()
                    .map(schedule -> height * schedule.factor(moment))
                    .orElse(height);
        };
    }
}
