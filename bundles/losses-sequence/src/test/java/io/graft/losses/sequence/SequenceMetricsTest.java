package io.graft.losses.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.graft.api.model.Metric;
import io.graft.api.model.MetricType;
import io.graft.testkit.MetricContract;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The metrics of whole sequences. */
class SequenceMetricsTest {

    @Nested
    class LabelErrorRateTest extends MetricContract<NoSettings> {
        @Override
        protected MetricType<NoSettings> type() {
            return new LabelErrorRate();
        }

        @Override
        protected List<NoSettings> settings() {
            return List.of(new NoSettings());
        }

        @Test
        void editsAreCountedForEachTrueLabel() {
            Metric.Meter meter = create(new NoSettings()).open(List.of());
            meter.addSequence(new int[] {1, 2, 3}, 3, new int[] {1, 2, 3}, 3);
            assertEquals(0, meter.value());
            meter.addSequence(new int[] {1, 3, 9}, 2, new int[] {1, 2, 3}, 3); // 2 left out
            assertEquals(1 / 6.0, meter.value(), 1e-12);
            meter.addSequence(new int[] {4, 5}, 2, new int[] {6}, 1); // one replaced, one too many
            assertEquals(3 / 7.0, meter.value(), 1e-12);
            meter.addSequence(new int[0], 0, new int[] {1, 2}, 2);
            assertEquals(5 / 9.0, meter.value(), 1e-12);
        }

        @Test
        void singleClassesAreNotItsBusiness() {
            Metric.Meter meter = create(new NoSettings()).open(List.of());
            assertThrows(UnsupportedOperationException.class, () -> meter.add(new float[] {1}, 0, 1, 0, null, 0));
        }
    }

    @Nested
    class SequenceAccuracyTest extends MetricContract<NoSettings> {
        @Override
        protected MetricType<NoSettings> type() {
            return new SequenceAccuracy();
        }

        @Override
        protected List<NoSettings> settings() {
            return List.of(new NoSettings());
        }

        @Test
        void aRowCountsWhenAllItsLabelsAreRight() {
            Metric.Meter meter = create(new NoSettings()).open(List.of());
            meter.addSequence(new int[] {1, 2, 7}, 2, new int[] {1, 2}, 2);
            meter.addSequence(new int[] {1}, 1, new int[] {1, 2}, 2);
            assertEquals(0.5, meter.value());
        }
    }
}
