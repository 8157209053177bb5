package io.graft.layers.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.model.LayerType;
import io.graft.testkit.BuiltLayer;
import io.graft.testkit.SampledLayerContract;
import io.graft.testkit.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The functions themselves are held against PyTorch in the testkit; here, that each layer is the function it is called after. */
class ActivationLayersTest {
    private static <S extends Record> double[] of(LayerType<S> type, Object... settings) {
        return BuiltLayer.overNumbers(BuiltLayer.layer(type, settings), 3)
                .answer(Tensor.matrix(new double[] {-2, 0, 1}))
                .data();
    }

    @Test
    void eachIsTheFunctionItIsCalledAfter() {
        double e = Math.E;
        double softplus = Math.log(1 + e);
        assertArrayEquals(new double[] {0, 0, 1}, of(new Relu()));
        assertArrayEquals(new double[] {-0.02, 0, 1}, of(new LeakyRelu()), 1e-8);
        assertArrayEquals(new double[] {-0.6, 0, 1}, of(new LeakyRelu(), "alpha", "0.3"), 1e-7);
        assertArrayEquals(new double[] {Math.exp(-2) - 1, 0, 1}, of(new Elu()), 1e-12);
        assertArrayEquals(new double[] {2 * (Math.exp(-2) - 1), 0, 1}, of(new Elu(), "alpha", "2"), 1e-12);
        assertArrayEquals(
                new double[] {1.0507009873554805 * 1.6732632423543772 * (Math.exp(-2) - 1), 0, 1.0507009873554805},
                of(new Selu()),
                1e-6);
        assertArrayEquals(
                new double[] {-0.04550026389635842, 0, 0.8413447460685429},
                of(new Gelu()),
                1e-12,
                "x times the normal distribution at x");
        assertArrayEquals(new double[] {1 / (1 + e * e), 0.5, e / (1 + e)}, of(new Sigmoid()), 1e-12);
        assertArrayEquals(new double[] {Math.tanh(-2), 0, Math.tanh(1)}, of(new Tanh()), 1e-12);
        double sum = Math.exp(-2) + 1 + e;
        assertArrayEquals(new double[] {Math.exp(-2) / sum, 1 / sum, e / sum}, of(new Softmax()), 1e-12);
        assertArrayEquals(new double[] {-2 / (1 + e * e), 0, e / (1 + e)}, of(new Swish()), 1e-12);
        assertArrayEquals(
                new double[] {-2 * Math.tanh(Math.log(1 + Math.exp(-2))), 0, Math.tanh(softplus)},
                of(new Mish()),
                1e-12);
        assertArrayEquals(new double[] {Math.log(1 + Math.exp(-2)), Math.log(2), softplus}, of(new Softplus()), 1e-12);
    }

    @Test
    void idsAreSentToAnEmbedding() {
        var e = assertThrows(PipelineException.class, () -> BuiltLayer.overIds(BuiltLayer.layer(new Relu()), 32));
        assertEquals(ErrorCode.TYPE_MISMATCH, e.code());
    }

    @Nested
    class ReluTest extends SampledLayerContract<NoSettings> {
        ReluTest() {
            super(new Relu(), NUMBERS, SEQUENCE);
        }
    }

    @Nested
    class SeluTest extends SampledLayerContract<NoSettings> {
        SeluTest() {
            super(new Selu(), NUMBERS, SEQUENCE);
        }
    }

    @Nested
    class GeluTest extends SampledLayerContract<NoSettings> {
        GeluTest() {
            super(new Gelu(), NUMBERS, SEQUENCE);
        }
    }

    @Nested
    class SigmoidTest extends SampledLayerContract<NoSettings> {
        SigmoidTest() {
            super(new Sigmoid(), NUMBERS, SEQUENCE);
        }
    }

    @Nested
    class TanhTest extends SampledLayerContract<NoSettings> {
        TanhTest() {
            super(new Tanh(), NUMBERS, SEQUENCE);
        }
    }

    @Nested
    class SoftmaxTest extends SampledLayerContract<NoSettings> {
        SoftmaxTest() {
            super(new Softmax(), NUMBERS, SEQUENCE);
        }
    }

    @Nested
    class SwishTest extends SampledLayerContract<NoSettings> {
        SwishTest() {
            super(new Swish(), NUMBERS, SEQUENCE);
        }
    }

    @Nested
    class MishTest extends SampledLayerContract<NoSettings> {
        MishTest() {
            super(new Mish(), NUMBERS, SEQUENCE);
        }
    }

    @Nested
    class SoftplusTest extends SampledLayerContract<NoSettings> {
        SoftplusTest() {
            super(new Softplus(), NUMBERS, SEQUENCE);
        }
    }

    @Nested
    class LeakyReluTest extends SampledLayerContract<LeakyRelu.Settings> {
        LeakyReluTest() {
            super(new LeakyRelu(), NUMBERS, SEQUENCE);
        }
    }

    @Nested
    class EluTest extends SampledLayerContract<Elu.Settings> {
        EluTest() {
            super(new Elu(), NUMBERS, SEQUENCE);
        }
    }
}
