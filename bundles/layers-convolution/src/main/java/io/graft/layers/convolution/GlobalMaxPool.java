package io.graft.layers.convolution;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Inputs;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import org.osgi.service.component.annotations.Component;

/** The greatest element of each channel of a sequence or an image: {@code float[channels]}. Of a masked sequence over its real positions. */
@Component(service = LayerType.class)
@ComponentName("global-max-pool")
public final class GlobalMaxPool implements LayerType<NoSettings> {
    @Override
    public Class<NoSettings> settings() {
        return NoSettings.class;
    }

    @Override
    public Layer create(NoSettings settings, Context context) {
        return (g, x) -> {
            Inputs.field(g, "global-max-pool", x);
            return x.shape().rank() == 3 ? g.pool(x, "max") : Field.flat(g, g.op("GlobalMaxPool", x));
        };
    }
}
