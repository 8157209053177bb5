package io.graft.layers.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.graph.Parameter;
import io.graft.api.graph.Shape;
import io.graft.testkit.ReferenceInterpreter;
import io.graft.testkit.SettingsRecords;
import io.graft.testkit.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Dropout and the two normalizations. */
class RegularizationTest {

    @Nested
    class DropoutTest extends SampledLayer<Dropout.Settings> {
        DropoutTest() {
            super(new Dropout(), NUMBERS, SEQUENCE);
            sample(NUMBERS, "rate", "0");
        }

        @Test
        void whileTrainingItZeroesSomeAndScalesTheOthers() {
            Built built = Built.overNumbers(Built.layer(new Dropout(), "rate", "0.25"), 1000);
            double[] ones = new double[1000];
            java.util.Arrays.fill(ones, 1);
            double[] y = new ReferenceInterpreter(built.graph())
                    .train(Map.of("x", Tensor.of(new int[] {1, 1000}, ones)), 1, 0)
                    .output("out")
                    .data();
            int dropped = 0;
            for (double d : y) {
                if (d == 0) dropped++;
                else assertEquals(1 / 0.75, d, 1e-6);
            }
            assertTrue(dropped > 200 && dropped < 300, "dropped " + dropped + " of 1000 at a rate of 0.25");
        }

        @Test
        void aRateOfOneIsRefused() {
            assertThrows(IllegalArgumentException.class, () -> SettingsRecords.of(Dropout.Settings.class, "rate", "1"));
        }
    }

    @Nested
    class BatchNormTest extends SampledLayer<BatchNorm.Settings> {
        BatchNormTest() {
            super(new BatchNorm(), NUMBERS, SEQUENCE, IMAGE);
        }

        @Test
        void whileTrainingEachChannelHasMeanZeroAndVarianceOneAndStatisticsMove() {
            Built built = Built.overNumbers(Built.layer(new BatchNorm(), "momentum", "0.5", "epsilon", "0"), 2);
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
            Built built = Built.overSequence(Built.layer(new BatchNorm()), 4, 4);
            assertTrue(built.out().mask().isPresent(), "also when length and size happen to be the same");
            assertEquals(
                    Shape.of(6),
                    Built.overSequence(Built.layer(new BatchNorm()), 4, 6)
                            .graph()
                            .parameters()
                            .get(0)
                            .shape());
        }

        @Test
        void runningStatisticsAreNotTrained() {
            List<Parameter> parameters =
                    Built.overNumbers(Built.layer(new BatchNorm()), 2).graph().parameters();
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
    class LayerNormTest extends SampledLayer<LayerNorm.Settings> {
        LayerNormTest() {
            super(new LayerNorm(), NUMBERS, SEQUENCE);
        }

        @Test
        void eachVectorHasMeanZeroAndVarianceOne() {
            Built built = Built.overNumbers(Built.layer(new LayerNorm(), "epsilon", "0"), 2, 2);
            assertArrayEquals(
                    new double[] {-1, 1, 1, -1},
                    built.answer(Tensor.of(new int[] {1, 2, 2}, 1, 3, 500, 100)).data(),
                    1e-12);
        }
    }
}
