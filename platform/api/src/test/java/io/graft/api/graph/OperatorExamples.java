package io.graft.api.graph;

import io.graft.api.graph.Operators.Result;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.provider.Arguments;

/** How an example of an operator is written down. */
final class OperatorExamples {
    static final Dim B = Dim.BATCH;

    private OperatorExamples() {}

    static Value floats(Object... dims) {
        return value(ElementType.FLOAT, dims);
    }

    static Value ids(Object... dims) {
        return value(ElementType.INT, dims);
    }

    static Value bools(Object... dims) {
        return value(ElementType.BOOL, dims);
    }

    private static Value value(ElementType type, Object... dims) {
        return new Value("x", type, shape(dims));
    }

    /** Numbers are sizes, B is the batch, words are other named axes. */
    static Shape shape(Object... dims) {
        return new Shape(Arrays.stream(dims)
                .map(d -> d instanceof Dim n ? n : d instanceof String s ? Dim.named(s) : Dim.of((Integer) d))
                .toList());
    }

    static Result floating(Object... dims) {
        return new Result(ElementType.FLOAT, shape(dims));
    }

    static Result whole(Object... dims) {
        return new Result(ElementType.INT, shape(dims));
    }

    static Arguments gives(String type, Map<String, Object> attributes, ElementType element, Shape shape, Value... in) {
        return several(type, attributes, Result.of(element, shape), in);
    }

    static Arguments several(String type, Map<String, Object> attributes, List<Result> results, Value... in) {
        return Arguments.of(type, attributes, results, List.of(in));
    }

    static Arguments refused(String says, String type, Map<String, Object> attributes, Value... in) {
        return Arguments.of(says, type, attributes, List.of(in));
    }
}
