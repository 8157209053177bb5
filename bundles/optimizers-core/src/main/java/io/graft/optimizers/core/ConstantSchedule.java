package io.graft.optimizers.core;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.model.Schedule;
import io.graft.api.model.ScheduleType;
import org.osgi.service.component.annotations.Component;

/** The learning rate stays as it is. */
@Component(service = ScheduleType.class)
@ComponentName("constant")
public final class ConstantSchedule implements ScheduleType<NoSettings> {

    @Override
    public Class<NoSettings> settings() {
        return NoSettings.class;
    }

    @Override
    public Schedule create(NoSettings settings, Context context) {
        return moment -> 1;
    }
}
