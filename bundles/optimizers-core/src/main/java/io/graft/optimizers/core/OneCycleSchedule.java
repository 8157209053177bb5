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
 * Up and down once: along half a cosine from 1 / startDivisor to 1, then down to 1 / (startDivisor · endDivisor) (Smith and Topin, 2017),
 * as PyTorch's {@code OneCycleLR}. The optimizer's learning rate is the peak.
 */
@Component(service = ScheduleType.class)
@ComponentName("one-cycle")
public final class OneCycleSchedule implements ScheduleType<OneCycleSchedule.Settings> {

    /** The settings. */
    public record Settings(
            @Default("0.3") @Min(0) @Max(1) @Meaning("The share of the run in which the learning rate grows.")
            double up,

            @Default("25") @Min(1) @Meaning("How many times smaller than the peak it begins.")
            double startDivisor,

            @Default("1e4") @Min(1) @Meaning("How many times smaller than at the beginning it ends.")
            double endDivisor) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Schedule create(Settings settings, Context context) {
        double start = 1 / settings.startDivisor();
        double end = start / settings.endDivisor();
        return moment -> {
            double peak = settings.up() * moment.steps() - 1;
            double last = Math.max(1, moment.steps() - 1);
            double step = Math.min(moment.step(), last);
            return step <= peak
                    ? between(start, 1, step / peak)
                    : between(1, end, (step - Math.max(0, peak)) / Math.max(1, last - Math.max(0, peak)));
        };
    }

    private static double between(double from, double to, double share) {
        return to + (from - to) * (1 + Math.cos(Math.PI * share)) / 2;
    }
}
