package io.graft.layers.convolution;

import static io.graft.layers.convolution.ConvolutionLayersTest.parameters;
import static io.graft.layers.convolution.ConvolutionLayersTest.refused;
import static io.graft.layers.convolution.ConvolutionLayersTest.shape;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.graph.Shape;
import io.graft.api.model.LayerType;
import io.graft.testkit.BuiltLayer;
import io.graft.testkit.SampledLayerContract;
import io.graft.testkit.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Pooling, upsampling and the blocks. */
class PoolingAndBlocksTest {

    /** Two real positions of negative numbers, then one that is not real. */
    private static final Tensor NEGATIVE = Tensor.of(new int[] {1, 4, 1}, -3, -5, -4, 100);

    private static final Tensor THREE_REAL = Tensor.of(new int[] {1, 4}, 1, 1, 1, 0);

    private static double[] masked(LayerType<?> type, Object... settings) {
        return BuiltLayer.overSequence(BuiltLayer.layer(type, settings), 4, 1)
                .answer(NEGATIVE, Optional.of(THREE_REAL), Map.of())
                .data();
    }

    @Nested
    class MaxPoolTest extends SampledLayerContract<MaxPool.Settings> {
        MaxPoolTest() {
            super(new MaxPool(), SEQUENCE, IMAGE);
            sample(IMAGE, "size", "3", "stride", "1", "padding", "same");
            sample(SEQUENCE, "size", "3", "stride", "2", "padding", "same");
        }

        @Test
        void itTakesTheGreatestOfTheRealPositions() {
            assertArrayEquals(new double[] {-3, -4}, masked(new MaxPool(), "padding", "same"), 1e-12, "100 is masked");
            assertEquals(-3, masked(new MaxPool())[0]);
        }

        @Test
        void withoutAStrideWindowsLieSideBySide() {
            assertEquals(Shape.batch(3, 5, 9), shape(new MaxPool(), new int[] {3, 10, 9}, "size", "2x1"));
            assertEquals(Shape.batch(3, 3, 3), shape(new MaxPool(), new int[] {3, 4, 4}, "stride", "1"));
            assertEquals(Shape.batch(4, 3), shape(new MaxPool(), new int[] {7, 3}, "padding", "same"));
        }
    }

    @Nested
    class AveragePoolTest extends SampledLayerContract<AveragePool.Settings> {
        AveragePoolTest() {
            super(new AveragePool(), SEQUENCE, IMAGE);
            sample(IMAGE, "size", "3", "stride", "1", "padding", "same");
            sample(SEQUENCE, "size", "3", "stride", "2", "padding", "same");
        }

        @Test
        void itTakesTheMeanOfTheRealPositions() {
            assertArrayEquals(new double[] {-4, -4}, masked(new AveragePool(), "padding", "same"), 1e-9);
        }
    }

    @Nested
    class GlobalMaxPoolTest extends SampledLayerContract<NoSettings> {
        GlobalMaxPoolTest() {
            super(new GlobalMaxPool(), SEQUENCE, IMAGE);
        }

        @Test
        void itGivesOneNumberForEachChannel() {
            assertEquals(Shape.batch(3), shape(new GlobalMaxPool(), new int[] {3, 4, 5}));
            assertArrayEquals(new double[] {-3}, masked(new GlobalMaxPool()), 1e-12);
        }
    }

    @Nested
    class GlobalAveragePoolTest extends SampledLayerContract<NoSettings> {
        GlobalAveragePoolTest() {
            super(new GlobalAveragePool(), SEQUENCE, IMAGE);
        }

        @Test
        void itGivesOneNumberForEachChannel() {
            assertEquals(Shape.batch(3), shape(new GlobalAveragePool(), new int[] {3, 4, 5}));
            assertArrayEquals(new double[] {-4}, masked(new GlobalAveragePool()), 1e-12);
        }
    }

    @Nested
    class UpsampleTest extends SampledLayerContract<Upsample.Settings> {
        UpsampleTest() {
            super(new Upsample(), SEQUENCE, IMAGE);
            sample(IMAGE, "factor", "2x3", "mode", "linear");
        }

