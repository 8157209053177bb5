package io.graft.metrics.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Every metric keeps the contract and gives what the examples in scikit-learn's documentation give. */
class MetricsTest {
    /** The example of precision_score, recall_score and f1_score. */
    private static final int[] LABELS = {0, 1, 2, 0, 1, 2};

    private static final int[] PREDICTIONS = {0, 2, 1, 0, 0, 1};

    @Nested
    class AccuracyTest extends Measured<NoSettings> {
        AccuracyTest() {
            super(new Accuracy(), with());
        }

        @Test
        void itIsTheShareOfRightPredictions() {
            assertEquals(
                    0.5,
                    predicted(4, new int[] {0, 1, 2, 3}, new int[] {0, 2, 1, 3}).value());
        }

        @Test
        void ofEqualScoresTheFirstCounts() {
            assertEquals(
                    0.5,
                    scored(new int[] {0, 1}, new float[][] {{0.5f, 0.5f}, {0.5f, 0.5f}})
                            .value());
        }

        @Test
        void scoresThatAreNotNumbersAreWrong() {
            assertEquals(
                    0,
                    scored(new int[] {0}, new float[][] {{Float.NaN, Float.NaN}})
                            .value());
        }
    }

    @Nested
    class TopKTest extends Measured<TopK.Settings> {
        TopKTest() {
            super(new TopK(), with("k", "1"), with("k", "2"));
        }

        @Test
        void itIsTheShareOfRowsWhoseClassIsAmongTheHighest() {
            float[][] scores = {{0.5f, 0.2f, 0.2f}, {0.3f, 0.4f, 0.2f}, {0.2f, 0.4f, 0.3f}, {0.7f, 0.2f, 0.1f}};
            assertEquals(0.75, scored(new int[] {0, 1, 2, 2}, scores, "k", "2").value());
            assertEquals(1, scored(new int[] {0, 1, 2, 2}, scores, "k", "3").value());
            assertEquals(1, scored(new int[] {0, 1, 2, 2}, scores).value(), "5 of 3 is all");
        }
    }

    @Nested
    class PrecisionTest extends Measured<Precision.Settings> {
        PrecisionTest() {
            super(new Precision(), with(), with("average", "micro"), with("average", "weighted"));
        }

        @Test
        void itIsThatOfScikitLearn() {
            assertEquals(2.0 / 9, predicted(3, LABELS, PREDICTIONS).value(), 1e-12);
            assertEquals(
                    1.0 / 3,
                    predicted(3, LABELS, PREDICTIONS, "average", "micro").value(),
                    1e-12);
            assertEquals(
                    2.0 / 9,
                    predicted(3, LABELS, PREDICTIONS, "average", "weighted").value(),
                    1e-12);
            assertEquals(
                    Map.of("classes", Map.of("c0", 2.0 / 3, "c1", 0.0, "c2", 0.0)),
                    predicted(3, LABELS, PREDICTIONS).details());
        }

        @Test
        void aClassThatIsNeverPredictedHasAPrecisionOfZero() {
            assertEquals(
                    (0.5 + 0) / 2,
                    predicted(2, new int[] {0, 1}, new int[] {0, 0}).value(),
                    1e-12);
        }
    }

    @Nested
    class RecallTest extends Measured<Recall.Settings> {
        RecallTest() {
            super(new Recall(), with(), with("average", "micro"), with("average", "weighted"));
        }

        @Test
        void itIsThatOfScikitLearn() {
            assertEquals(1.0 / 3, predicted(3, LABELS, PREDICTIONS).value(), 1e-12);
            assertEquals(
                    1.0 / 3,
                    predicted(3, LABELS, PREDICTIONS, "average", "micro").value(),
                    1e-12);
            assertEquals(
                    1.0 / 3,
                    predicted(3, LABELS, PREDICTIONS, "average", "weighted").value(),
                    1e-12);
        }
    }

    @Nested
    class F1Test extends Measured<F1.Settings> {
        F1Test() {
            super(new F1(), with(), with("average", "micro"), with("average", "weighted"));
        }

        @Test
        void itIsThatOfScikitLearn() {
            assertEquals(0.8 / 3, predicted(3, LABELS, PREDICTIONS).value(), 1e-12);
            assertEquals(
                    1.0 / 3,
                    predicted(3, LABELS, PREDICTIONS, "average", "micro").value(),
                    1e-12);
            assertEquals(
                    0.8 / 3,
                    predicted(3, LABELS, PREDICTIONS, "average", "weighted").value(),
                    1e-12);
        }

