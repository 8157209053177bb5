package io.graft.layers.normalization;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.model.Inputs;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/**
 * Batch normalization (Ioffe and Szegedy, 2015): while training with the mean and variance of the batch, in use with running ones.
 *
 * <p>Channels are the elements of {@code float[n]}, the last axis of a sequence {@code float[length, n]}, and the first axis of an image
 * {@code float[n, height, width]}. In a sequence masked positions count too.
 */
@Component(service = LayerType.class)
@ComponentName("batch-norm")
public final class BatchNorm implements LayerType<BatchNorm.Settings> {

    /** The settings. */
    public record Settings(
            @Default("0.9") @Min(0) @Max(1) @Meaning("How much of the running mean and variance stays at each step.")
            double momentum,

            @Default("1e-5") @Min(0) @Meaning("What is added to the variance before its root is taken.")
            double epsilon) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Layer create(Settings settings, Context context) {
        return (g, x) -> {
            Inputs.numbers(g, "batch-norm", x);
            if (x.shape().rank() != 3) return normalize(g, x, settings);
            Map<String, Object> swap = Map.of("perm", List.of(0, 2, 1));
            // without the mask in between: it belongs to axis 1, which is the channels' for a moment
            Value channelsFirst = g.op("Transpose", swap, x.unmasked());
            return g.op("Transpose", swap, normalize(g, channelsFirst.unmasked(), settings))
                    .maskedLike(x);
        };
    }

    private static Value normalize(GraphBuilder g, Value x, Settings settings) {
        Shape channels = Shape.of(x.shape().size(1));
        return g.op(
                "BatchNormalization",
                Map.of("epsilon", (float) settings.epsilon(), "momentum", (float) settings.momentum()),
                x,
                g.parameter("scale", channels, Initializer.ones()),
                g.parameter("bias", channels, Initializer.zeros()),
                g.statistic("mean", channels, Initializer.zeros()),
                g.statistic("variance", channels, Initializer.ones()));
    }
}
