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

/** x where x ≥ 0, else alpha · (eˣ − 1) (Clevert et al., 2016). */
@Component(service = LayerType.class)
@ComponentName("elu")
public final class Elu implements LayerType<Elu.Settings> {

    /** The settings. */
    public record Settings(
            @Default("1") @Min(0) @Meaning("How far below 0 it goes.")
            double alpha) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Layer create(Settings settings, Context context) {
        return (g, x) -> {
            Inputs.numbers(g, "elu", x);
            return g.op("Elu", Map.of("alpha", (float) settings.alpha()), x);
        };
    }
}
