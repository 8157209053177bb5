package io.graft.layers.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Inputs;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** x where x ≥ 0, else alpha · x (Maas et al., 2013). */
@Component(service = LayerType.class)
@ComponentName("leaky-relu")
public final class LeakyRelu implements LayerType<LeakyRelu.Settings> {

    /** The settings. */
    public record Settings(
            @Default("0.01") @Min(0) @Meaning("The slope below 0.")
            double alpha) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Layer create(Settings settings, Context context) {
        return (g, x) -> {
            Inputs.numbers(g, "leaky-relu", x);
            return g.op("LeakyRelu", Map.of("alpha", (float) settings.alpha()), x);
        };
    }
}
