package io.graft.losses.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.graph.Value;
import io.graft.api.model.Loss;
import io.graft.api.model.LossType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import org.osgi.service.component.annotations.Component;

/**
 * Huber's loss (1964), averaged over the numbers of a row: ½ d² where |d| ≤ delta, else delta · (|d| − ½ delta).
 *
 * <p>Written as ½ c² + delta · (|d| − c) with c = min(|d|, delta), which is the same without a branch.
 */
@Component(service = LossType.class)
@ComponentName("huber")
public final class Huber implements LossType<Huber.Settings> {

    /** The settings. */
    public record Settings(
            @Default("1") @Min(1e-6) @Meaning("The difference at which the loss turns from a square to a line.")
            double delta) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Loss create(Settings settings, Context context) {
        return new NumbersLoss("huber", (g, difference) -> {
            Value far = g.op("Abs", difference);
            Value near = g.op("Min", far, g.constant(settings.delta()));
            return g.add(g.mul(g.square(near), 0.5), g.mul(g.sub(far, near), settings.delta()));
        });
    }
}