        @Test
        void classesCountByTheirRowsWhenWeighted() {
            // class 0: 3 rows, F1 6/7 (3 hits, 4 predicted); class 1: 1 row, never predicted
            int[] labels = {0, 0, 0, 1};
            int[] predictions = {0, 0, 0, 0};
            assertEquals(6.0 / 7 / 2, predicted(2, labels, predictions).value(), 1e-12);
            assertEquals(
                    6.0 / 7 * 3 / 4,
                    predicted(2, labels, predictions, "average", "weighted").value(),
                    1e-12);
        }

        @Test
        void aClassThatDoesNotOccurDoesNotCount() {
            int[] labels = {0, 1, 0};
            int[] predictions = {0, 1, 1};
            assertEquals(
                    predicted(2, labels, predictions).value(),
                    predicted(5, labels, predictions).value(),
                    1e-12);
        }
    }

    @Nested
    class MacroF1Test extends Measured<NoSettings> {
        MacroF1Test() {
            super(new MacroF1(), with());
        }

        @Test
        void itIsF1AveragedOverClasses() {
            assertEquals(0.8 / 3, predicted(3, LABELS, PREDICTIONS).value(), 1e-12);
        }
    }

    @Nested
    class MicroF1Test extends Measured<NoSettings> {
        MicroF1Test() {
            super(new MicroF1(), with());
        }

        @Test
        void itIsAccuracy() {
            assertEquals(1.0 / 3, predicted(3, LABELS, PREDICTIONS).value(), 1e-12);
        }
    }

    @Nested
    class WeightedF1Test extends Measured<NoSettings> {
        WeightedF1Test() {
            super(new WeightedF1(), with());
        }

        @Test
        void itIsF1WeightedByRows() {
            assertEquals(
                    6.0 / 7 * 3 / 4,
                    predicted(2, new int[] {0, 0, 0, 1}, new int[] {0, 0, 0, 0}).value(),
                    1e-12);
        }
    }

    @Nested
    class ConfusionMatrixTest extends Measured<NoSettings> {
        ConfusionMatrixTest() {
            super(new ConfusionMatrix(), with());
        }

        @Test
        void trueClassesGoDownAndPredictedOnesAcross() {
            var meter = predicted(3, new int[] {2, 0, 2, 2, 0, 1}, new int[] {0, 0, 2, 2, 0, 2});
            assertEquals(
                    Map.of(
                            "classes",
                            List.of("c0", "c1", "c2"),
                            "matrix",
                            List.of(List.of(2L, 0L, 0L), List.of(0L, 0L, 1L), List.of(1L, 0L, 2L))),
                    meter.details());
            assertEquals(4.0 / 6, meter.value(), 1e-12);
        }
    }

    @Nested
    class RocAucTest extends Measured<NoSettings> {
        RocAucTest() {
            super(new RocAuc(), with());
        }

        private double second(int[] labels, float... scores) {
            float[][] both = new float[scores.length][];
            for (int i = 0; i < scores.length; i++) both[i] = new float[] {1 - scores[i], scores[i]};
            return scored(labels, both).value();
        }

        @Test
        void ofTwoClassesTheSecondIsJudged() {
            assertEquals(0.75, second(new int[] {0, 0, 1, 1}, 0.1f, 0.4f, 0.35f, 0.8f), 1e-12);
            assertEquals(1, second(new int[] {0, 0, 1, 1}, 0.1f, 0.2f, 0.35f, 0.8f), 1e-12);
            assertEquals(0, second(new int[] {1, 1, 0, 0}, 0.1f, 0.2f, 0.35f, 0.8f), 1e-12);
        }

        @Test
        void tiesCountHalf() {
            assertEquals(0.5, second(new int[] {0, 1, 0, 1}, 0.3f, 0.3f, 0.3f, 0.3f), 1e-12);
            assertEquals((1 + 0.5 + 1 + 1) / 4, second(new int[] {0, 0, 1, 1}, 0.1f, 0.5f, 0.5f, 0.9f), 1e-12);
        }

        @Test
        void ofMoreClassesItIsTheMeanOfEachAgainstTheRest() {
            // class 0: its 0.8 lies above 0.3 and 0.2: 1; class 1: 0.4 above 0.1, below 0.5: 1/2; class 2: 0.3 above
            // 0.1 and 0.2: 1
            float[][] scores = {{0.8f, 0.1f, 0.1f}, {0.3f, 0.4f, 0.2f}, {0.2f, 0.5f, 0.3f}};
            assertEquals(2.5 / 3, scored(new int[] {0, 1, 2}, scores).value(), 1e-12);
            assertEquals(
                    Map.of("classes", Map.of("c0", 1.0, "c1", 0.5, "c2", 1.0)),
                    scored(new int[] {0, 1, 2}, scores).details());
        }

