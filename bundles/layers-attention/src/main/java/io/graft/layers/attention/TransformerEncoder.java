package io.graft.layers.attention;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.graph.Activation;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import io.graft.api.model.Inputs;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import org.osgi.service.component.annotations.Component;

/** Encoder blocks of the Transformer (Vaswani et al., 2017, section 3.1): {@code float[length, size] → float[length, size]}. */
@Component(service = LayerType.class)
@ComponentName("transformer-encoder")
public final class TransformerEncoder implements LayerType<TransformerEncoder.Settings> {

    /** The settings. */
    public record Settings(
            @Default("1") @Min(1) @Max(64) @Meaning("The number of blocks, one on top of the other.")
            int layers,

            @Default("4") @Min(1) @Meaning("The number of heads, which divides the size of the vectors.")
            int heads,

            @Default("256") @Min(1) @Meaning("The size between the two dense layers of a block.")
            int hidden,

            @Default("gelu") @Meaning("The function between the two dense layers of a block.")
            Activation activation,

            @Default("0.1") @Min(0) @Max(1) @Meaning("The share of elements zeroed while training, below 1.")
            double dropout,

            @Default("true")
            @Meaning(
                    "Whether numbers are normalized before each sublayer and at the end, which trains more easily, rather than behind each.")
            boolean normFirst) {
        /** Checks that something is left. */
        public Settings {
            Weights.checkDropout(dropout);
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @SuppressWarnings("try") // a scope is only opened and closed
    @Override
    public Layer create(Settings s, Context context) {
        Block block =
                new Block("transformer-encoder", s.heads(), s.hidden(), s.activation(), s.dropout(), s.normFirst());
        return (g, x) -> {
            Inputs.sequence(g, "transformer-encoder", x);
            Value y = x;
            for (int i = 0; i < s.layers(); i++)
                try (GraphBuilder.Scope scope = g.scope(Integer.toString(i), "")) {
                    y = block.feedForward(g, block.attention(g, y, false));
                }
            return block.end(g, y).maskedLike(x);
        };
    }
}
