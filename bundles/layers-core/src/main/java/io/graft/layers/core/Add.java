package io.graft.layers.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import org.osgi.service.component.annotations.Component;

/** The sum of several values, which {@code from: [a, b]} names, element by element. */
@Component(service = LayerType.class)
@ComponentName("add")
public final class Add implements LayerType<NoSettings> {
    @Override
    public Class<NoSettings> settings() {
        return NoSettings.class;
    }

    @Override
    public Layer create(NoSettings settings, Context context) {
        return new Joining("add", "Add");
    }
}
