package io.graft.layers.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.Value;
import io.graft.api.model.Inputs;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import io.graft.api.settings.Meaning;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** x + layers(x) (He et al., 2016). The layers must give the shape that they take. */
@Component(service = LayerType.class)
@ComponentName("residual")
public final class Residual implements LayerType<Residual.Settings> {

    /** The settings. */
    public record Settings(
            @Meaning("The layers whose result is added to what they take.")
            List<Layer> layers) {
        /** Copies and checks. */
        public Settings {
            layers = List.copyOf(layers);
            if (layers.isEmpty()) throw new IllegalArgumentException("layers needs one layer or more");
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Layer create(Settings settings, Context context) {
        return (g, x) -> {
            Inputs.numbers(g, "residual", x);
            Value y = x;
            for (Layer layer : settings.layers()) y = layer.build(g, y);
            if (!y.shape().equals(x.shape()))
                throw new PipelineException(
                        ErrorCode.SHAPE_MISMATCH,
                        g.place(),
                        "residual adds what its layers give, " + Inputs.describe(y) + ", to what they take, "
                                + Inputs.describe(x) + "; end its layers with dense: { units: "
                                + x.shape().dim(-1) + " }, or put such a dense before the residual.");
            return g.add(x, y).maskedLike(x);
        };
    }
}
