package io.graft.layers.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.graph.Activation;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.model.Inputs;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import io.graft.api.settings.Default;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Units;
import io.graft.api.settings.WeightInitializer;
import org.osgi.service.component.annotations.Component;

/** activation(x · weight + bias) over the last axis: {@code float[…, in] → float[…, units]}. */
@Component(service = LayerType.class)
@ComponentName("dense")
public final class Dense implements LayerType<Dense.Settings> {

    /** The settings. */
    public record Settings(
            @Meaning("The number of outputs: a whole number, or classes.")
            Units units,

            @Default("none") @Meaning("The function applied to each output.")
            Activation activation,

            @Default("true") @Meaning("Whether a number is added to each output.")
            boolean bias,

            @Default("glorot-uniform") @Meaning("How the weights begin; the bias begins at 0.")
            WeightInitializer initializer,

            @Default("0.05") @Min(0) @Meaning("The bound of the uniform, or the deviation of the normal initializer.")
            double scale) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Layer create(Settings settings, Context context) {
        return (g, x) -> {
            Inputs.numbers(g, "dense", x);
            int units = settings.units().in(g);
            Value weight = g.parameter(
                    "weight",
                    Shape.of(x.shape().last(), units),
                    settings.initializer().at(settings.scale()));
            Value y;
            if (settings.bias()) y = g.linear(x, weight, g.parameter("bias", Shape.of(units), Initializer.zeros()));
            else y = x.shape().rank() == 2 ? g.op("Gemm", x, weight) : g.matMul(x, weight);
            return settings.activation().apply(g, y);
        };
    }
}
