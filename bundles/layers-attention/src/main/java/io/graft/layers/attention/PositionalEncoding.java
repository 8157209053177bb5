package io.graft.layers.attention;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.model.Inputs;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import org.osgi.service.component.annotations.Component;

/** Adds to each vector of a sequence one that tells its position: {@code float[length, size] → float[length, size]}. */
@Component(service = LayerType.class)
@ComponentName("positional-encoding")
public final class PositionalEncoding implements LayerType<PositionalEncoding.Settings> {

    /** Where the vectors of positions come from. */
    public enum Encoding {
        /** Sines and cosines (Vaswani et al., 2017, section 3.5). */
        SINUSOID,
        /** They are trained; they begin normal with a deviation of 0.02 (as in BERT). */
        LEARNED
    }

    /** The settings. */
    public record Settings(
            @Default("sinusoid") @Meaning("sinusoid: sines and cosines; learned: trained with the network.")
            Encoding encoding) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Layer create(Settings settings, Context context) {
        return (g, x) -> {
            Inputs.sequence(g, "positional-encoding", x);
            Shape table = Shape.of(x.shape().size(1), x.shape().last());
            Value positions = settings.encoding() == Encoding.SINUSOID
                    ? g.statistic("positions", table, Initializer.sinusoid())
                    : g.parameter("positions", table, Initializer.normal(0, 0.02));
            return g.add(x, positions);
        };
    }
}
