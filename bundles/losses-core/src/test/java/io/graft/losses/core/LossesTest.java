package io.graft.losses.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.Operator;
import io.graft.api.model.LossType;
import io.graft.testkit.LossContract;
import io.graft.testkit.SettingsRecords;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Every loss keeps the contract, and its value and gradient are those of PyTorch. */
class LossesTest {

    /** A loss with its settings. */
    abstract static class Kept<S extends Record> extends LossContract<S> {
        private final LossType<S> type;
        private final List<S> settings = new ArrayList<>();

        Kept(LossType<S> type, Object[]... settings) {
            this.type = type;
            for (Object[] s : settings) this.settings.add(SettingsRecords.of(type.settings(), s));
        }

        static Object[] with(Object... settings) {
            return settings;
        }

        @Override
        protected LossType<S> type() {
            return type;
        }

        @Override
        protected List<S> settings() {
            return settings;
        }

        /** Holds value and gradient against pytorch.txt. */
        void assertPyTorch(String name, Object... with) {
            Computed computed = Computed.of(type, 3, 3, with);
            assertArrayEquals(PyTorch.numbers(name), computed.lossAndGradient(), 1e-7, name);
        }
    }

    @Nested
    class MeanSquaredErrorTest extends Kept<NoSettings> {
        MeanSquaredErrorTest() {
            super(new MeanSquaredError(), with());
        }

        @Test
        void itIsThatOfPyTorch() {
            assertPyTorch("mse");
        }

        @Test
        void anotherNumberOfOutputsIsRefused() {
            var e = assertThrows(PipelineException.class, () -> Computed.of(new MeanSquaredError(), 4, 3));
            assertEquals(ErrorCode.SHAPE_MISMATCH, e.code());
            assertEquals(
                    "mse compares 4 outputs with 3 numbers of the data; end the network with dense: { units: 3 }.",
                    e.getMessage());
        }
    }

    @Nested
    class MeanAbsoluteErrorTest extends Kept<NoSettings> {
        MeanAbsoluteErrorTest() {
            super(new MeanAbsoluteError(), with());
        }

        @Test
        void itIsThatOfPyTorch() {
            assertPyTorch("mae");
        }
    }

    @Nested
    class HuberTest extends Kept<Huber.Settings> {
        HuberTest() {
            super(new Huber(), with(), with("delta", "0.3"));
        }

        @Test
        void itIsThatOfPyTorch() {
            assertPyTorch("huber");
            assertPyTorch("huber 0.5", "delta", "0.5");
        }
    }

    @Nested
    class CrossEntropyTest extends Kept<CrossEntropy.Settings> {
        CrossEntropyTest() {
            super(
                    new CrossEntropy(),
                    with(),
                    with("smoothing", "0.1"),
                    with("labels", "soft"),
                    with("labels", "soft", "smoothing", "0.2"));
        }

        @Test
        void itIsThatOfPyTorch() {
            assertPyTorch("cross-entropy");
            assertPyTorch("cross-entropy smoothing", "smoothing", "0.1");
            assertPyTorch("cross-entropy weights", "classWeights", "1, 2, 0.5");
            assertPyTorch("cross-entropy weights smoothing", "classWeights", "1, 2, 0.5", "smoothing", "0.1");
            assertPyTorch("cross-entropy soft", "labels", "soft");
            assertPyTorch(
                    "cross-entropy soft weights smoothing",
                    "labels",
                    "soft",
                    "classWeights",
                    "1, 2, 0.5",
                    "smoothing",
                    "0.1");
        }

        @Test
        void plainItIsOneOperatorThatEnginesHaveAKernelFor() {
            List<String> operators = Computed.of(new CrossEntropy(), 3, 3).graph().operators().stream()
                    .map(Operator::type)
                    .toList();
            assertTrue(operators.contains("SoftmaxCrossEntropyLoss"), operators.toString());
            assertTrue(!operators.contains("LogSoftmax"), operators.toString());
        }

