package io.graft.layers.convolution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.Shape;
import io.graft.api.model.LayerType;
import io.graft.testkit.BuiltLayer;
import io.graft.testkit.SampledLayerContract;
import io.graft.testkit.Tensor;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The convolutions: shapes, masks, numbers of parameters. */
class ConvolutionLayersTest {

    @Nested
    class Conv1dTest extends SampledLayerContract<Conv1d.Settings> {
        Conv1dTest() {
            super(new Conv1d());
            sample(SEQUENCE, "filters", "3");
            sample(SEQUENCE, "filters", "2", "kernel", "2", "stride", "2", "padding", "valid");
            sample(SEQUENCE, "filters", "2", "stride", "2", "dilation", "2", "activation", "tanh");
            sample(SEQUENCE, "filters", "4", "groups", "2", "bias", "false", "kernel", "5", "padding", "valid");
        }

        @Test
        void itHasAsManyParametersAsPyTorch() {
            // torch.nn.Conv1d(16, 32, 5)
            assertEquals(2_592, parameters(new Conv1d(), new int[] {9, 16}, "filters", "32", "kernel", "5"));
        }

        @Test
        void maskedPositionsCountAsZeros() {
            BuiltLayer built = BuiltLayer.overSequence(
                    BuiltLayer.layer(new Conv1d(), "filters", "1", "kernel", "3", "initializer", "ones"), 4, 1);
            double[] y = built.answer(
                            Tensor.of(new int[] {1, 4, 1}, 1, 2, 70, 900),
                            Optional.of(Tensor.of(new int[] {1, 4}, 1, 1, 0, 0)),
                            Map.of())
                    .data();
            assertArrayEquals(new double[] {3, 3}, new double[] {y[0], y[1]}, 1e-12);
            assertTrue(built.out().mask().isPresent());
        }

        @Test
        void samePaddingDividesTheLengthByTheStrideRoundedUp() {
            assertEquals(Shape.batch(4, 2), shape(new Conv1d(), new int[] {7, 3}, "filters", "2", "stride", "2"));
            assertEquals(Shape.batch(5, 2), shape(new Conv1d(), new int[] {7, 3}, "filters", "2", "padding", "valid"));
        }

        @Test
        void withValidPaddingASequenceShorterThanTheWindowStillGivesOnePlace() {
            BuiltLayer built = BuiltLayer.overSequence(
                    BuiltLayer.layer(
                            new Conv1d(), "filters", "1", "kernel", "3", "padding", "valid", "initializer", "ones"),
                    4,
                    1);
            Tensor x = Tensor.of(new int[] {3, 4, 1}, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
            Tensor mask = Tensor.of(new int[] {3, 4}, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0);
            assertArrayEquals(
                    new double[] {1, 1, 1, 0, 0, 0}, built.mask(x, mask).data(), "whole, shorter, empty");
        }
    }

    @Nested
    class Conv2dTest extends SampledLayerContract<Conv2d.Settings> {
        Conv2dTest() {
            super(new Conv2d());
            sample(IMAGE, "filters", "2", "kernel", "3x2", "activation", "tanh");
            sample(IMAGE, "filters", "3", "groups", "3", "stride", "2", "padding", "valid", "bias", "false");
            sample(IMAGE, "filters", "2", "dilation", "2");
        }

        @Test
        void itHasAsManyParametersAsPyTorch() {
            // torch.nn.Conv2d(16, 32, 3)
            assertEquals(4_640, parameters(new Conv2d(), new int[] {16, 8, 8}, "filters", "32"));
        }

        @Test
        void leNetsShapesComeOut() {
            assertEquals(
                    Shape.batch(20, 24, 24),
                    shape(new Conv2d(), new int[] {1, 28, 28}, "filters", "20", "kernel", "5", "padding", "valid"));
            assertEquals(
                    Shape.batch(8, 14, 28),
                    shape(new Conv2d(), new int[] {1, 28, 28}, "filters", "8", "stride", "2x1"));
        }

        @Test
        void groupsThatDoNotComeOutEvenAreRefused() {
            var e = refused(new Conv2d(), new int[] {3, 8, 8}, "filters", "4", "groups", "2");
            assertEquals("groups is 2, which must divide the 3 channels taken and the 4 given.", e.getMessage());
        }

