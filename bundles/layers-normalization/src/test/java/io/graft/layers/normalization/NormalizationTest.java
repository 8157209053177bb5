package io.graft.layers.normalization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.Parameter;
import io.graft.api.graph.Shape;
import io.graft.testkit.BuiltLayer;
import io.graft.testkit.ReferenceInterpreter;
import io.graft.testkit.SampledLayerContract;
import io.graft.testkit.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The normalizations. */
class NormalizationTest {

    @Nested
    class BatchNormTest extends SampledLayerContract<BatchNorm.Settings> {
        BatchNormTest() {
            super(new BatchNorm(), NUMBERS, SEQUENCE, IMAGE);
        }

        @Test
        void whileTrainingEachChannelHasMeanZeroAndVarianceOneAndStatisticsMove() {
            BuiltLayer built =
                    BuiltLayer.overNumbers(BuiltLayer.layer(new BatchNorm(), "momentum", "0.5", "epsilon", "0"), 2);
            Map<String, Tensor> given = new HashMap<>(new ReferenceInterpreter(built.graph()).initial(1));
            given.put("x", Tensor.matrix(new double[] {1, 10}, new double[] {3, 30}));
            var step = new ReferenceInterpreter(built.graph()).train(given, 1, 0);
            assertArrayEquals(new double[] {-1, -1, 1, 1}, step.output("out").data(), 1e-12);
            assertArrayEquals(
                    new double[] {1, 10},
                    step.statistics().get("layer.mean").data(),
                    1e-12,
                    "half way from 0 to 2 and 20");
            assertArrayEquals(
                    new double[] {1, 50.5},
                    step.statistics().get("layer.variance").data(),
                    1e-12,
                    "half way from 1 to 1 and 100");
        }

        @Test
        void theChannelsOfASequenceAreItsLastAxisAndItsMaskStays() {
            BuiltLayer built = BuiltLayer.overSequence(BuiltLayer.layer(new BatchNorm()), 4, 4);
            assertTrue(built.out().mask().isPresent(), "also when length and size happen to be the same");
            assertEquals(
                    Shape.of(6),
                    BuiltLayer.overSequence(BuiltLayer.layer(new BatchNorm()), 4, 6)
                            .graph()
                            .parameters()
                            .get(0)
                            .shape());
        }

        @Test
        void runningStatisticsAreNotTrained() {
            List<Parameter> parameters = BuiltLayer.overNumbers(BuiltLayer.layer(new BatchNorm()), 2)
                    .graph()
                    .parameters();
            assertEquals(
                    List.of("layer.scale", "layer.bias"),
                    parameters.stream()
                            .filter(Parameter::trainable)
                            .map(Parameter::name)
                            .toList());
            assertEquals(4, parameters.size());
        }
    }

    @Nested
    class LayerNormTest extends SampledLayerContract<LayerNorm.Settings> {
        LayerNormTest() {
            super(new LayerNorm(), NUMBERS, SEQUENCE);
        }

        @Test
        void eachVectorHasMeanZeroAndVarianceOne() {
            BuiltLayer built = BuiltLayer.overNumbers(BuiltLayer.layer(new LayerNorm(), "epsilon", "0"), 2, 2);
            assertArrayEquals(
                    new double[] {-1, 1, 1, -1},
                    built.answer(Tensor.of(new int[] {1, 2, 2}, 1, 3, 500, 100)).data(),
                    1e-12);
        }
    }

    @Nested
    class GroupNormTest extends SampledLayerContract<GroupNorm.Settings> {
        GroupNormTest() {
            super(new GroupNorm());
            sample(SEQUENCE, "groups", "2");
            sample(IMAGE, "groups", "3");
        }

        @Test
        void eachGroupHasMeanZeroAndVarianceOne() {
            BuiltLayer built =
                    BuiltLayer.overNumbers(BuiltLayer.layer(new GroupNorm(), "groups", "2", "epsilon", "0"), 4, 1, 1);
            assertArrayEquals(
                    new double[] {-1, 1, 1, -1},
                    built.answer(Tensor.of(new int[] {1, 4, 1, 1}, 1, 3, 50, 10))
                            .data(),
                    1e-9);
        }

        @Test
        void groupsThatDoNotComeOutEvenAreRefused() {
            var e = assertThrows(
                    PipelineException.class,
                    () -> BuiltLayer.overNumbers(BuiltLayer.layer(new GroupNorm(), "groups", "4"), 6, 2, 2));
            assertEquals(ErrorCode.SHAPE_MISMATCH, e.code());
            assertEquals(
                    "group-norm divides 6 channels into 4 groups, which does not come out even; write a number of groups that divides 6.",
                    e.getMessage());
        }

        @Test
        void rowsWithoutPlacesAreRefused() {
            var e = assertThrows(
                    PipelineException.class, () -> BuiltLayer.overNumbers(BuiltLayer.layer(new GroupNorm()), 6));
            assertEquals("model.layers[0]", e.at());
        }
    }

    @Nested
    class InstanceNormTest extends SampledLayerContract<InstanceNorm.Settings> {
        InstanceNormTest() {
            super(new InstanceNorm(), SEQUENCE, IMAGE);
        }

        @Test
        void eachChannelHasMeanZeroAndVarianceOne() {
            BuiltLayer built = BuiltLayer.overNumbers(BuiltLayer.layer(new InstanceNorm(), "epsilon", "0"), 2, 1, 2);
            assertArrayEquals(
                    new double[] {-1, 1, 1, -1},
                    built.answer(Tensor.of(new int[] {1, 2, 1, 2}, 1, 3, 50, 10))
                            .data(),
                    1e-9);
        }
    }

    @Nested
    class RmsNormTest extends SampledLayerContract<RmsNorm.Settings> {
        RmsNormTest() {
            super(new RmsNorm(), NUMBERS, SEQUENCE);
        }

        @Test
        void eachVectorHasAMeanSquareOfOne() {
            BuiltLayer built = BuiltLayer.overNumbers(BuiltLayer.layer(new RmsNorm(), "epsilon", "0"), 2);
            double root = Math.sqrt((9 + 16) / 2.0);
            assertArrayEquals(
                    new double[] {3 / root, 4 / root},
                    built.answer(Tensor.matrix(new double[] {3, 4})).data(),
                    1e-9);
        }
    }
}
