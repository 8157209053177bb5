package io.graft.layers.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.ElementType;
import io.graft.api.model.LayerType;
import io.graft.testkit.BuiltLayer;
import io.graft.testkit.SampledLayerContract;
import io.graft.testkit.Tensor;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PoolTest {
    private static final Tensor X = Tensor.of(new int[] {2, 3, 2}, 1, -1, 4, -6, 99, 99, 99, 99, 99, 99, 99, 99);
    private static final Tensor MASK = Tensor.of(new int[] {2, 3}, 1, 1, 0, 0, 0, 0);

    private static double[] pooled(LayerType<NoSettings> type) {
        return BuiltLayer.overSequence(BuiltLayer.layer(type), 3, 2)
                .answer(X, Optional.of(MASK), Map.of())
                .data();
    }

    private static double[] pooledWithoutMask(LayerType<NoSettings> type) {
        return BuiltLayer.overNumbers(BuiltLayer.layer(type), 3, 2)
                .answer(Tensor.of(new int[] {1, 3, 2}, 1, -1, 4, -6, 4, 1))
                .data();
    }

    @Nested
    class MeanPoolTest extends SampledLayerContract<NoSettings> {
        MeanPoolTest() {
            super(new MeanPool(), SEQUENCE);
        }

        @Test
        void itIsTheMeanOfUnmaskedPositions() {
            assertArrayEquals(new double[] {2.5, -3.5, 0, 0}, pooled(new MeanPool()));
            assertArrayEquals(new double[] {3, -2}, pooledWithoutMask(new MeanPool()));
        }
    }

    @Nested
    class SumPoolTest extends SampledLayerContract<NoSettings> {
        SumPoolTest() {
            super(new SumPool(), SEQUENCE);
        }

        @Test
        void itIsTheSumOfUnmaskedPositions() {
            assertArrayEquals(new double[] {5, -7, 0, 0}, pooled(new SumPool()));
            assertArrayEquals(new double[] {9, -6}, pooledWithoutMask(new SumPool()));
        }
    }

    @Nested
    class MaxPoolSequenceTest extends SampledLayerContract<NoSettings> {
        MaxPoolSequenceTest() {
            super(new MaxPoolSequence(), SEQUENCE);
        }

        @Test
        void itIsTheGreatestOfUnmaskedPositions() {
            assertArrayEquals(new double[] {4, -1, 0, 0}, pooled(new MaxPoolSequence()));
            assertArrayEquals(new double[] {4, 1}, pooledWithoutMask(new MaxPoolSequence()));
        }
    }

    @Nested
    class LastPoolTest extends SampledLayerContract<NoSettings> {
        LastPoolTest() {
            super(new LastPool(), SEQUENCE);
        }

        @Test
        void itIsTheLastUnmaskedPosition() {
            assertArrayEquals(new double[] {4, -6, 0, 0}, pooled(new LastPool()));
            assertArrayEquals(new double[] {4, 1}, pooledWithoutMask(new LastPool()));
        }
    }

    @Test
    void idsAreSentToAnEmbedding() {
        var e = assertThrows(
                PipelineException.class,
                () -> BuiltLayer.over(BuiltLayer.layer(new MeanPool()), ElementType.INT, true, 32));
        assertEquals(ErrorCode.TYPE_MISMATCH, e.code());
        assertEquals("mean-pool takes numbers, but gets int[32]; put an embedding before it.", e.getMessage());
    }

    @Test
    void whatIsPooledAlreadyIsRefused() {
        var e = assertThrows(
                PipelineException.class, () -> BuiltLayer.overNumbers(BuiltLayer.layer(new MeanPool()), 100));
        assertEquals(ErrorCode.SHAPE_MISMATCH, e.code());
        assertTrue(e.getMessage().contains("float[100]; leave it out"), e.getMessage());
    }
}
