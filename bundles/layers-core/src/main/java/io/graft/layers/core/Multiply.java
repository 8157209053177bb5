package io.graft.layers.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import org.osgi.service.component.annotations.Component;

/** The product of several values, which {@code from: [a, b]} names, element by element, e.g. of a sequence and its gate. */
@Component(service = LayerType.class)
@ComponentName("multiply")
public final class Multiply implements LayerType<NoSettings> {
    @Override
    public Class<NoSettings> settings() {
        return NoSettings.class;
    }

    @Override
    public Layer create(NoSettings settings, Context context) {
        return new Joining("multiply", "Mul");
    }
}
