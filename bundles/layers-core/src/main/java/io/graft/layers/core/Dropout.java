package io.graft.layers.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Inputs;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** While training, zeroes elements at random and multiplies the others with 1 / (1 − rate) (Srivastava et al., 2014); in use changes nothing. */
@Component(service = LayerType.class)
@ComponentName("dropout")
public final class Dropout implements LayerType<Dropout.Settings> {

    /** The settings. */
    public record Settings(
            @Default("0.5") @Min(0) @Max(1) @Meaning("The share of elements that are zeroed, below 1.")
            double rate) {
        /** Checks that something is left. */
        public Settings {
            if (rate >= 1)
                throw new IllegalArgumentException("a rate of " + rate + " leaves nothing; write a number below 1");
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Layer create(Settings settings, Context context) {
        return (g, x) -> {
            Inputs.numbers(g, "dropout", x);
            return settings.rate() == 0 ? x : g.op("Dropout", Map.of("ratio", (float) settings.rate()), x);
        };
    }
}
