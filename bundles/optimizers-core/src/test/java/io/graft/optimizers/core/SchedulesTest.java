package io.graft.optimizers.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.graft.api.model.Schedule;
import io.graft.api.model.Schedule.Moment;
import io.graft.api.model.ScheduleType;
import io.graft.testkit.ScheduleContract;
import io.graft.testkit.SettingsRecords;
import io.graft.testkit.TestContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Every schedule keeps the contract and says what PyTorch's, or its own formula worked out by hand, says. */
class SchedulesTest {

    abstract static class Keeping<S extends Record> extends ScheduleContract<S> {
        private final ScheduleType<S> type;
        private final Object[] other;

        Keeping(ScheduleType<S> type, Object... other) {
            this.type = type;
            this.other = other;
        }

        @Override
        protected ScheduleType<S> type() {
            return type;
        }

        @Override
        protected List<S> settings() {
            return List.of(SettingsRecords.of(type.settings(), other));
        }

        Schedule with(Object... settings) {
            return type.create(SettingsRecords.of(type.settings(), settings), new TestContext());
        }
    }

    private static Moment step(long step, long steps) {
        return new Moment(step, steps, 1, List.of());
    }

    private static Moment epoch(int epoch) {
        return new Moment(3L * epoch + 1, 3, 100, List.of());
    }

    private static Moment after(Double... losses) {
        return new Moment(3L * losses.length, 3, 100, List.of(losses));
    }

    @Nested
    class ConstantTest extends Keeping<NoSettings> {
        ConstantTest() {
            super(new ConstantSchedule());
        }

        @Test
        void itIsAlwaysOne() {
            assertEquals(1, with().factor(epoch(50)));
        }
    }

    @Nested
    class StepTest extends Keeping<StepSchedule.Settings> {
        StepTest() {
            super(new StepSchedule());
        }

        @Test
        void itFallsEveryFewEpochs() {
            double[] expected = PyTorch.numbers("step");
            for (int epoch = 0; epoch < expected.length; epoch++)
                assertEquals(
                        expected[epoch], with("every", "5", "factor", "0.5").factor(epoch(epoch)), 1e-12);
        }
    }

    @Nested
    class ExponentialTest extends Keeping<ExponentialSchedule.Settings> {
        ExponentialTest() {
            super(new ExponentialSchedule());
        }

        @Test
        void itFallsEveryEpoch() {
            double[] expected = PyTorch.numbers("exponential");
            for (int epoch = 0; epoch < expected.length; epoch++)
                assertEquals(expected[epoch], with("factor", "0.9").factor(epoch(epoch)), 1e-12);
        }
    }

    @Nested
    class CosineTest extends Keeping<CosineSchedule.Settings> {
        CosineTest() {
            super(new CosineSchedule(), "min", "0.1");
        }

        @Test
        void itFallsAlongACosineStepByStep() {
            double[] expected = PyTorch.numbers("cosine");
            for (int step = 0; step < expected.length; step++)
                assertEquals(expected[step], with("min", "0.1").factor(step(step, 40)), 1e-12);
        }

        @Test
        void beyondThePlanItStaysAtItsEnd() {
            assertEquals(0.1, with("min", "0.1").factor(step(500, 40)), 1e-12);
        }
    }

    @Nested
    class OneCycleTest extends Keeping<OneCycleSchedule.Settings> {
        OneCycleTest() {
            super(new OneCycleSchedule());
        }

        @Test
        void itGoesUpAndDownAsPyTorchDoes() {
            double[] expected = PyTorch.numbers("one-cycle");
            for (int step = 0; step < expected.length; step++)
                assertEquals(expected[step], with().factor(step(step, 40)), 1e-12, "step " + step);
            double[] other = PyTorch.numbers("one-cycle-short");
            for (int step = 0; step < other.length; step++)
                assertEquals(
                        other[step],
                        with("up", "0.5", "startDivisor", "10", "endDivisor", "100")
                                .factor(step(step, 10)),
                        1e-12,
                        "step " + step);
        }
    }

    @Nested
    class WarmUpTest extends Keeping<WarmUpSchedule.Settings> {
        WarmUpTest() {
            super(new WarmUpSchedule(), "steps", "10");
        }

        @Test
        void itGrowsInAStraightLine() {
            Schedule schedule = with("steps", "4");
            assertEquals(0.25, schedule.factor(step(0, 100)), 1e-12);
            assertEquals(0.5, schedule.factor(step(1, 100)), 1e-12);
            assertEquals(1, schedule.factor(step(3, 100)), 1e-12);
            assertEquals(1, schedule.factor(step(70, 100)), 1e-12);
        }

        @Test
        void itsLengthMayBeGivenInEpochsAndItsStartAboveZero() {
            Schedule schedule = with("epochs", "2", "start", "0.5");
            assertEquals(0.5 + 0.5 / 6, schedule.factor(new Moment(0, 3, 10, List.of())), 1e-12);
            assertEquals(1, schedule.factor(new Moment(5, 3, 10, List.of())), 1e-12);
        }

        @Test
        void afterwardsItFollowsAnotherSchedule() {
            Schedule fall = moment -> 1 - moment.step() / 100.0;
            Schedule schedule = with("steps", "4", "then", Optional.of(fall));
            assertEquals(0.5 * 0.99, schedule.factor(step(1, 100)), 1e-12);
            assertEquals(0.6, schedule.factor(step(40, 100)), 1e-12);
        }

        @Test
        void itMustBeSaidOnceHowLongItTakes() {
            assertThrows(IllegalArgumentException.class, () -> with());
            assertThrows(IllegalArgumentException.class, () -> with("steps", "3", "epochs", "1"));
        }
    }

    @Nested
    class PlateauTest extends Keeping<PlateauSchedule.Settings> {
        PlateauTest() {
            super(new PlateauSchedule(), "patience", "2");
        }

        @Test
        void itFallsWhenTheLossDoesNot() {
            Schedule schedule = with("patience", "2", "factor", "0.5", "minDelta", "0.1");
            assertEquals(1, schedule.factor(after()));
            assertEquals(1, schedule.factor(after(2.0, 1.0, 0.95)));
            assertEquals(0.5, schedule.factor(after(2.0, 1.0, 0.95, 0.91)), "two epochs not 0.1 better than 1.0");
            assertEquals(0.5, schedule.factor(after(2.0, 1.0, 0.95, 0.91, 0.5, 0.5)));
            assertEquals(0.25, schedule.factor(after(2.0, 1.0, 0.95, 0.91, 0.5, 0.5, 0.5)));
        }

        @Test
        void itFallsAgainWhileNothingImprovesButNotBelowTheLeast() {
            List<Double> same = new ArrayList<>(Collections.nCopies(7, 1.0));
            assertEquals(
                    0.125,
                    with("patience", "2", "factor", "0.5").factor(new Moment(21, 3, 100, same)),
                    "the first epoch is the best, then three times two");
            assertEquals(
                    0.2, with("patience", "2", "factor", "0.5", "min", "0.2").factor(new Moment(21, 3, 100, same)));
        }

        @Test
        void aLossThatIsNotANumberIsNoImprovement() {
            assertEquals(0.1, with("patience", "1").factor(after(1.0, Double.NaN)), 1e-12);
        }
    }
}
