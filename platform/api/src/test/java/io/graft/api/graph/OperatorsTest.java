package io.graft.api.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.util.Arrays;
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
    private static final Dim B = Dim.BATCH;

    private static Value floats(Object... dims) {
        return value(ElementType.FLOAT, dims);
    }

    private static Value ids(Object... dims) {
        return value(ElementType.INT, dims);
    }

    private static Value bools(Object... dims) {
        return value(ElementType.BOOL, dims);
    }

    private static Value value(ElementType type, Object... dims) {
        return new Value("x", type, shape(dims));
    }

    /** Numbers are sizes, B is the batch, words are other named axes. */
    private static Shape shape(Object... dims) {
        return new Shape(Arrays.stream(dims)
                .map(d -> d instanceof Dim n ? n : d instanceof String s ? Dim.named(s) : Dim.of((Integer) d))
                .toList());
    }

    private static Arguments gives(
            String type, Map<String, Object> attributes, ElementType element, Shape shape, Value... in) {
        return Arguments.of(type, attributes, element, shape, List.of(in));
    }

    static Stream<Arguments> examples() {
        ElementType f = ElementType.FLOAT;
        Stream<Arguments> same = Stream.of(
                        "Abs Neg Exp Log Sqrt Reciprocal Sign Relu Sigmoid Tanh Softplus Mish Identity Elu LeakyRelu Selu Gelu Clip Softmax LogSoftmax Dropout"
                                .split(" "))
                .map(type -> gives(type, Map.of(), f, shape(B, 3), floats(B, 3)));
        Stream<Arguments> pairs = Stream.of("Add Sub Mul Div Pow Max Min".split(" "))
                .map(type -> gives(type, Map.of(), f, shape(B, 4, 3), floats(B, 4, 3), floats(3)));
        Stream<Arguments> comparisons = Stream.of("Equal Greater GreaterOrEqual Less LessOrEqual".split(" "))
                .map(type -> gives(type, Map.of(), ElementType.BOOL, shape(B, 3), floats(B, 3), floats()));
        Stream<Arguments> reductions = Stream.of("ReduceSum ReduceMean ReduceMax ReduceMin".split(" "))
                .map(type -> gives(type, Map.of("axes", List.of(-1), "keepdims", 0), f, shape(B, 4), floats(B, 4, 3)));
        Stream<Arguments> others = Stream.of(
                gives("Add", Map.of(), f, shape(B, 5, 3), floats(B, 1, 3), floats(5, 1)),
                gives("Add", Map.of(), f, shape(B, 3), floats(B, 1), floats(B, 3)),
                gives("Add", Map.of(), f, shape(B, 3), floats(3), floats(B, 1)),
                gives("Add", Map.of(), ElementType.INT, shape(B), ids(B), ids()),
                gives("And", Map.of(), ElementType.BOOL, shape(B, 2), bools(B, 2), bools(2)),
                gives("Or", Map.of(), ElementType.BOOL, shape(B, 2), bools(B, 2), bools(B, 1)),
                gives("Not", Map.of(), ElementType.BOOL, shape(B), bools(B)),
                gives("Where", Map.of(), f, shape(B, 4, 3), bools(B, 4, 1), floats(B, 4, 3), floats()),
                gives("Cast", Map.of("to", "INT"), ElementType.INT, shape(B), floats(B)),
                gives("Constant", Map.of("value", List.of(1f, 2f), "shape", List.of(2)), f, shape(2)),
                gives("Constant", Map.of("value", List.of(1f), "shape", List.of()), f, Shape.SCALAR),
                gives("MatMul", Map.of(), f, shape(B, 7), floats(B, 5), floats(5, 7)),
                gives("MatMul", Map.of(), f, shape(B, 4, 7), floats(B, 4, 5), floats(5, 7)),
                gives("MatMul", Map.of(), f, shape(B, 4, 4), floats(B, 4, 5), floats(B, 5, 4)),
                gives("Gemm", Map.of(), f, shape(B, 7), floats(B, 5), floats(5, 7), floats(7)),
                gives("Gemm", Map.of("transA", 1, "transB", 1), f, shape(5, 7), floats(B, 5), floats(7, B)),
                gives("ReduceSum", Map.of(), f, shape(1, 1, 1), floats(B, 4, 3)),
                gives("ReduceSum", Map.of("keepdims", 0), f, Shape.SCALAR, floats(B, 4, 3)),
                gives("ReduceMean", Map.of("axes", List.of(0, 2), "keepdims", 1), f, shape(1, 4, 1), floats(B, 4, 3)),
                gives("ArgMax", Map.of("axis", 1, "keepdims", 0), ElementType.INT, shape(B), floats(B, 3)),
                gives("ArgMax", Map.of("axis", -1), ElementType.INT, shape(B, 1), floats(B, 3)),
                gives("Flatten", Map.of(), f, shape(B, 12), floats(B, 4, 3)),
                gives("Flatten", Map.of("axis", 0), f, shape(1, 12), floats(4, 3)),
                gives("Flatten", Map.of("axis", 2), f, shape("batch*4", 3), floats(B, 4, 3)),
                gives("Transpose", Map.of("perm", List.of(0, 2, 1)), f, shape(B, 3, 4), floats(B, 4, 3)),
                gives("Transpose", Map.of(), f, shape(3, 4, B), floats(B, 4, 3)),
                gives("Unsqueeze", Map.of("axes", List.of(2)), f, shape(B, 4, 1), floats(B, 4)),
                gives("Unsqueeze", Map.of("axes", List.of(0, -1)), f, shape(1, B, 4, 1), floats(B, 4)),
                gives("Squeeze", Map.of("axes", List.of(1)), f, shape(B, 4), floats(B, 1, 4)),
                gives("Concat", Map.of("axis", 1), f, shape(B, 7), floats(B, 3), floats(B, 4)),
                gives("Concat", Map.of("axis", -1), f, shape(B, 2, 7), floats(B, 2, 3), floats(B, 2, 4)),
                gives(
                        "Slice",
                        Map.of("starts", List.of(1), "ends", List.of(3), "axes", List.of(1)),
                        f,
                        shape(B, 2),
                        floats(B, 5)),
                gives(
                        "Slice",
                        Map.of("starts", List.of(-1), "ends", List.of(Integer.MAX_VALUE), "axes", List.of(1)),
                        f,
                        shape(B, 1),
                        floats(B, 5)),
                gives(
                        "Slice",
                        Map.of("starts", List.of(4), "ends", List.of(2), "axes", List.of(-1)),
                        f,
                        shape(B, 0),
                        floats(B, 5)),
                gives("Gather", Map.of("axis", 0), f, shape(B, 4, 8), floats(100, 8), ids(B, 4)),
                gives("Gather", Map.of("axis", 1), f, shape(B, 2, 8), floats(B, 4, 8), ids(2)),
                gives("OneHot", Map.of("depth", 5), f, shape(B, 5), ids(B)),
                gives("EmbeddingBag", Map.of("mode", "mean"), f, shape(B, 8), floats(100, 8), ids(B, 4), floats(B, 4)),
                gives(
                        "LayerNormalization",
                        Map.of("axis", -1),
                        f,
                        shape(B, 4, 3),
                        floats(B, 4, 3),
                        floats(3),
                        floats(3)),
                gives("LayerNormalization", Map.of("axis", 1), f, shape(B, 4, 3), floats(B, 4, 3), floats(4, 3)),
                gives(
                        "BatchNormalization",
                        Map.of(),
                        f,
                        shape(B, 4, 3),
                        floats(B, 4, 3),
                        floats(4),
                        floats(4),
                        floats(4),
                        floats(4)),
                gives("SoftmaxCrossEntropyLoss", Map.of(), f, Shape.SCALAR, floats(B, 3), ids(B)),
                gives("SoftmaxCrossEntropyLoss", Map.of("reduction", "none"), f, shape(B), floats(B, 3), ids(B)));
        Stream<Arguments> reshapes = Stream.of(
                gives("Reshape", Map.of("shape", List.of(0, -1)), f, shape(B, 12), floats(B, 4, 3)),
                gives("Reshape", Map.of("shape", List.of(0, 2, 6)), f, shape(B, 2, 6), floats(B, 4, 3)),
                gives("Reshape", Map.of("shape", List.of(-1, 12)), f, shape(B, 12), floats(B, 4, 3)),
                gives("Reshape", Map.of("shape", List.of(-1, 3)), f, shape("batch*4", 3), floats(B, 4, 3)),
                gives("Reshape", Map.of("shape", List.of(0, 0, 3, 1)), f, shape(B, 4, 3, 1), floats(B, 4, 3)),
                gives("Reshape", Map.of("shape", List.of(-1)), f, shape(12), floats(4, 3)),
                gives("Reshape", Map.of("shape", List.of()), f, Shape.SCALAR, floats(1)));
        return Stream.of(same, pairs, comparisons, reductions, others, reshapes).flatMap(s -> s);
    }

    @ParameterizedTest(name = "{0} {1} of {4} gives {2} {3}")
    @MethodSource("examples")
    void typeAndShapeAreFound(
            String type, Map<String, Object> attributes, ElementType element, Shape shape, List<Value> in) {
        Operators.Result result = Operators.infer(new Operators.Call(type, in, attributes), "model.layers[0]");
        assertEquals(element, result.type());
        assertEquals(shape, result.shape());
    }

    @Test
    void everyOperatorHasAnExample() {
        Set<String> untried = new HashSet<>(Operators.names());
        examples().forEach(a -> untried.remove((String) a.get()[0]));
        assertEquals(Set.of(), untried);
    }

    private static Arguments refused(String says, String type, Map<String, Object> attributes, Value... in) {
        return Arguments.of(says, type, attributes, List.of(in));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                refused("axis -1 is 3 on one side and 4 on the other", "Add", Map.of(), floats(B, 3), floats(B, 4)),
                refused(
                        "axis -2 is batch on one side and n on the other",
                        "Add",
                        Map.of(),
                        floats(B, 3),
                        floats("n", 3)),
                refused("types differ: FLOAT and INT", "Mul", Map.of(), floats(B), ids(B)),
                refused("types differ: FLOAT and INT", "Where", Map.of(), bools(B), floats(B), ids(B)),
                refused("types differ: FLOAT and INT", "Concat", Map.of("axis", 1), floats(B, 2), ids(B, 2)),
                refused("it takes BOOL", "Where", Map.of(), floats(B), floats(B), floats(B)),
                refused("it takes BOOL", "Not", Map.of(), floats(B)),
                refused("ids become numbers by an embedding", "MatMul", Map.of(), ids(B, 5), floats(5, 7)),
                refused("ids become numbers by an embedding", "Gemm", Map.of(), ids(B, 5), floats(5, 7)),
                refused("it takes FLOAT", "Softmax", Map.of(), ids(B, 5)),
                refused("the inner sizes 5 and 6 differ", "MatMul", Map.of(), floats(B, 5), floats(6, 7)),
                refused("both sides need two axes or more", "MatMul", Map.of(), floats(5), floats(5, 7)),
                refused("both sides need two axes", "Gemm", Map.of(), floats(B, 4, 5), floats(5, 7)),
                refused(
                        "axis -1 is 7 on one side and 6 on the other",
                        "Gemm",
                        Map.of(),
                        floats(B, 5),
                        floats(5, 7),
                        floats(6)),
                refused("the bias does not fit [1, 7]", "Gemm", Map.of(), floats(1, 5), floats(5, 7), floats(B, 7)),
                refused("shape [batch, 3] has no axis 2", "Softmax", Map.of("axis", 2), floats(B, 3)),
                refused("has no axis 5", "ReduceSum", Map.of("axes", List.of(5)), floats(B, 3)),
                refused("has not as many elements as", "Reshape", Map.of("shape", List.of(0, 5)), floats(B, 12)),
                refused("has not as many elements as", "Reshape", Map.of("shape", List.of(12)), floats(B, 12)),
                refused("does not divide into", "Reshape", Map.of("shape", List.of(0, 5, -1)), floats(B, 12)),
                refused("only one axis can be -1", "Reshape", Map.of("shape", List.of(-1, -1)), floats(B, 12)),
                refused("has no axis 2", "Reshape", Map.of("shape", List.of(0, 12, 0)), floats(B, 12)),
                refused("cannot be flattened at axis 4", "Flatten", Map.of("axis", 4), floats(B, 12)),
                refused("does not name each axis once", "Transpose", Map.of("perm", List.of(0)), floats(B, 12)),
                refused("does not name each axis once", "Transpose", Map.of("perm", List.of(1, 1)), floats(B, 12)),
                refused("does not name each axis once", "Transpose", Map.of("perm", List.of(1, 0, 2)), floats(B, 12)),
                refused("are not axes of a result with 3", "Unsqueeze", Map.of("axes", List.of(7)), floats(B, 12)),
                refused("axis 1 is not of size 1", "Squeeze", Map.of("axes", List.of(1)), floats(B, 12)),
                refused(
                        "shapes may differ along axis 1 only",
                        "Concat",
                        Map.of("axis", 1),
                        floats(B, 2, 3),
                        floats(B, 2, 4)),
                refused("is not known before a batch is", "Concat", Map.of("axis", 0), floats(B, 2), floats(B, 2)),
                refused(
                        "of one length",
                        "Slice",
                        Map.of("starts", List.of(1), "ends", List.of(), "axes", List.of(1)),
                        floats(B, 5)),
                refused(
                        "is not known before a batch is",
                        "Slice",
                        Map.of("starts", List.of(1), "ends", List.of(2), "axes", List.of(0)),
                        floats(B, 5)),
                refused("indices are FLOAT, not INT", "Gather", Map.of(), floats(9, 2), floats(B)),
                refused("ids are FLOAT, not INT", "EmbeddingBag", Map.of(), floats(9, 2), floats(B, 4), floats(B, 4)),
                refused(
                        "ids and mask differ in shape",
                        "EmbeddingBag",
                        Map.of(),
                        floats(9, 2),
                        ids(B, 4),
                        floats(B, 5)),
                refused(
                        "there is no mode 'median'",
                        "EmbeddingBag",
                        Map.of("mode", "median"),
                        floats(9, 2),
                        ids(B, 4),
                        floats(B, 4)),
                refused("scale and bias must be [3]", "LayerNormalization", Map.of(), floats(B, 4, 3), floats(4)),
                refused(
                        "scale, bias, mean and variance must be [4]",
                        "BatchNormalization",
                        Map.of(),
                        floats(B, 4),
                        floats(4),
                        floats(4),
                        floats(4),
                        floats(3)),
                refused("labels are FLOAT, not INT", "SoftmaxCrossEntropyLoss", Map.of(), floats(B, 3), floats(B)),
                refused(
                        "one label for each row of scores is needed",
                        "SoftmaxCrossEntropyLoss",
                        Map.of(),
                        floats(B, 3),
                        ids(B, 3)),
                refused(
                        "2 numbers given for shape [3]",
                        "Constant",
                        Map.of("value", List.of(1f, 2f), "shape", List.of(3))),
                refused("must be FLOAT, INT or BOOL, but is DOUBLE", "Cast", Map.of("to", "DOUBLE"), floats(B)),
                refused("must be FLOAT, INT or BOOL, but is null", "Cast", Map.of(), floats(B)),
                refused("Add takes 2 inputs, not 1", "Add", Map.of(), floats(B)),
                refused(
                        "Gemm takes 2 to 3 inputs, not 4",
                        "Gemm",
                        Map.of(),
                        floats(1, 1),
                        floats(1, 1),
                        floats(1),
                        floats(1)));
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
