package io.graft.testkit;

import static io.graft.testkit.KnownValues.map;
import static io.graft.testkit.KnownValues.wave;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.graph.CounterRandom;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Operators;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The definition of the operators, against PyTorch and against numbers worked out by hand. */
class ReferenceInterpreterTest {

    @Test
    void itKnowsEveryOperator() {
        assertEquals(Operators.names(), ReferenceInterpreter.operators());
    }

    /** One operator over tensors; whole numbers that are named ids are INT. */
    private static Tensor compute(String type, Map<String, Object> attributes, Tensor... in) {
        return compute(type, attributes, -1, in);
    }

    private static Tensor compute(String type, Map<String, Object> attributes, int ids, Tensor... in) {
        GraphBuilder g = new GraphBuilder(Map.of());
        List<Value> values = new ArrayList<>();
        Map<String, Tensor> given = new HashMap<>();
        for (int i = 0; i < in.length; i++) {
            values.add(g.input("x" + i, i == ids ? ElementType.INT : ElementType.FLOAT, Shape.of(in[i].shape())));
            given.put("x" + i, in[i]);
        }
        g.output("y", g.op(type, attributes, values.toArray(Value[]::new)));
        return new ReferenceInterpreter(g.build()).infer(given).output("y");
    }

    private static void assertKnown(String name, Tensor actual) {
        // attributes are float32, so a number such as 0.001 is only that near
        assertArrayEquals(KnownValues.of(name), actual.data(), 1e-7, name);
    }

    @Test
    void activationsAreThoseOfPyTorch() {
        Tensor x = wave(3, 4);
        assertKnown("Gelu none", compute("Gelu", Map.of("approximate", "none"), x));
        assertKnown("Gelu tanh", compute("Gelu", Map.of("approximate", "tanh"), x));
        assertKnown("Selu", compute("Selu", Map.of(), x));
        assertKnown("Elu 0.5", compute("Elu", Map.of("alpha", 0.5f), x));
        assertKnown("LeakyRelu 0.25", compute("LeakyRelu", Map.of("alpha", 0.25f), x));
        assertKnown("Mish", compute("Mish", Map.of(), x));
        assertKnown("Softplus", compute("Softplus", Map.of(), map(x, v -> 100 * v)));
        assertKnown("Sigmoid", compute("Sigmoid", Map.of(), x));
    }

    @Test
    void softmaxIsThatOfPyTorchAlongEveryAxis() {
        assertKnown("Softmax -1", compute("Softmax", Map.of("axis", -1), wave(3, 4)));
        assertKnown("Softmax 1 of 3", compute("Softmax", Map.of("axis", 1), wave(2, 3, 2)));
        assertKnown("LogSoftmax -1", compute("LogSoftmax", Map.of("axis", -1), map(wave(3, 4), v -> 100 * v)));
    }

    @Test
    void normalizationIsThatOfPyTorch() {
        Tensor one = map(wave(4), v -> v + 1);
        assertKnown(
                "LayerNormalization",
                compute("LayerNormalization", Map.of("epsilon", 1e-3f), wave(3, 4), wave(4), one));
        assertKnown(
                "BatchNormalization use",
                compute(
                        "BatchNormalization",
                        Map.of("epsilon", 1e-3f),
                        wave(3, 4),
                        wave(4),
                        one,
                        wave(4),
                        map(wave(4), v -> v * v + 0.5)));
    }

