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
import org.osgi.service.component.annotations.Component;

/** x / √(mean(x²) + epsilon) · scale over the last axis, with a trained scale (Zhang and Sennrich, 2019). */
@Component(service = LayerType.class)
@ComponentName("rms-norm")
public final class RmsNorm implements LayerType<RmsNorm.Settings> {

    /** The settings. */
    public record Settings(
            @Default("1e-6") @Min(0) @Meaning("What is added to the mean of the squares before its root is taken.")
            double epsilon) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Layer create(Settings settings, Context context) {
        return (g, x) -> {
            Inputs.numbers(g, "rms-norm", x);
            Value scale = g.parameter("scale", Shape.of(x.shape().last()), Initializer.ones());
            Value squares = g.reduce("ReduceMean", g.square(x), true, -1);
            return g.mul(g.div(x, g.sqrt(g.add(squares, settings.epsilon()))), scale);
        };
    }
}
