package io.graft.layers.normalization;

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
import io.graft.api.settings.Min;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Layer normalization over the last axis (Ba, Kiros and Hinton, 2016), with a trained scale and bias. */
@Component(service = LayerType.class)
@ComponentName("layer-norm")
public final class LayerNorm implements LayerType<LayerNorm.Settings> {

    /** The settings. */
    public record Settings(
            @Default("1e-5") @Min(0) @Meaning("What is added to the variance before its root is taken.")
            double epsilon) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Layer create(Settings settings, Context context) {
        return (g, x) -> {
            Inputs.numbers(g, "layer-norm", x);
            Shape last = Shape.of(x.shape().last());
            Value scale = g.parameter("scale", last, Initializer.ones());
            Value bias = g.parameter("bias", last, Initializer.zeros());
            return g.op(
                    "LayerNormalization", Map.of("axis", -1, "epsilon", (float) settings.epsilon()), x, scale, bias);
        };
    }
}
