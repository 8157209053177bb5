package io.graft.layers.normalization;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import org.osgi.service.component.annotations.Component;

/** Instance normalization (Ulyanov et al., 2016): mean 0 and variance 1 over each channel of a row, with a trained scale and bias. */
@Component(service = LayerType.class)
@ComponentName("instance-norm")
public final class InstanceNorm implements LayerType<InstanceNorm.Settings> {

    /** The settings. */
    public record Settings(
            @Default("1e-5") @Min(0) @Meaning("What is added to the variance before its root is taken.")
            double epsilon) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Layer create(Settings settings, Context context) {
        return (g, x) -> Groups.normalize(g, "instance-norm", x, channels -> channels, settings.epsilon());
    }
}
