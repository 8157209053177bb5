package io.graft.layers.attention;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Inputs;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import org.osgi.service.component.annotations.Component;

/**
 * Multi-head self-attention (Vaswani et al., 2017, section 3.2): {@code float[length, size] → float[length, size]}.
 *
 * <p>Dropout acts on what it gives, not on the weights of attention.
 */
@Component(service = LayerType.class)
@ComponentName("self-attention")
public final class SelfAttention implements LayerType<SelfAttention.Settings> {

    /** The settings. */
    public record Settings(
            @Default("4") @Min(1) @Meaning("The number of heads, which divides the size of the vectors.")
            int heads,

            @Default("false") @Meaning("Whether a position looks only at itself and those before it.")
            boolean causal,

            @Default("0") @Min(0) @Max(1) @Meaning("The share of elements zeroed while training, below 1.")
            double dropout) {
        /** Checks that something is left. */
        public Settings {
            Weights.checkDropout(dropout);
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Layer create(Settings settings, Context context) {
        return (g, x) -> {
            Inputs.sequence(g, "self-attention", x);
            return Weights.dropped(
                    g, MultiHead.self(g, "self-attention", x, settings.heads(), settings.causal()), settings.dropout());
        };
    }
}