        @Test
        void anotherNumberOfOutputsThanClassesIsRefused() {
            var e = assertThrows(PipelineException.class, () -> Computed.of(new CrossEntropy(), 12, 10));
            assertEquals(ErrorCode.SHAPE_MISMATCH, e.code());
            assertEquals(
                    "cross-entropy needs one output for each of the 10 classes, but the network gives 12; end it with dense: { units: classes }.",
                    e.getMessage());
        }

        @Test
        void anotherNumberOfWeightsThanClassesIsRefused() {
            var e = assertThrows(
                    PipelineException.class, () -> Computed.of(new CrossEntropy(), 3, 3, "classWeights", "1, 2"));
            assertEquals(ErrorCode.BAD_SETTING, e.code());
            assertTrue(e.getMessage().startsWith("classWeights has 2 numbers for 3 classes"), e.getMessage());
        }

        @Test
        void settingsThatMakeNoSenseAreRefused() {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> SettingsRecords.of(CrossEntropy.Settings.class, "smoothing", "1"));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> SettingsRecords.of(CrossEntropy.Settings.class, "classWeights", "1, -1"));
        }
    }

    @Nested
    class BinaryCrossEntropyTest extends Kept<NoSettings> {
        BinaryCrossEntropyTest() {
            super(new BinaryCrossEntropy(), with());
        }

        @Test
        void itIsThatOfPyTorch() {
            assertPyTorch("binary-cross-entropy");
        }

        @Test
        void ofTwoClassesOneOutputIsEnough() {
            Computed computed = Computed.of(new BinaryCrossEntropy(), 1, 2);
            assertArrayEquals(PyTorch.numbers("binary-cross-entropy one output"), computed.lossAndGradient(), 1e-7);
            double[] scores = computed.scores();
            assertEquals(8, scores.length, "a score for each of two classes");
            assertEquals(1 / (1 + Math.exp(-2 * Math.sin(1))), scores[1], 1e-12, "the output stands for the second");
            assertEquals(1, scores[0] + scores[1], 1e-12);
        }
    }

    @Nested
    class HingeTest extends Kept<Hinge.Settings> {
        HingeTest() {
            super(new Hinge(), with(), with("margin", "0.5"));
        }

        @Test
        void itIsThatOfPyTorch() {
            assertPyTorch("hinge");
            assertPyTorch("hinge 0.5", "margin", "0.5");
        }
    }

    @Nested
    class KullbackLeiblerTest extends Kept<NoSettings> {
        KullbackLeiblerTest() {
            super(new KullbackLeibler(), with());
        }

        @Test
        void itIsThatOfPyTorch() {
            assertPyTorch("kullback-leibler");
        }
    }

    @Nested
    class FocalTest extends Kept<Focal.Settings> {
        FocalTest() {
            super(new Focal(), with(), with("gamma", "0"), with("gamma", "0.5"), with("alpha", "1, 2, 0.5"));
        }

        @Test
        void itIsThatOfThePaper() {
            assertPyTorch("focal");
            assertPyTorch("focal 1.5 alpha", "gamma", "1.5", "alpha", "1, 2, 0.5");
        }

        @Test
        void aGammaOfZeroIsCrossEntropy() {
            assertPyTorch("cross-entropy", "gamma", "0");
        }
    }

    @Nested
    class CosineTest extends Kept<NoSettings> {
        CosineTest() {
            super(new Cosine(), with());
        }

        @Test
        void itIsThatOfPyTorch() {
            assertPyTorch("cosine");
        }
    }

    @Test
    void aSequenceOfOutputsIsSentToAPoolingLayer() {
        for (LossType<?> type :
                Arrays.<LossType<?>>asList(new CrossEntropy(), new MeanSquaredError(), new Hinge(), new Focal())) {
            var e = assertThrows(PipelineException.class, () -> Computed.ofSequence(type));
            assertEquals(ErrorCode.SHAPE_MISMATCH, e.code());
            assertTrue(
                    e.getMessage()
                            .contains(
                                    "the network gives float[5, 3]; end it with a pooling or flatten layer and a dense"),
                    e.getMessage());
        }
    }
}
