package io.graft.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.Graph;
import io.graft.api.graph.Parameter;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.pipeline.Types.None;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private final Fakes fakes = new Fakes();

    private Graph graph(String layers, int width) {
        try (Assembly a = fakes.learned(Fakes.STEPS, layers);
                StepChain chain = a.chain(false)) {
            return a.graph(chain.features(), width);
        }
    }

    private PipelineException refused(String layers, int width) {
        return assertThrows(PipelineException.class, () -> graph(layers, width));
    }

    @Test
    void inputsAndOutputsHaveTheirNames() {
        Graph g = graph(Fakes.LAYERS, 3);
        assertEquals(
                List.of("ids", "mask", "target", "rowWeight"),
                g.inputs().stream().map(Value::name).toList());
        assertEquals(Set.of("output", "scores", "loss"), g.outputs().keySet());
        assertEquals(Shape.batch(3), g.output("scores").shape());
        assertEquals(Shape.SCALAR, g.output("loss").shape());
        assertEquals(
                List.of("layers.0.table.rows", "layers.2.dense.weight", "layers.2.dense.bias"),
                g.parameters().stream().map(Parameter::name).toList());
        assertEquals(Shape.of(4, 5), g.parameters().get(0).shape(), "three words were learned, and 0");
    }

    @Test
    void branchesWithTheSameLayersHaveParametersOfTheirOwn() {
        Graph g = graph(
                "[{ table: { size: 5 } }, mean, { branches: { branches: [[{ dense: { units: 2 } }, { dense: { units: 2 } }],"
                        + " [{ dense: { units: 2 } }, { residual: { layers: [{ dense: { units: 2 } }] } }]] } }, { dense: { units: classes } }]",
                2);
        assertEquals(
                List.of(
                        "layers.2.branches.branches.0.0.dense.weight",
                        "layers.2.branches.branches.0.1.dense.weight",
                        "layers.2.branches.branches.1.0.dense.weight",
                        "layers.2.branches.branches.1.1.residual.layers.0.dense.weight",
                        "layers.3.dense.weight"),
                g.parameters().stream()
                        .map(Parameter::name)
                        .filter(n -> n.endsWith("weight"))
                        .toList());
        assertEquals(
                "model.layers[2].branches.branches[1][1].residual.layers[0]",
                g.parameter("layers.2.branches.branches.1.1.residual.layers.0.dense.weight")
                        .orElseThrow()
                        .place()
                        .at());
    }

    @Test
    void shapesThatDoNotFitNameLayerAndPlace() {
        PipelineException e = refused(
                "[{ table: { size: 5 } }, mean, { residual: { layers: [{ dense: { units: 3 } }] } }, { dense: { units: classes } }]",
                2);
        assertEquals(ErrorCode.SHAPE_MISMATCH, e.code());
        assertEquals("model.layers[2]", e.at());
        assertEquals(
                "In layers.2.residual: Add of [batch, 5] and [batch, 3]: axis -1 is 5 on one side and 3 on the other.",
                e.getMessage());
    }

    @Test
    void idsIntoADenseLayerAreRefused() {
        PipelineException e = refused("[{ dense: { units: classes } }]", 2);
        assertEquals("model.layers[0]", e.at());
        assertTrue(e.getMessage().contains("'ids' is INT; ids become numbers by an embedding"), e.getMessage());
    }

    @Test
    void theLastLayerMustGiveOneNumberForEachClass() {
        PipelineException e = refused("[{ table: { size: 5 } }, mean, { dense: { units: 4 } }]", 3);
        assertEquals(ErrorCode.SHAPE_MISMATCH, e.code());
        assertEquals("model.layers[2]", e.at());
        assertEquals(
                "The last layer, 'dense', gives [batch, 4], but the loss 'cross' needs [batch, 3]: one number for each class."
                        + " Write dense: { units: classes } as the last layer.",
                e.getMessage());
        assertTrue(refused("[{ table: { size: 5 } }]", 3)
                .getMessage()
                .startsWith("The last layer, 'table', gives [batch, 4, 5]"));
    }

    @Test
    void beforeTheClassesAreKnownAnyNumberOfThemIsRight() {
        try (Assembly a = fakes.assembly(Fakes.STEPS, "[{ table: { size: 5 } }, mean, { dense: { units: 77 } }]")) {
            Graph g = a.graph(a.plannedFeatures(a.source(a.descriptor().data().train())), 0);
            assertEquals(Shape.batch(77), g.output("scores").shape());
        }
    }

    @Test
    void aLossThatIsNoNumberIsAFaultOfItsPlugIn() {
        fakes.catalog.remove("cross");
        fakes.catalog.add(
                "cross",
                new Types.Loses<>(None.class, (s, c) -> new io.graft.api.model.Loss() {
                    @Override
                    public io.graft.api.model.Target target() {
                        return io.graft.api.model.Target.CLASS;
                    }

                    @Override
                    public Value build(io.graft.api.graph.GraphBuilder g, Value output, Value target, Value rowWeight) {
                        return g.op("SoftmaxCrossEntropyLoss", Map.of("reduction", "none"), output, target);
                    }

                    @Override
                    public Value scores(io.graft.api.graph.GraphBuilder g, Value output) {
                        return output;
                    }
                }),
                "com.acme.losses");
        PipelineException e = refused(Fakes.LAYERS, 2);
        assertEquals(ErrorCode.PLUGIN_FAILED, e.code());
        assertEquals("model.loss", e.at());
        assertEquals(
                "The plug-in com.acme.losses 1.2.3 gives a loss of shape [batch] instead of one number.",
                e.getMessage());
    }
}
