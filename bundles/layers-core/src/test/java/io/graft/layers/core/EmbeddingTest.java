package io.graft.layers.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.Feature;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Operator;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.model.Layer;
import io.graft.testkit.BuiltLayer;
import io.graft.testkit.SampledLayerContract;
import io.graft.testkit.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingTest extends SampledLayerContract<Embedding.Settings> {
    private static final Tensor TABLE =
            Tensor.of(new int[] {10, 2}, 0, 0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7, 8, -8, 9, -9);

    EmbeddingTest() {
        super(new Embedding());
        for (String pooling : List.of("none", "mean", "sum", "max", "last"))
            sample(IDS, "size", "4", "pooling", pooling);
        sample(Feature.ids("x", 3, 10, ""), "size", "2", "pooling", "mean");
        sample(new Feature("x", ElementType.INT, Shape.SCALAR, 10, ""), "size", "3");
        sample(IDS, "size", "4", "initializer", "normal", "scale", "1");
    }

    @ParameterizedTest
    @CsvSource({"mean, 3.5, -3.5", "sum, 7, -7", "max, 5, -2", "last, 2, -2"})
    void poolingLooksAtUnmaskedPositionsOnly(String pooling, double first, double second) {
        Tensor ids = Tensor.of(new int[] {2, 3}, 5, 2, 9, 9, 9, 9);
        Tensor mask = Tensor.of(new int[] {2, 3}, 1, 1, 0, 0, 0, 0);
        Tensor y = BuiltLayer.overIds(BuiltLayer.layer(new Embedding(), "size", "2", "pooling", pooling), 3)
                .answer(ids, Optional.of(mask), Map.of("layer.weight", TABLE));
        assertArrayEquals(
                new double[] {first, second, 0, 0}, y.data(), 1e-12, "a row with nothing unmasked gives zeros");
    }

    @Test
    void withoutPoolingTheSequenceStaysMasked() {
        BuiltLayer built = BuiltLayer.overIds(BuiltLayer.layer(new Embedding(), "size", "2"), 3);
        assertEquals(Shape.batch(3, 2), built.out().shape());
        assertTrue(built.out().mask().isPresent());
        assertArrayEquals(
                new double[] {5, -5, 2, -2, 9, -9},
                built.answer(Tensor.of(new int[] {1, 3}, 5, 2, 9), Optional.empty(), Map.of("layer.weight", TABLE))
                        .data());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void pooledItIsOneOperatorThatEnginesHaveAKernelFor(boolean inTheLayer) {
        Layer embedding = BuiltLayer.layer(new Embedding(), "size", "2", "pooling", inTheLayer ? "mean" : "none");
        Layer pool = BuiltLayer.layer(new MeanPool());
        Layer both = inTheLayer ? embedding : (g, x) -> pool.build(g, embedding.build(g, x));
        assertEquals(
                List.of("EmbeddingBag"),
                BuiltLayer.overIds(both, 3).graph().operators().stream()
                        .map(Operator::type)
                        .toList());
    }

    @Test
    void vectorsBeginUniformWithinAFewHundredths() {
        assertEquals(
                Initializer.uniform(-0.05, 0.05),
                BuiltLayer.overIds(BuiltLayer.layer(new Embedding(), "size", "2"), 3)
                        .graph()
                        .parameters()
                        .get(0)
                        .initializer());
    }

    @Test
    void numbersAreSentToAVectorizer() {
        var e = assertThrows(
                PipelineException.class,
                () -> BuiltLayer.overNumbers(BuiltLayer.layer(new Embedding(), "size", "2"), 100));
        assertEquals(ErrorCode.TYPE_MISMATCH, e.code());
        assertEquals("model.layers[0]", e.at());
        assertEquals(
                "embedding takes ids, but gets float[100]; put a vectorizer that gives ids, e.g. vocabulary, before it.",
                e.getMessage());
    }

    @Test
    void idsWithoutABoundAreRefused() {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value ids = g.input("x", ElementType.INT, Shape.batch(3));
        var e = assertThrows(PipelineException.class, () -> BuiltLayer.layer(new Embedding(), "size", "2")
                .build(g, ids));
        assertEquals(ErrorCode.TYPE_MISMATCH, e.code());
    }

    @Test
    void poolingOneIdARowIsRefused() {
        Layer layer = BuiltLayer.layer(new Embedding(), "size", "2", "pooling", "mean");
        var e = assertThrows(PipelineException.class, () -> BuiltLayer.over(layer, ElementType.INT, false));
        assertEquals(ErrorCode.SHAPE_MISMATCH, e.code());
        assertTrue(e.getMessage().contains("pooling: none"), e.getMessage());
    }
}
