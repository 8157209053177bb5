package io.graft.losses.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Loss;
import io.graft.api.model.LossType;
import org.osgi.service.component.annotations.Component;

/** The mean squared error: (output − target)², averaged over the numbers of a row. */
@Component(service = LossType.class)
@ComponentName("mse")
public final class MeanSquaredError implements LossType<NoSettings> {
    @Override
    public Class<NoSettings> settings() {
        return NoSettings.class;
    }

    @Override
    public Loss create(NoSettings settings, Context context) {
        return new NumbersLoss("mse", (g, difference) -> g.square(difference));
    }
}
