package io.graft.layers.attention;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.Feature;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.model.LayerType;
import io.graft.testkit.BuiltLayer;
import io.graft.testkit.LayerContract;
import io.graft.testkit.SampledLayerContract;
import io.graft.testkit.SettingsRecords;
import io.graft.testkit.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The layers of the Transformer: shapes, masks, numbers of parameters. */
class AttentionLayersTest {

    @Nested
    class SelfAttentionTest extends SampledLayerContract<SelfAttention.Settings> {
        SelfAttentionTest() {
            super(new SelfAttention(), SEQUENCE);
            sample(SEQUENCE, "heads", "2", "causal", "true", "dropout", "0.5");
        }

        @Test
        void itHasAsManyParametersAsPyTorch() {
            // sum(p.numel() for p in torch.nn.MultiheadAttention(128, 4).parameters())
            assertEquals(66_048, parameters(new SelfAttention(), 128));
        }

        @Test
        void causallyAPositionDoesNotDependOnThoseBehindIt() {
            BuiltLayer built =
                    BuiltLayer.overNumbers(BuiltLayer.layer(new SelfAttention(), "heads", "1", "causal", "true"), 3, 2);
            double[] one = built.answer(Tensor.of(new int[] {1, 3, 2}, 1, 2, 3, 4, 5, 6))
                    .data();
            double[] other = built.answer(Tensor.of(new int[] {1, 3, 2}, 1, 2, 3, 4, -9, 8))
                    .data();
            assertArrayEquals(Arrays.copyOf(one, 4), Arrays.copyOf(other, 4), 1e-12);
            assertTrue(Math.abs(one[4] - other[4]) > 1e-6);
        }

        @Test
        void headsThatDoNotComeOutEvenAreRefused() {
            var e = assertThrows(
                    PipelineException.class,
                    () -> BuiltLayer.overNumbers(BuiltLayer.layer(new SelfAttention(), "heads", "3"), 7, 100));
            assertEquals(ErrorCode.SHAPE_MISMATCH, e.code());
            assertEquals("model.layers[0]", e.at());
            assertTrue(
                    e.getMessage().startsWith("self-attention divides vectors of 100 among 3 heads"), e.getMessage());
        }
    }

    @Nested
    class PositionalEncodingTest extends SampledLayerContract<PositionalEncoding.Settings> {
        PositionalEncodingTest() {
            super(new PositionalEncoding(), SEQUENCE);
            sample(SEQUENCE, "encoding", "learned");
        }

        @Test
        void sinusoidsAreThoseOfThePaperAndNotTrained() {
            BuiltLayer built = BuiltLayer.overNumbers(BuiltLayer.layer(new PositionalEncoding()), 2, 4);
            assertArrayEquals(
                    new double[] {0, 1, 0, 1, Math.sin(1), Math.cos(1), Math.sin(0.01), Math.cos(0.01)},
                    built.answer(Tensor.of(new int[] {1, 2, 4}, new double[8])).data(),
                    1e-7);
            assertEquals(0, built.trainable());
        }
    }

    @Nested
    class TransformerEncoderTest extends SampledLayerContract<TransformerEncoder.Settings> {
        TransformerEncoderTest() {
            super(new TransformerEncoder());
            sample(SEQUENCE, "heads", "2", "hidden", "3");
            sample(SEQUENCE, "heads", "1", "hidden", "3", "layers", "2", "normFirst", "false", "activation", "relu");
        }

        @Test
        void aBlockHasAsManyParametersAsPyTorch() {
            // torch.nn.TransformerEncoderLayer(128, 4, dim_feedforward=512)
            assertEquals(198_272, parameters(new TransformerEncoder(), 128, "hidden", "512", "normFirst", "false"));
            assertEquals(
                    2 * 198_272 + 256,
                    parameters(new TransformerEncoder(), 128, "hidden", "512", "layers", "2"),
                    "and one more normalization at the end");
        }
    }

    @Nested
    class TransformerDecoderTest extends LayerContract<TransformerDecoder.Settings> {
        private static final Feature X = new Feature("x", ElementType.FLOAT, Shape.of(5, 4), 0, "mask");
        private static final Feature MEMORY = new Feature("memory", ElementType.FLOAT, Shape.of(3, 6), 0, "memoryMask");

        @Override
        protected LayerType<TransformerDecoder.Settings> type() {
            return new TransformerDecoder();
        }

        @Override
        protected List<Sample<TransformerDecoder.Settings>> samples() {
            var settings =
                    SettingsRecords.of(TransformerDecoder.Settings.class, "heads", "2", "hidden", "3", "layers", "2");
            return List.of(
                    new Sample<>(settings, X),
                    new Sample<>(settings, X, List.of(MEMORY)),
                    new Sample<>(
                            SettingsRecords.of(
                                    TransformerDecoder.Settings.class,
                                    "heads",
                                    "1",
                                    "hidden",
                                    "3",
                                    "normFirst",
                                    "false"),
                            X,
                            List.of(MEMORY)));
        }

        @Test
        void aBlockHasAsManyParametersAsPyTorch() {
            // torch.nn.TransformerDecoderLayer(128, 4, dim_feedforward=512)
            GraphBuilder g = new GraphBuilder(Map.of());
            Value x = g.input("x", ElementType.FLOAT, Shape.batch(7, 128));
            g.output(
                    "out",
                    BuiltLayer.layer(new TransformerDecoder(), "hidden", "512", "normFirst", "false")
                            .build(g, List.of(x, x)));
            assertEquals(
                    264_576,
                    g.build().parameters().stream()
                            .mapToInt(p -> p.shape().elements())
                            .sum());
        }

        @Test
        void aThirdValueIsRefused() {
            GraphBuilder g = new GraphBuilder(Map.of());
            Value x = g.input("x", ElementType.FLOAT, Shape.batch(7, 8));
            var e = assertThrows(PipelineException.class, () -> BuiltLayer.layer(new TransformerDecoder())
                    .build(g, List.of(x, x, x)));
            assertEquals(
                    "transformer-decoder takes a sequence and perhaps another one to look at, but 'from' names 3.",
                    e.getMessage());
        }
    }

    @Test
    void aLayerThatTakesOneValueSaysSo() {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value x = g.input("x", ElementType.FLOAT, Shape.batch(7, 8));
        var e = assertThrows(PipelineException.class, () -> BuiltLayer.layer(new SelfAttention())
                .build(g, List.of(x, x)));
        assertEquals(
                "This layer takes one value, but 'from' names 2; put a layer before it that makes one of several: concat, add or multiply.",
                e.getMessage());
    }

    @Test
    void maskedPositionsAreNotLookedAt() {
        BuiltLayer built = BuiltLayer.overSequence(BuiltLayer.layer(new SelfAttention(), "heads", "1"), 3, 2);
        Optional<Tensor> mask = Optional.of(Tensor.of(new int[] {1, 3}, 1, 1, 0));
        double[] one = built.answer(Tensor.of(new int[] {1, 3, 2}, 1, 2, 3, 4, 5, 6), mask, Map.of())
                .data();
        double[] other = built.answer(Tensor.of(new int[] {1, 3, 2}, 1, 2, 3, 4, -50, 60), mask, Map.of())
                .data();
        assertArrayEquals(Arrays.copyOf(one, 4), Arrays.copyOf(other, 4), 1e-12);
        assertTrue(built.out().mask().isPresent());
    }

    private static int parameters(LayerType<?> type, int size, Object... settings) {
        return BuiltLayer.overNumbers(BuiltLayer.layer(type, settings), 7, size).trainable();
    }
}
