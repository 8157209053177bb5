package io.graft.testkit;

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

/** The definition of the operators against numbers worked out by hand; {@link KnownCasesTest} has those of PyTorch. */
class ReferenceInterpreterTest {

    @Test
    void itKnowsEveryOperator() {
        assertEquals(Operators.names(), ReferenceInterpreter.operators());
    }

    /** 2 sin(1), 2 sin(2), … in this shape. */
    private static Tensor wave(int... shape) {
        double[] x = new double[Tensor.elements(shape)];
        for (int i = 0; i < x.length; i++) x[i] = 2 * Math.sin(i + 1);
        return Tensor.of(shape, x);
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
                wave(3),
                "mean",
                Tensor.vector(8, 8, 8),
                "variance",
                Tensor.vector(4, 4, 4));
        var evaluation = new ReferenceInterpreter(g.build()).train(given, 0, 0);
        evaluation.output("y");
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
    void reductionsKeepOrDropAxes() {
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

    /** One operator over named tensors; those that begin with "i" are INT, null is left out. */
    private static List<Tensor> several(String type, Map<String, Object> attributes, Object... namesAndTensors) {
        GraphBuilder g = new GraphBuilder(Map.of());
        List<Value> values = new ArrayList<>();
        Map<String, Tensor> given = new HashMap<>();
        for (int i = 0; i < namesAndTensors.length; i += 2) {
            String name = (String) namesAndTensors[i];
            Tensor x = (Tensor) namesAndTensors[i + 1];
            if (x == null) {
                values.add(Value.ABSENT);
                continue;
            }
            ElementType element = name.startsWith("i") ? ElementType.INT : ElementType.FLOAT;
            values.add(g.input(name, element, Shape.of(x.shape())));
            given.put(name, x);
        }
        List<Value> out = g.ops(type, attributes, values.toArray(Value[]::new));
        for (int i = 0; i < out.size(); i++) g.output("y" + i, out.get(i));
        var evaluation = new ReferenceInterpreter(g.build()).infer(given);
        List<Tensor> results = new ArrayList<>();
        for (int i = out.size() - 1; i >= 0; i--) results.add(0, evaluation.output("y" + i));
        return results;
    }

    @Test
    void anEmptyRowKeepsItsStateAndGivesZerosBeyondItsLength() {
        Tensor start = Tensor.of(new int[] {2, 1, 1}, 0.25, 0.5);
        List<Tensor> y = several(
                "RNN",
                Map.of("hidden_size", 1, "activation", "Relu"),
                "x",
                Tensor.of(new int[] {2, 3, 1}, 1, 2, 3, 4, 5, 6),
                "w",
                Tensor.of(new int[] {1, 1, 1}, 1),
                "r",
                Tensor.of(new int[] {1, 1, 1}, 10),
                "b",
                null,
                "ilengths",
                Tensor.vector(0, 2),
                "h",
                start);
        assertArrayEquals(new double[] {0, 0, 0, 4 + 5, 5 + 90, 0}, y.get(0).data());
        assertArrayEquals(new double[] {0.25, 95}, y.get(1).data());
    }

    @Test
    void aRowThatGoesBackwardsBeginsAtItsLastPosition() {
        List<Tensor> y = several(
                "RNN",
                Map.of("hidden_size", 1, "activation", "Relu", "direction", "reverse"),
                "x",
                Tensor.of(new int[] {1, 3, 1}, 4, 5, 6),
                "w",
                Tensor.of(new int[] {1, 1, 1}, 1),
                "r",
                Tensor.of(new int[] {1, 1, 1}, 10),
                "b",
                null,
                "ilengths",
                Tensor.vector(2));
        assertArrayEquals(new double[] {4 + 50, 5, 0}, y.get(0).data());
        assertArrayEquals(new double[] {54}, y.get(1).data());
    }

    @Test
    void aLengthBeyondTheSequenceIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> several(
                        "RNN",
                        Map.of("hidden_size", 1),
                        "x",
                        Tensor.zeros(1, 2, 1),
                        "w",
                        Tensor.zeros(1, 1, 1),
                        "r",
                        Tensor.zeros(1, 1, 1),
                        "b",
                        null,
                        "ilengths",
                        Tensor.vector(3)));
    }

    @Test
    void aQueryWhoseMaskIsMinusInfinityEverywhereGivesZeros() {
        double no = Double.NEGATIVE_INFINITY;
        List<Tensor> y = several(
                "Attention",
                Map.of("q_num_heads", 1),
                "q",
                Tensor.of(new int[] {1, 2, 1}, 3, 4),
                "k",
                Tensor.of(new int[] {1, 2, 1}, 5, 6),
                "v",
                Tensor.of(new int[] {1, 2, 1}, 7, 8),
                "mask",
                Tensor.matrix(new double[] {no, no}, new double[] {no, 0}));
        assertArrayEquals(new double[] {0, 8}, y.get(0).data());
    }

    @Test
    void noLabelsInNoTimeAreCertainAndTheSlopeOfALossIsMinusAProbability() {
        Tensor half = Tensor.of(new int[] {2, 1, 2}, Math.log(0.5), Math.log(0.5), Math.log(0.25), Math.log(0.75));
        Tensor labels = Tensor.of(new int[] {2, 1}, 1, 1);
        Tensor loss = several(
                        "CTCLoss",
                        Map.of(),
                        "x",
                        half,
                        "ilabels",
                        labels,
                        "ilengths",
                        Tensor.vector(0, 1),
                        "icounts",
                        Tensor.vector(0, 1))
                .get(0);
        assertArrayEquals(new double[] {0, -Math.log(0.75)}, loss.data(), 1e-15);
        Tensor slope = CentralDifferences.gradient(
                x -> several(
                                "CTCLoss",
                                Map.of(),
                                "x",
                                x,
                                "ilabels",
                                labels,
                                "ilengths",
                                Tensor.vector(0, 1),
                                "icounts",
                                Tensor.vector(0, 1))
                        .get(0)
                        .data()[1],
                half);
        assertArrayEquals(new double[] {0, 0, 0, -1}, slope.data(), 1e-8, "the only path goes through label 1");
    }

    @Test
    void ofEqualNumbersTheFirstIsTheGreatestAndTheLeast() {
        Tensor x = Tensor.vector(2, 3, 2, 3, 2);
        assertArrayEquals(
                new double[] {1, 3, 0},
                several("TopK", Map.of("k", 3), "x", x).get(1).data());
        assertArrayEquals(
                new double[] {0, 2, 4, 1},
                several("TopK", Map.of("k", 4, "largest", 0), "x", x).get(1).data());
    }

    @Test
    void stepsGoBackwardsWhereTheyAreNegative() {
        Map<String, Object> backwards = Map.of(
                "starts", List.of(-1), "ends", List.of(Integer.MIN_VALUE), "axes", List.of(0), "steps", List.of(-2));
        Tensor x = Tensor.vector(1, 2, 3, 4);
        assertArrayEquals(
                new double[] {4, 2}, several("Slice", backwards, "x", x).get(0).data());
        assertArrayEquals(
                new double[] {},
                several("Slice", backwards, "x", Tensor.vector()).get(0).data());
    }

    @Test
    void aHalfIsRoundedDownWhenTheNearestIsTaken() {
        Map<String, Object> half =
                Map.of("axes", List.of(2), "sizes", List.of(2), "coordinate_transformation_mode", "half_pixel");
        Tensor x = Tensor.of(new int[] {1, 1, 4}, 1, 2, 3, 4);
        assertArrayEquals(
                new double[] {1, 3}, several("Resize", half, "x", x).get(0).data());
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
