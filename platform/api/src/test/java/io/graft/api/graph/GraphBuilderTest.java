package io.graft.api.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.PipelineException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphBuilderTest {
    private final GraphBuilder g = new GraphBuilder(Map.of(GraphBuilder.CLASSES, 3));
    private final Value mask = g.input("mask", ElementType.FLOAT, Shape.batch(4));
    private final Value ids =
            g.input("ids", ElementType.INT, Shape.batch(4)).below(100).withMask(mask);
    private final Value table = g.parameter("table", Shape.of(100, 8), Initializer.zeros());

    private List<String> operators() {
        g.output("y", g.constant(0));
        return g.build().operators().stream().map(Operator::type).toList();
    }

    private List<String> operatorsOf(Value y) {
        g.output("y", y);
        return g.build().operators().stream().map(Operator::type).toList();
    }

    @Test
    void namedNumbersAreKnown() {
        assertEquals(OptionalInt.of(3), g.dimension("classes"));
        assertEquals(OptionalInt.empty(), g.dimension("words"));
    }

    @Test
    void scopesNameParametersAndPlaces() {
        Value w;
        try (GraphBuilder.Scope outer = g.scope("layers.1.residual", "model.layers[1]")) {
            assertEquals("model.layers[1]", g.place());
            try (GraphBuilder.Scope inner = g.scope("layers.0.dense", "model.layers[1].residual.layers[0]")) {
                w = g.parameter("weight", Shape.of(2, 2), Initializer.ones());
            }
            assertEquals("model.layers[1]", g.place());
        }
        g.output("w", w);
        Parameter p =
                g.build().parameter("layers.1.residual.layers.0.dense.weight").orElseThrow();
        assertEquals(new Place("layers.1.residual.layers.0.dense", "model.layers[1].residual.layers[0]"), p.place());
        assertEquals("", g.place());
    }

    @Test
    void aScopeWithoutAPlaceKeepsTheOuterOne() {
        try (GraphBuilder.Scope outer = g.scope("loss", "model.loss");
                GraphBuilder.Scope inner = g.scope("smoothing", "")) {
            assertEquals("model.loss", g.place());
        }
    }

    @Test
    void errorsCarryThePlaceOfTheLayer() {
        try (GraphBuilder.Scope s = g.scope("layers.2.dense", "model.layers[2]")) {
            Value w = g.parameter("weight", Shape.of(9, 5), Initializer.ones());
            PipelineException e = assertThrows(PipelineException.class, () -> g.matMul(g.gather(table, ids), w));
            assertEquals("model.layers[2]", e.at());
            assertEquals(
                    "In layers.2.dense: MatMul of [batch, 4, 8] and [9, 5]: the inner sizes 8 and 9 differ.",
                    e.getMessage());
        }
    }

    @Test
    void errorsInsideACompositeLayerNameItsPart() {
        try (GraphBuilder.Scope layer = g.scope("layers.2.residual-block", "model.layers[2]");
                GraphBuilder.Scope part = g.scope("conv1", "")) {
            Value w = g.parameter("weight", Shape.of(9, 5), Initializer.ones());
            PipelineException e = assertThrows(PipelineException.class, () -> g.matMul(g.gather(table, ids), w));
            assertEquals("model.layers[2]", e.at());
            assertTrue(e.getMessage().startsWith("In layers.2.residual-block.conv1: MatMul of"), e.getMessage());
        }
    }

    @Test
    void aNameIsGivenOnce() {
        assertThrows(IllegalArgumentException.class, () -> g.input("ids", ElementType.INT, Shape.batch(4)));
        assertThrows(IllegalArgumentException.class, () -> g.parameter("table", Shape.of(1), Initializer.zeros()));
        g.output("y", mask);
        assertThrows(IllegalArgumentException.class, () -> g.output("y", mask));
    }

    @Test
    void whatNoOutputDependsOnIsLeftOut() {
        Value unused = g.parameter("unused", Shape.of(8), Initializer.zeros());
        g.add(g.gather(table, ids), unused);
        Value used = g.op("Exp", mask);
        g.output("y", used);
        Graph graph = g.build();
        assertEquals(
                List.of("Exp"), graph.operators().stream().map(Operator::type).toList());
        assertEquals(List.of(), graph.parameters());
        assertEquals(
                List.of("mask", "ids"),
                graph.inputs().stream().map(Value::name).toList(),
                "a batch still brings its inputs");
        assertEquals(Set.of("mask", "ids", used.name()), graph.values().keySet());
        assertThrows(IllegalArgumentException.class, () -> graph.output("z"));
    }

    @Test
    void operatorsComeAfterThoseTheyDependOn() {
        Value h = g.gather(table, ids);
        for (int i = 0; i < 5; i++) h = g.add(g.square(h), h);
        g.output("y", h);
        Graph graph = g.build();
        Set<String> known = new java.util.HashSet<>(Set.of("mask", "ids", "table"));
        for (Operator op : graph.operators()) {
            assertTrue(known.containsAll(op.inputs()), op + " comes too early");
            known.addAll(op.outputs());
        }
        assertEquals(11, graph.operators().size());
        assertEquals(800, graph.parameterCount());
    }

    @Test
    void theMaskOfIdsIsTheMaskOfTheirRows() {
        Value rows = g.gather(table, ids);
        assertEquals(mask, rows.mask().orElseThrow());
        Value b = g.parameter("b", Shape.of(8), Initializer.zeros());
        assertEquals(mask, g.op("Relu", g.add(rows, b)).mask().orElseThrow(), "through operators that keep axis 1");
        assertEquals(mask, g.add(b, rows).mask().orElseThrow(), "whichever side has it");
        assertEquals(
                mask,
                g.linear(
                                rows,
                                g.parameter("w", Shape.of(8, 5), Initializer.zeros()),
                                g.parameter("c", Shape.of(5), Initializer.zeros()))
                        .mask()
                        .orElseThrow());
    }

    @Test
    void theMaskGoesWithItsAxis() {
        Value rows = g.gather(table, ids);
        assertTrue(g.reduce("ReduceSum", rows, false, 1).mask().isEmpty());
        assertTrue(g.slice(rows, 1, 0, 2).mask().isEmpty());
        assertTrue(g.reshape(rows, 0, -1).mask().isEmpty());
        assertTrue(rows.unmasked().mask().isEmpty());
    }

    @Test
    void aTransposedSquareLosesItsMask() {
        // [batch, 4, 4]: the shapes are alike, but axis 1 is not what the mask was for any more
        Value square = g.gather(g.parameter("square", Shape.of(100, 4), Initializer.zeros()), ids);
        Value turned = g.op("Transpose", Map.of("perm", List.of(0, 2, 1)), square);
        assertEquals(square.shape(), turned.shape());
        assertTrue(turned.mask().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mean", "sum", "max", "last"})
    void poolingRowsJustLookedUpBecomesAnEmbeddingBag(String mode) {
        Value pooled = g.pool(g.gather(table, ids), mode);
        assertEquals(Shape.batch(8), pooled.shape());
        g.output("y", pooled);
        Graph graph = g.build();
        assertEquals(1, graph.operators().size(), "the gather is dead");
        Operator bag = graph.operators().get(0);
        assertEquals("EmbeddingBag", bag.type());
        assertEquals(List.of("table", "ids", "mask"), bag.inputs());
        assertEquals(mode, bag.string("mode", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mean", "sum", "max", "last"})
    void poolingSomethingElseUsesPlainOperators(String mode) {
        Value pooled = g.pool(g.op("Relu", g.gather(table, ids)), mode);
        assertEquals(Shape.batch(8), pooled.shape());
        assertTrue(pooled.mask().isEmpty());
        List<String> types = operatorsOf(pooled);
        assertFalse(types.contains("EmbeddingBag"));
        assertTrue(types.contains("Relu"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mean", "sum", "max", "last"})
    void poolingWithoutAMaskLooksAtAllPositions(String mode) {
        Value pooled = g.pool(g.gather(table, ids).unmasked(), mode);
        assertEquals(Shape.batch(8), pooled.shape());
        assertFalse(operatorsOf(pooled).contains("Where"));
    }

    @Test
    void unknownPoolingIsRefusedEverywhere() {
        Value rows = g.gather(table, ids);
        assertThrows(PipelineException.class, () -> g.pool(rows, "median"));
        assertThrows(IllegalArgumentException.class, () -> g.pool(g.op("Relu", rows), "median"));
        assertThrows(IllegalArgumentException.class, () -> g.pool(rows.unmasked(), "median"));
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void activationsKeepShapeAndMask(Activation activation) {
        Value rows = g.gather(table, ids);
        Value y = activation.apply(g, rows);
        assertEquals(rows.shape(), y.shape());
        assertEquals(rows.mask(), y.mask());
    }

    @Test
    void linearIsOneOperatorForTwoAxes() {
        Value x = g.input("x", ElementType.FLOAT, Shape.batch(8));
        Value w = g.parameter("w", Shape.of(8, 5), Initializer.zeros());
        Value b = g.parameter("b", Shape.of(5), Initializer.zeros());
        assertEquals(Shape.batch(5), g.linear(x, w, b).shape());
        assertEquals(List.of("Gemm"), operatorsOf(g.linear(x, w, b)));
        assertEquals(Shape.batch(4, 5), g.linear(g.gather(table, ids), w, b).shape());
    }

    @Test
    void weightedMeanIsAScalar() {
        Value rows = g.reduce("ReduceSum", mask, false, 1);
        Value weight = g.input("weight", ElementType.FLOAT, Shape.of(Dim.BATCH));
        assertEquals(Shape.SCALAR, g.weightedMean(rows, weight).shape());
    }

    @Test
    void aGraphCannotBeChanged() {
        assertEquals(List.of("Constant"), operators());
        Graph graph = g.build();
        assertThrows(UnsupportedOperationException.class, () -> graph.outputs().clear());
        assertThrows(UnsupportedOperationException.class, () -> graph.values().clear());
        assertThrows(
                UnsupportedOperationException.class,
                () -> graph.operators().get(0).attributes().clear());
    }

    @Test
    void onlyResultsWithThePositionsOfASequenceKeepItsMask() {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value mask = g.input("mask", ElementType.FLOAT, Shape.batch(2));
        Value other = g.input("other", ElementType.FLOAT, Shape.batch(2));
        Value x = g.input("x", ElementType.FLOAT, Shape.batch(2, 4)).withMask(mask);
        Value keys = g.input("keys", ElementType.FLOAT, Shape.batch(2, 4)).withMask(other);
        List<Value> lstm = g.ops(
                "LSTM",
                Map.of("hidden_size", 4, "direction", "bidirectional"),
                x,
                g.parameter("w", Shape.of(2, 16, 4), Initializer.zeros()),
                g.parameter("r", Shape.of(2, 16, 4), Initializer.zeros()));
        assertTrue(lstm.get(0).mask().isPresent(), "all outputs");
        assertTrue(lstm.get(1).mask().isEmpty(), "the state of two directions is no sequence of length 2");
        Value free = g.op("Attention", Map.of("q_num_heads", 2), x.unmasked(), keys, keys);
        assertTrue(free.mask().isEmpty(), "the keys' mask is not that of the queries");
        assertEquals(
                "mask",
                g.op("Attention", Map.of("q_num_heads", 2), x, keys, keys)
                        .mask()
                        .orElseThrow()
                        .name());
        Value conv = g.op("Conv", x, g.parameter("k", Shape.of(2, 2, 1), Initializer.zeros()));
        assertTrue(conv.mask().isEmpty(), "channels are no positions");
    }
}
