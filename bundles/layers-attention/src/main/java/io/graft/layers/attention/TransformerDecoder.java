package io.graft.layers.attention;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
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
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * Decoder blocks of the Transformer (Vaswani et al., 2017, section 3.1): {@code float[length, size] → float[length, size]}.
 *
 * <p>A position looks at itself and those before it. With a second value, {@code from: [x, memory]}, each position looks at all positions of
 * that one too; the vectors of the two may differ in size.
 */
@Component(service = LayerType.class)
@ComponentName("transformer-decoder")
public final class TransformerDecoder implements LayerType<TransformerDecoder.Settings> {

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

    @Override
    public Layer create(Settings s, Context context) {
        return new Decoder(
                s.layers(),
                new Block("transformer-decoder", s.heads(), s.hidden(), s.activation(), s.dropout(), s.normFirst()));
    }

    private record Decoder(int layers, Block block) implements Layer {
        @Override
        public Value build(GraphBuilder g, Value x) {
            return build(g, List.of(x));
        }

        @SuppressWarnings("try") // a scope is only opened and closed
        @Override
        public Value build(GraphBuilder g, List<Value> inputs) {
            if (inputs.size() > 2)
                throw new PipelineException(
                        ErrorCode.SHAPE_MISMATCH,
                        g.place(),
                        "transformer-decoder takes a sequence and perhaps another one to look at, but 'from' names "
                                + inputs.size() + ".");
            for (Value x : inputs) Inputs.sequence(g, "transformer-decoder", x);
            Value y = inputs.get(0);
            for (int i = 0; i < layers; i++)
                try (GraphBuilder.Scope scope = g.scope(Integer.toString(i), "")) {
                    y = block.attention(g, y, true);
                    if (inputs.size() == 2) y = block.crossAttention(g, y, inputs.get(1));
                    y = block.feedForward(g, y);
                }
            return block.end(g, y).maskedLike(inputs.get(0));
        }
    }
}
