package io.graft.benchmark.words;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Shape;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Units;
import org.osgi.service.component.annotations.Component;

/** x · weight + bias. */
@Component(service = LayerType.class)
@ComponentName("benchmark-dense")
public final class WordsDense implements LayerType<WordsDense.Settings> {
    /** The settings. */
    public record Settings(
            @Meaning("The number of outputs.") Units units) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Layer create(Settings settings, Context context) {
        return (g, x) -> {
            int units = settings.units().in(g);
            return g.linear(
                    x,
                    g.parameter("weight", Shape.of(x.shape().last(), units), Initializer.glorotUniform()),
                    g.parameter("bias", Shape.of(units), Initializer.zeros()));
        };
    }
}
