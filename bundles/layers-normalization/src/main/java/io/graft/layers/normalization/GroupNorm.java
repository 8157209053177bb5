package io.graft.layers.normalization;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import org.osgi.service.component.annotations.Component;

/** Group normalization (Wu and He, 2018): mean 0 and variance 1 over each group of channels of a row, with a trained scale and bias. */
@Component(service = LayerType.class)
@ComponentName("group-norm")
public final class GroupNorm implements LayerType<GroupNorm.Settings> {

    /** The settings. */
    public record Settings(
            @Default("8") @Min(1) @Meaning("The number of groups that the channels divide into.")
            int groups,

            @Default("1e-5") @Min(0) @Meaning("What is added to the variance before its root is taken.")
            double epsilon) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Layer create(Settings settings, Context context) {
        return (g, x) -> Groups.normalize(g, "group-norm", x, channels -> settings.groups(), settings.epsilon());
    }
}
