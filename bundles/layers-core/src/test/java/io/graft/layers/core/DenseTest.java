package io.graft.layers.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Operator;
import io.graft.api.graph.Parameter;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.testkit.BuiltLayer;
import io.graft.testkit.SampledLayerContract;
import io.graft.testkit.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DenseTest extends SampledLayerContract<Dense.Settings> {
    DenseTest() {
        super(new Dense());
        sample(NUMBERS, "units", "4");
        sample(NUMBERS, "units", "classes", "bias", "false", "activation", "tanh");
        sample(SEQUENCE, "units", "3", "activation", "gelu");
        sample(SEQUENCE, "units", "3", "bias", "false", "initializer", "he-normal");
        sample(IMAGE, "units", "2", "initializer", "orthogonal");
    }

    @Test
    void itIsAProductPlusABiasUnderAnActivation() {
        BuiltLayer built = BuiltLayer.overNumbers(BuiltLayer.layer(new Dense(), "units", "2", "activation", "relu"), 3);
        Tensor y = built.answer(
                Tensor.matrix(new double[] {1, 2, 3}),
                Optional.empty(),
                Map.of(
                        "layer.weight",
                                Tensor.matrix(new double[] {1, -1}, new double[] {10, -10}, new double[] {100, -100}),
                        "layer.bias", Tensor.vector(0.5, 0.5)));
        assertArrayEquals(new double[] {321.5, 0}, y.data());
    }

    @Test
    void ofRowsItIsOneGemm() {
        assertEquals(
                List.of("Gemm", "Relu"),
                BuiltLayer.overNumbers(BuiltLayer.layer(new Dense(), "units", "2", "activation", "relu"), 3)
                        .graph()
                        .operators()
                        .stream()
                        .map(Operator::type)
                        .toList());
    }

    @Test
    void ofASequenceItWorksOnEveryPositionAndKeepsTheMask() {
        Value out = BuiltLayer.overSequence(BuiltLayer.layer(new Dense(), "units", "7"), 5, 4)
                .out();
        assertEquals(Shape.batch(5, 7), out.shape());
        assertTrue(out.mask().isPresent());
    }

    @Test
    void unitsMayBeTheNumberOfClasses() {
        assertEquals(
                Shape.batch(3),
                BuiltLayer.overNumbers(BuiltLayer.layer(new Dense(), "units", "classes"), 5)
                        .out()
                        .shape());
    }

    @Test
    void withoutClassesUnitsMustBeANumber() {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value x = g.input("x", ElementType.FLOAT, Shape.batch(4));
        var e = assertThrows(PipelineException.class, () -> BuiltLayer.layer(new Dense(), "units", "classes")
                .build(g, x));
        assertEquals(ErrorCode.BAD_SETTING, e.code());
    }

    @Test
    void parametersBeginAsTheSettingsSay() {
        List<Parameter> parameters = BuiltLayer.overNumbers(
                        BuiltLayer.layer(new Dense(), "units", "2", "initializer", "he-uniform"), 3)
                .graph()
                .parameters();
        assertEquals(
                List.of("layer.weight", "layer.bias"),
                parameters.stream().map(Parameter::name).toList());
        assertEquals(
                List.of(Initializer.heUniform(), Initializer.zeros()),
                parameters.stream().map(Parameter::initializer).toList());
    }

    @Test
    void idsAreSentToAnEmbedding() {
        var e = assertThrows(
                PipelineException.class, () -> BuiltLayer.overIds(BuiltLayer.layer(new Dense(), "units", "2"), 32));
        assertEquals(ErrorCode.TYPE_MISMATCH, e.code());
        assertEquals("dense takes numbers, but gets int[32]; put an embedding before it.", e.getMessage());
    }
}