        @Test
        void rowsWithoutPlacesAreSentToAReshape() {
            assertEquals(
                    "conv2d takes an image, float[channels, height, width], but gets float[784];"
                            + " put a reshape before it, e.g. reshape: { shape: [1, 28, 28] }.",
                    refused(new Conv2d(), new int[] {784}, "filters", "4").getMessage());
        }

        @Test
        void aWindowLargerThanTheImageIsRefusedWithItsPlace() {
            var e = refused(new Conv2d(), new int[] {1, 4, 4}, "filters", "4", "kernel", "5", "padding", "valid");
            assertEquals(ErrorCode.SHAPE_MISMATCH, e.code());
            assertEquals("model.layers[0]", e.at());
            assertTrue(e.getMessage().contains("a window of 5 does not fit into axis 2 of 4"), e.getMessage());
        }
    }

    @Nested
    class SeparableConvTest extends SampledLayerContract<SeparableConv.Settings> {
        SeparableConvTest() {
            super(new SeparableConv());
            sample(IMAGE, "filters", "2", "multiplier", "2");
            sample(SEQUENCE, "filters", "3", "stride", "2", "activation", "tanh");
        }

        @Test
        void itsParametersAreThoseOfBothConvolutions() {
            assertEquals(16 * 9 + 16 * 32 + 32, parameters(new SeparableConv(), new int[] {16, 8, 8}, "filters", "32"));
        }
    }

    @Nested
    class ConvTransposeTest extends SampledLayerContract<ConvTranspose.Settings> {
        ConvTransposeTest() {
            super(new ConvTranspose());
            sample(IMAGE, "filters", "2");
            sample(IMAGE, "filters", "2", "padding", "valid", "stride", "3x1");
            sample(SEQUENCE, "filters", "3", "kernel", "2", "stride", "3");
        }

        @Test
        void itHasAsManyParametersAsPyTorch() {
            // torch.nn.ConvTranspose2d(16, 32, 3)
            assertEquals(4_640, parameters(new ConvTranspose(), new int[] {16, 8, 8}, "filters", "32"));
        }

        @Test
        void withSamePaddingItMultipliesTheSize() {
            for (int kernel = 1; kernel <= 5; kernel++)
                assertEquals(
                        Shape.batch(2, 12, 12),
                        shape(
                                new ConvTranspose(),
                                new int[] {3, 4, 4},
                                "filters",
                                "2",
                                "stride",
                                "3",
                                "kernel",
                                Integer.toString(kernel)),
                        "kernel " + kernel);
            assertEquals(
                    Shape.batch(2, 9, 9),
                    shape(new ConvTranspose(), new int[] {3, 4, 4}, "filters", "2", "padding", "valid"));
        }

        @Test
        void ofAMaskedSequenceEachPlaceBecomesSeveral() {
            BuiltLayer built = BuiltLayer.overSequence(BuiltLayer.layer(new ConvTranspose(), "filters", "1"), 3, 1);
            assertArrayEquals(
                    new double[] {1, 1, 1, 1, 0, 0},
                    built.mask(Tensor.of(new int[] {1, 3, 1}, 1, 2, 3), Tensor.of(new int[] {1, 3}, 1, 1, 0))
                            .data());
            var e = assertThrows(
                    PipelineException.class,
                    () -> BuiltLayer.overSequence(
                            BuiltLayer.layer(new ConvTranspose(), "filters", "1", "padding", "valid"), 3, 1));
            assertTrue(e.getMessage().contains("padding: same"), e.getMessage());
        }
    }

    @Test
    void sizesAreANumberOrHeightAndWidth() {
        assertEquals(new Size(3, 3), Size.parse("3"));
        assertEquals(new Size(3, 5), Size.parse("3 x 5"));
        for (String wrong : new String[] {"", "x", "3x", "0", "3x5x7", "-1", "a"})
            assertThrows(IllegalArgumentException.class, () -> Size.parse(wrong), wrong);
    }

    static int parameters(LayerType<?> type, int[] row, Object... settings) {
        return BuiltLayer.overNumbers(BuiltLayer.layer(type, settings), row).trainable();
    }

    static Shape shape(LayerType<?> type, int[] row, Object... settings) {
        return BuiltLayer.overNumbers(BuiltLayer.layer(type, settings), row)
                .out()
                .shape();
    }

    static PipelineException refused(LayerType<?> type, int[] row, Object... settings) {
        return assertThrows(PipelineException.class, () -> shape(type, row, settings));
    }
}