    @Test
    void batchNormalizationTrainsOnTheBatchAndMovesItsStatistics() {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value x = g.input("x", ElementType.FLOAT, Shape.batch(3, 4));
        Shape c = Shape.of(3);
        g.output(
                "y",
                g.op(
                        "BatchNormalization",
                        Map.of("epsilon", 1e-3f, "momentum", 0.75f),
                        x,
                        g.parameter("scale", c, Initializer.ones()),
                        g.parameter("bias", c, Initializer.zeros()),
                        g.statistic("mean", c, Initializer.zeros()),
                        g.statistic("variance", c, Initializer.ones())));
        Map<String, Tensor> given = Map.of(
                "x",
                wave(2, 3, 4),
                "scale",
                wave(3),
                "bias",
                map(wave(3), v -> v + 1),
                "mean",
                Tensor.vector(8, 8, 8),
                "variance",
                Tensor.vector(4, 4, 4));
        var evaluation = new ReferenceInterpreter(g.build()).train(given, 0, 0);
        assertKnown("BatchNormalization train 3", evaluation.output("y"));

        double mean = 0;
        double square = 0;
        for (int i : new int[] {1, 2, 3, 4, 13, 14, 15, 16}) {
            mean += 2 * Math.sin(i) / 8;
            square += 4 * Math.sin(i) * Math.sin(i) / 8;
        }
        assertEquals(0.75 * 8 + 0.25 * mean, evaluation.statistics().get("mean").data()[0], 1e-12);
        assertEquals(
                0.75 * 4 + 0.25 * (square - mean * mean),
                evaluation.statistics().get("variance").data()[0],
                1e-12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "mean", "sum"})
    void crossEntropyIsThatOfPyTorch(String reduction) {
        Tensor labels = Tensor.vector(2, 0, 3);
        Map<String, Object> how = Map.of("reduction", reduction);
        assertKnown(
                "SoftmaxCrossEntropyLoss " + reduction, compute("SoftmaxCrossEntropyLoss", how, 1, wave(3, 4), labels));
        assertKnown(
                "SoftmaxCrossEntropyLoss weights " + reduction,
                compute("SoftmaxCrossEntropyLoss", how, 1, wave(3, 4), labels, Tensor.vector(1, 2, 0.5, 3)));
    }

