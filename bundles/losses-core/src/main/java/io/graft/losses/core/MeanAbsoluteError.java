package io.graft.losses.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Loss;
import io.graft.api.model.LossType;
import org.osgi.service.component.annotations.Component;

/** The mean absolute error: |output − target|, averaged over the numbers of a row. */
@Component(service = LossType.class)
@ComponentName("mae")
public final class MeanAbsoluteError implements LossType<NoSettings> {
    @Override
    public Class<NoSettings> settings() {
        return NoSettings.class;
    }

    @Override
    public Loss create(NoSettings settings, Context context) {
        return new NumbersLoss("mae", (g, difference) -> g.op("Abs", difference));
    }
}