        @Test
        void aClassWithoutRowsIsLeftOutAndOneClassAloneCannotBeJudged() {
            float[][] scores = {{0.8f, 0.1f, 0.1f}, {0.3f, 0.4f, 0.2f}};
            assertEquals(1, scored(new int[] {0, 1}, scores).value(), 1e-12);
            assertTrue(Double.isNaN(scored(new int[] {1, 1}, scores).value()));
        }
    }

    @Nested
    class LogLossTest extends Measured<NoSettings> {
        LogLossTest() {
            super(new LogLoss(), with());
        }

        @Test
        void itIsThatOfScikitLearn() {
            float[][] scores = {{0.1f, 0.9f}, {0.9f, 0.1f}, {0.8f, 0.2f}, {0.35f, 0.65f}};
            assertEquals(
                    0.21616187468057912, scored(new int[] {1, 0, 0, 1}, scores).value(), 1e-7);
        }

        @Test
        void aScoreOfZeroIsClipped() {
            assertEquals(
                    23 * Math.log(2),
                    scored(new int[] {0}, new float[][] {{0, 1}}).value(),
                    1e-12);
        }
    }

    /** The examples of mean_squared_error, mean_absolute_error and r2_score. */
    private static final float[][] TARGETS = {{3}, {-0.5f}, {2}, {7}};

    private static final float[][] ANSWERS = {{2.5f}, {0}, {2}, {8}};
    private static final float[][] TWO_TARGETS = {{0.5f, 1}, {-1, 1}, {7, -6}};
    private static final float[][] TWO_ANSWERS = {{0, 2}, {-1, 2}, {8, -5}};

    @Nested
    class MeanSquaredErrorTest extends Measured<NoSettings> {
        MeanSquaredErrorTest() {
            super(new MeanSquaredError(), with());
        }

        @Test
        void itIsThatOfScikitLearn() {
            assertEquals(0.375, numbers(TARGETS, ANSWERS).value(), 1e-12);
            assertEquals(0.7083333333333334, numbers(TWO_TARGETS, TWO_ANSWERS).value(), 1e-12);
        }
    }

    @Nested
    class MeanAbsoluteErrorTest extends Measured<NoSettings> {
        MeanAbsoluteErrorTest() {
            super(new MeanAbsoluteError(), with());
        }

        @Test
        void itIsThatOfScikitLearn() {
            assertEquals(0.5, numbers(TARGETS, ANSWERS).value(), 1e-12);
            assertEquals(0.75, numbers(TWO_TARGETS, TWO_ANSWERS).value(), 1e-12);
        }
    }

    @Nested
    class RSquaredTest extends Measured<NoSettings> {
        RSquaredTest() {
            super(new RSquared(), with());
        }

        @Test
        void itIsThatOfScikitLearn() {
            assertEquals(0.9486081370449679, numbers(TARGETS, ANSWERS).value(), 1e-12);
            assertEquals(
                    (0.9654377880184332 + 0.9081632653061225) / 2,
                    numbers(TWO_TARGETS, TWO_ANSWERS).value(),
                    1e-12);
            assertEquals(
                    0,
                    numbers(new float[][] {{1}, {2}, {3}}, new float[][] {{2}, {2}, {2}})
                            .value(),
                    1e-12);
            assertEquals(
                    -3,
                    numbers(new float[][] {{1}, {2}, {3}}, new float[][] {{3}, {2}, {1}})
                            .value(),
                    1e-12);
        }

        @Test
        void ofEqualTargetsItIsOneWhenRightAndZeroOtherwise() {
            assertEquals(
                    1,
                    numbers(new float[][] {{-2}, {-2}}, new float[][] {{-2}, {-2}})
                            .value());
            assertEquals(
                    0,
                    numbers(new float[][] {{-2}, {-2}}, new float[][] {{-2}, {-1}})
                            .value());
        }

        @Test
        void ofOneRowItIsNotDefined() {
            assertTrue(Double.isNaN(
                    numbers(new float[][] {{1}}, new float[][] {{1}}).value()));
        }

        @Test
        void largeTargetsLoseNoDigits() {
            float[][] far = {{1e6f}, {1e6f + 1}, {1e6f + 2}};
            assertEquals(
                    0.5,
                    numbers(far, new float[][] {{1e6f}, {1e6f + 1}, {1e6f + 1}}).value(),
                    1e-9);
        }
    }
}
