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

/**
 * The learning rate falls when the validation loss stops falling: each time that it has not come down by minDelta for {@code patience}
 * epochs, the factor is applied again and the epochs are counted anew.
 *
 * <p>Computed from the losses so far alone, so a resumed run goes on as it would have. A loss that is not a number is no improvement.
 */
@Component(service = ScheduleType.class)
@ComponentName("plateau")
public final class PlateauSchedule implements ScheduleType<PlateauSchedule.Settings> {

    /** The settings. */
    public record Settings(
            @Default("10") @Min(1) @Unit("epochs") @Meaning("How many epochs without improvement are borne.")
            int patience,

            @Default("0.1") @Min(0) @Max(1) @Meaning("What the learning rate is multiplied with each time.")
            double factor,

            @Default("1e-4") @Min(0) @Meaning("By how much the loss must come down to count as improved.")
            double minDelta,

            @Default("0") @Min(0) @Max(1) @Meaning("The share of the learning rate below which it does not fall.")
            double min) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Schedule create(Settings settings, Context context) {
        return moment -> {
            double factor = 1;
            double best = Double.POSITIVE_INFINITY;
            int waited = 0;
            for (double loss : moment.validationLoss()) {
                if (loss < best - settings.minDelta()) {
                    best = loss;
                    waited = 0;
                } else if (++waited == settings.patience()) {
                    factor *= settings.factor();
                    waited = 0;
                }
            }
            return Math.max(settings.min(), factor);
        };
    }
}