    @Test
    void crossEntropyOfSequencesHasItsClassesOnAxisOne() {
        Tensor labels = Tensor.of(new int[] {2, 2}, 0, 2, 1, 1);
        assertKnown(
                "SoftmaxCrossEntropyLoss 3",
                compute("SoftmaxCrossEntropyLoss", Map.of("reduction", "none"), 1, wave(2, 3, 2), labels));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mean", "sum", "max"})
    void embeddingBagIsThatOfPyTorch(String mode) {
        Tensor ids = Tensor.of(new int[] {2, 3}, 1, 4, 4, 0, 3, 3);
        Tensor mask = Tensor.of(new int[] {2, 3}, 1, 1, 1, 1, 0, 0);
        assertKnown("EmbeddingBag " + mode, compute("EmbeddingBag", Map.of("mode", mode), 1, wave(5, 3), ids, mask));
    }

    @Test
    void theLastOfABagIsTheLastUnmaskedOneAndAnEmptyBagIsZero() {
        Tensor ids = Tensor.of(new int[] {2, 3}, 1, 4, 2, 0, 3, 3);
        Tensor mask = Tensor.of(new int[] {2, 3}, 1, 1, 0, 0, 0, 0);
        Tensor table =
                Tensor.matrix(new double[] {1}, new double[] {2}, new double[] {3}, new double[] {4}, new double[] {5});
        assertArrayEquals(
                new double[] {5, 0},
                compute("EmbeddingBag", Map.of("mode", "last"), 1, table, ids, mask)
                        .data());
        assertArrayEquals(
                new double[] {5, 0},
                compute("EmbeddingBag", Map.of("mode", "max"), 1, table, ids, mask)
                        .data());
        assertArrayEquals(
                new double[] {3.5, 0},
                compute("EmbeddingBag", Map.of("mode", "mean"), 1, table, ids, mask)
                        .data());
    }

    @Test
    void productsAreThoseOfPyTorch() {
        Tensor product = compute("MatMul", Map.of(), wave(2, 1, 2, 3), wave(3, 3, 2));
        assertArrayEquals(new int[] {2, 3, 2, 2}, product.shape());
        assertKnown("MatMul broadcast", product);
        assertKnown(
                "Gemm",
                compute("Gemm", Map.of("alpha", 0.5f, "beta", 2f, "transB", 1), wave(2, 3), wave(4, 3), wave(4)));
    }

    @Test
    void reductionsKeepOrDropAxes() {
        assertKnown(
                "ReduceMean 0 2", compute("ReduceMean", Map.of("axes", List.of(0, 2), "keepdims", 0), wave(2, 3, 2)));
        Tensor x = Tensor.matrix(new double[] {1, 5, 2}, new double[] {4, 0, 4});
        assertArrayEquals(
                new int[] {2, 1},
                compute("ReduceMax", Map.of("axes", List.of(-1)), x).shape());
        assertArrayEquals(
                new double[] {5, 4},
                compute("ReduceMax", Map.of("axes", List.of(-1)), x).data());
        assertArrayEquals(
                new double[] {0}, compute("ReduceMin", Map.of("keepdims", 0), x).data());
        assertArrayEquals(
                new double[] {1, 0}, compute("ArgMax", Map.of("axis", 1), x).data(), "the first of equal ones wins");
    }

    @Test
    void elementsMoveWhereOnnxSays() {
        Tensor x = Tensor.matrix(new double[] {1, 2, 3}, new double[] {4, 5, 6});
        assertArrayEquals(
                new double[] {1, 4, 2, 5, 3, 6},
                compute("Transpose", Map.of(), x).data());
        assertArrayEquals(
                new double[] {2, 3, 5, 6},
                compute("Slice", Map.of("starts", List.of(-2), "ends", List.of(99), "axes", List.of(1)), x)
                        .data());
        assertArrayEquals(
                new double[] {1, 2, 3, 7, 4, 5, 6, 8},
                compute("Concat", Map.of("axis", 1), x, Tensor.matrix(new double[] {7}, new double[] {8}))
                        .data());
        assertArrayEquals(
                new double[] {3, 1, 6, 4},
                compute("Gather", Map.of("axis", 1), 1, x, Tensor.vector(2, 0)).data());
        assertArrayEquals(
                new int[] {3, 2},
                compute("Reshape", Map.of("shape", List.of(3, -1)), x).shape());
        assertArrayEquals(
                new int[] {2, 1, 3, 1},
                compute("Unsqueeze", Map.of("axes", List.of(1, -1)), x).shape());
        assertArrayEquals(
                new double[] {0, 0, 1, 1, 0, 0},
                compute("OneHot", Map.of("depth", 3), 0, Tensor.vector(2, 0)).data());
    }

    @Test
    void broadcastingFollowsNumpy() {
        Tensor column = Tensor.of(new int[] {2, 1}, 10, 20);
        Tensor row = Tensor.vector(1, 2, 3);
        assertArrayEquals(
                new double[] {11, 12, 13, 21, 22, 23},
                compute("Add", Map.of(), column, row).data());
        assertArrayEquals(
                new double[] {9, 8, 7, 19, 18, 17},
                compute("Sub", Map.of(), column, row).data());
    }

    @Test
    void dropoutUsesTheMaskOfTheSeedTheOutputAndTheStep() {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value y = g.op("Dropout", Map.of("ratio", 0.5f), g.input("x", ElementType.FLOAT, Shape.batch(8)));
        g.output("y", y);
        Map<String, Tensor> given = Map.of("x", wave(2, 8));
        ReferenceInterpreter reference = new ReferenceInterpreter(g.build());
        assertArrayEquals(wave(2, 8).data(), reference.infer(given).output("y").data(), "in use nothing is dropped");
        float[] mask = new float[16];
        CounterRandom.dropoutMask(9, y.name(), 3, 0.5f, mask, 16);
        double[] expected = wave(2, 8).data();
        for (int i = 0; i < 16; i++) expected[i] *= mask[i];
        assertArrayEquals(expected, reference.train(given, 9, 3).output("y").data());
    }

    @Test
    void idsOutOfRangeAreRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> compute("Gather", Map.of(), 1, wave(3, 2), Tensor.vector(3)));
    }

    @Test
    void aMissingInputIsNamed() {
        Graph graph = OperatorCases.all().get(0).inference();
        var e = assertThrows(
                IllegalArgumentException.class,
                () -> new ReferenceInterpreter(graph).infer(Map.of()).output("out"));
        assertTrue(e.getMessage().contains("'x0'"), e.getMessage());
    }
}
