package io.graft.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Operator;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.model.Layer;
import io.graft.pipeline.Types.None;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Networks with named branches. */
class BranchesTest {
    private final Fakes fakes = new Fakes();

    BranchesTest() {
        fakes.catalog.add("join", new Types.Builds<>(None.class, (s, c) -> new Layer() {
            @Override
            public Value build(GraphBuilder graph, Value input) {
                return build(graph, List.of(input));
            }

            @Override
            public Value build(GraphBuilder graph, List<Value> inputs) {
                return graph.concat(-1, inputs.toArray(Value[]::new));
            }
        }));
    }

    private Graph graph(String layers) {
        try (Assembly a = fakes.learned(Fakes.STEPS, layers);
                StepChain chain = a.chain(false)) {
            return a.graph(chain.features(), 2);
        }
    }

    private PipelineException refused(String layers) {
        return assertThrows(PipelineException.class, () -> graph(layers));
    }

    @Test
    void aResidualNetworkTakesWhatItTookBefore() {
        Graph g = graph("[{ table: { size: 5 } }, { mean: , as: a }, { dense: { units: 3 }, as: b },"
                + " { join: , from: [a, b] }, { dense: { units: classes } }]");
        assertEquals(
                Shape.of(8, 2),
                g.parameter("layers.4.dense.weight").orElseThrow().shape());
        Operator joined = g.operators().stream()
                .filter(o -> o.type().equals("Concat"))
                .findFirst()
                .orElseThrow();
        assertEquals(2, joined.inputs().size());
        assertEquals("model.layers[3]", joined.place().at());
    }

    @Test
    void featuresAndTheInputCanBeNamed() {
        Graph g = graph(
                "[{ table: { size: 5 } }, { mean: , as: a }, { table: { size: 3 }, from: ids }, { mean: , as: b },"
                        + " { table: { size: 2 }, from: input }, { mean: , as: c }, { join: , from: [a, b, c] },"
                        + " { dense: { units: classes } }]");
        assertEquals(
                Shape.of(10, 2),
                g.parameter("layers.7.dense.weight").orElseThrow().shape());
        assertEquals(
                3,
                g.operators().stream()
                        .filter(o -> o.type().equals("EmbeddingBag"))
                        .count(),
                "each branch has the mask of the ids");
    }

    @Test
    void aNameThatNobodyHasIsToldWithTheNearest() {
        PipelineException e =
                refused("[{ table: { size: 5 } }, { mean: , as: words }, { table: { size: 3 }, from: isd },"
                        + " { mean: , as: x }, { join: , from: [words, x] }, { dense: { units: classes } }]");
        assertEquals(ErrorCode.BAD_SETTING, e.code());
        assertEquals("model.layers[2].from", e.at());
        assertEquals(
                "No layer before this one and no feature is called 'isd'. Did you mean 'ids'? Known: ids, mask, words, input.",
                e.getMessage());
    }

    @Test
    void theNameOfAFeatureIsTaken() {
        PipelineException e = refused("[{ table: { size: 5 } }, { mean: , as: ids }, { dense: { units: classes } }]");
        assertEquals("model.layers[1].as", e.at());
        assertEquals("'ids' is the name of a feature of the rows already; choose another.", e.getMessage());
    }

    @Test
    void aLayerThatTakesOneValueSaysSoWithItsPlace() {
        PipelineException e = refused("[{ table: { size: 5 } }, { mean: , as: a }, { dense: { units: 3 }, as: b },"
                + " { dense: { units: classes }, from: [a, b] }]");
        assertEquals(ErrorCode.SHAPE_MISMATCH, e.code());
        assertEquals("model.layers[3]", e.at());
        assertTrue(e.getMessage().startsWith("This layer takes one value, but 'from' names 2"), e.getMessage());
    }
}
