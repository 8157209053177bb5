package io.graft.layers.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Inputs;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import org.osgi.service.component.annotations.Component;

/** The sum of a sequence, over its unmasked positions: {@code float[length, size] → float[size]}. Nothing unmasked gives zeros. */
@Component(service = LayerType.class)
@ComponentName("sum-pool")
public final class SumPool implements LayerType<NoSettings> {
    @Override
    public Class<NoSettings> settings() {
        return NoSettings.class;
    }

    @Override
    public Layer create(NoSettings settings, Context context) {
        return (g, x) -> {
            Inputs.sequence(g, "sum-pool", x);
            return g.pool(x, "sum");
        };
    }
}
