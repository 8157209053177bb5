package io.graft.layers.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Inputs;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** All axes of a row as one: {@code float[a, b] → float[a·b]}. Of a masked sequence it takes the masked positions along. */
@Component(service = LayerType.class)
@ComponentName("flatten")
public final class Flatten implements LayerType<NoSettings> {
    @Override
    public Class<NoSettings> settings() {
        return NoSettings.class;
    }

    @Override
    public Layer create(NoSettings settings, Context context) {
        return (g, x) -> {
            Inputs.numbers(g, "flatten", x);
            return x.shape().rank() == 2 ? x : g.op("Flatten", Map.of("axis", 1), x);
        };
    }
}
