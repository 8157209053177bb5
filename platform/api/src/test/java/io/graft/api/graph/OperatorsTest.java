package io.graft.api.graph;

import static io.graft.api.graph.OperatorExamples.B;
import static io.graft.api.graph.OperatorExamples.floats;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Types and shapes as the ONNX operator reference (opset 21) gives them. */
class OperatorsTest {

    static Stream<Arguments> examples() {
        return Stream.of(
                        ElementExamples.examples(),
                        ProductExamples.examples(),
                        ReductionExamples.examples(),
                        LayoutExamples.examples(),
                        LookupExamples.examples(),
                        NormalizationExamples.examples(),
                        LossExamples.examples(),
                        WindowExamples.examples(),
                        SequenceExamples.examples())
                .flatMap(family -> family);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                        ElementExamples.mistakes(),
                        ProductExamples.mistakes(),
                        ReductionExamples.mistakes(),
                        LayoutExamples.mistakes(),
                        LookupExamples.mistakes(),
                        NormalizationExamples.mistakes(),
                        LossExamples.mistakes(),
                        WindowExamples.mistakes(),
                        SequenceExamples.mistakes())
                .flatMap(family -> family);
    }

    @ParameterizedTest(name = "{0} {1} of {3} gives {2}")
    @MethodSource("examples")
    void typesAndShapesAreFound(
            String type, Map<String, Object> attributes, List<Operators.Result> results, List<Value> in) {
        assertEquals(results, Operators.infer(new Operators.Call(type, in, attributes), "model.layers[0]"));
    }

    @Test
    void everyOperatorHasAnExample() {
        Set<String> untried = new HashSet<>(Operators.names());
        examples().forEach(a -> untried.remove((String) a.get()[0]));
        assertEquals(Set.of(), untried);
    }

    @ParameterizedTest(name = "{1} {2} of {3}: {0}")
    @MethodSource("mistakes")
    void whatDoesNotFitIsSaidWithItsPlace(String says, String type, Map<String, Object> attributes, List<Value> in) {
        PipelineException e = assertThrows(
                PipelineException.class,
                () -> Operators.infer(new Operators.Call(type, in, attributes), "model.layers[3]"));
        assertEquals(ErrorCode.SHAPE_MISMATCH, e.code());
        assertEquals("model.layers[3]", e.at());
        assertTrue(e.getMessage().contains(says), e.getMessage());
        assertTrue(e.getMessage().startsWith(type), e.getMessage());
    }

    @Test
    void unknownOperatorNamesTheOthers() {
        PipelineException e = assertThrows(
                PipelineException.class,
                () -> Operators.infer(new Operators.Call("Multiply", List.of(), Map.of()), "model.layers[0]"));
        assertEquals(ErrorCode.UNSUPPORTED, e.code());
        assertTrue(
                e.getMessage().startsWith("There is no operator 'Multiply'. Available: Abs, Add, And,"),
                e.getMessage());
    }

    @Test
    void unknownAttributeNamesTheOthers() {
        PipelineException e = assertThrows(
                PipelineException.class,
                () -> Operators.infer(new Operators.Call("Gelu", List.of(floats(B)), Map.of("tanh", 1)), ""));
        assertEquals("Gelu has no attribute 'tanh', only [approximate].", e.getMessage());
    }

    @Test
    void anAttributeThatReadersWouldPassOverIsRefused() {
        // a Double where a Float is read would silently be the default
        PipelineException e = assertThrows(
                PipelineException.class,
                () -> Operators.infer(new Operators.Call("Elu", List.of(floats(B)), Map.of("alpha", 0.5)), ""));
        assertEquals(ErrorCode.UNSUPPORTED, e.code());
        assertTrue(
                e.getMessage().contains("'alpha' of Elu is 0.5, a Double; it must be an Integer, a Float"),
                e.getMessage());
    }
}