        @Test
        void nearestRepeatsEachPlaceAsOftenAsTheFactorSays() {
            for (int factor = 1; factor <= 5; factor++) {
                double[] y = BuiltLayer.overNumbers(
                                BuiltLayer.layer(new Upsample(), "factor", Integer.toString(factor)), 3, 1)
                        .answer(Tensor.of(new int[] {1, 3, 1}, 1, 2, 3))
                        .data();
                double[] expected = new double[3 * factor];
                for (int i = 0; i < 3; i++) Arrays.fill(expected, i * factor, (i + 1) * factor, i + 1);
                assertArrayEquals(expected, y, 1e-12, "factor " + factor);
            }
        }

        @Test
        void theMaskGrowsToo() {
            assertArrayEquals(
                    new double[] {1, 1, 1, 1, 1, 1, 0, 0},
                    BuiltLayer.overSequence(BuiltLayer.layer(new Upsample()), 4, 1)
                            .mask(NEGATIVE, THREE_REAL)
                            .data());
        }
    }

    @Nested
    class ResidualBlockTest extends SampledLayerContract<ResidualBlock.Settings> {
        ResidualBlockTest() {
            super(new ResidualBlock());
            sample(IMAGE, "filters", "3", "norm", "false", "activation", "tanh");
            sample(IMAGE, "filters", "2", "stride", "2", "activation", "tanh");
            sample(SEQUENCE, "filters", "2", "stride", "2", "norm", "false", "activation", "tanh");
        }

        @Test
        void itHasAsManyParametersAsTheBasicBlockOfTorchvision() {
            // torchvision.models.resnet.BasicBlock(64, 64), and (64, 128, stride=2) with its downsample
            assertEquals(73_984, parameters(new ResidualBlock(), new int[] {64, 8, 8}, "filters", "64"));
            assertEquals(
                    230_144, parameters(new ResidualBlock(), new int[] {64, 8, 8}, "filters", "128", "stride", "2"));
            assertEquals(
                    Shape.batch(128, 4, 4),
                    shape(new ResidualBlock(), new int[] {64, 8, 8}, "filters", "128", "stride", "2"));
        }

        @Test
        void whatDoesNotFitInsideNamesLayerAndPlace() {
            var e = refused(new ResidualBlock(), new int[] {64}, "filters", "64");
            assertEquals("model.layers[0]", e.at());
            assertTrue(e.getMessage().startsWith("residual-block takes a sequence of vectors"), e.getMessage());
        }
    }

    @Nested
    class DenseBlockTest extends SampledLayerContract<DenseBlock.Settings> {
        DenseBlockTest() {
            super(new DenseBlock());
            sample(IMAGE, "layers", "2", "growth", "2");
            sample(IMAGE, "layers", "1", "growth", "1", "bottleneck", "true");
            sample(SEQUENCE, "layers", "2", "growth", "2");
        }

        @Test
        void eachLayerAddsItsGrowth() {
            assertEquals(Shape.batch(24 + 4 * 12, 8, 8), shape(new DenseBlock(), new int[] {24, 8, 8}));
        }
    }

    @Nested
    class InceptionBlockTest extends SampledLayerContract<InceptionBlock.Settings> {
        InceptionBlockTest() {
            super(new InceptionBlock());
            Object[] small = {
                "one", "2", "threeReduced", "2", "three", "2", "fiveReduced", "2", "five", "1", "pooled", "1"
            };
            sample(IMAGE, small);
            sample(SEQUENCE, small);
        }

        @Test
        void itsChannelsAreThoseOfAllBranches() {
            // the block "3a" of GoogLeNet, table 1 of the paper: 159K parameters over its 192 channels (163,696 with
            // biases)
            assertEquals(
                    163_696,
                    parameters(
                            new InceptionBlock(),
                            new int[] {192, 28, 28},
                            "one",
                            "64",
                            "threeReduced",
                            "96",
                            "three",
                            "128",
                            "fiveReduced",
                            "16",
                            "five",
                            "32",
                            "pooled",
                            "32"));
            assertEquals(Shape.batch(56, 8, 8), shape(new InceptionBlock(), new int[] {3, 8, 8}));
        }
    }
}
