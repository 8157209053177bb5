package io.graft.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.model.Schedule;
import io.graft.api.model.Schedule.Moment;
import io.graft.api.model.ScheduleType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every schedule does.
 *
 * @param <S> the settings of the schedule
 */
public abstract class ScheduleContract<S extends Record> extends ComponentContract<S, Schedule> {

    @Override
    protected abstract ScheduleType<S> type();

    private static List<Moment> run() {
        List<Moment> moments = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        for (int step = 0; step < 5 * 20; step++) {
            if (step > 0 && step % 5 == 0) losses.add(1 + 1.0 / step);
            moments.add(new Moment(step, 5, 20, List.copyOf(losses)));
        }
        return moments;
    }

    @Test
    void everyFactorIsFiniteAndNotNegative() {
        for (S settings : settings()) {
            Schedule schedule = create(settings);
            for (Moment m : run()) {
                double factor = schedule.factor(m);
                assertTrue(Double.isFinite(factor) && factor >= 0, settings + " gives " + factor + " at " + m.step());
            }
        }
    }

    @Test
    void aResumedRunGoesOnAsItWouldHave() {
        for (S settings : settings()) {
            Schedule whole = create(settings);
            for (Moment m : run()) whole.factor(m);
            List<Moment> moments = run();
            for (int i = moments.size() - 1; i >= 0; i--)
                assertEquals(
                        create(settings).factor(moments.get(i)), whole.factor(moments.get(i)), settings + " at " + i);
        }
    }

    @Test
    void theShortestRunIsFine() {
        for (S settings : settings())
            assertTrue(Double.isFinite(create(settings).factor(new Moment(0, 1, 1, List.of()))));
    }
}
