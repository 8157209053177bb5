package io.graft.testkit;

import static io.graft.testkit.OperatorCase.Given.between;
import static io.graft.testkit.OperatorCase.Given.floats;
import static io.graft.testkit.OperatorCase.Given.ids;
import static io.graft.testkit.OperatorCase.Given.mask;
import static io.graft.testkit.OperatorCase.Given.parameter;
import static io.graft.testkit.OperatorCase.Given.positiveParameter;
import static io.graft.testkit.OperatorCase.Given.sharedIds;

import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.testkit.OperatorCase.Body;
import io.graft.testkit.OperatorCase.Given;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Uses of every operator: each attribute, and shapes that are broadcast, transposed, pooled. */
final class OperatorCases {
    private final List<OperatorCase> cases = new ArrayList<>();

    private OperatorCases() {
        elementwise();
        twoSided();
        logic();
        products();
        reductions();
        shapes();
        lookups();
        networks();
    }

    static List<OperatorCase> all() {
        return List.copyOf(new OperatorCases().cases);
    }

    private void add(String name, List<Given> givens, Body body) {
        cases.add(new OperatorCase(name, givens, body));
    }

    private void unary(String type, Given x) {
        add(type, List.of(x), (g, in) -> g.op(type, in.get(0)));
    }

    private void unary(String type, Map<String, Object> attributes, Given x) {
        add(type + " " + attributes, List.of(x), (g, in) -> g.op(type, attributes, in.get(0)));
    }

    private void elementwise() {
        for (String type :
                "Abs Neg Exp Sign Relu Sigmoid Tanh Softplus Mish Identity Elu LeakyRelu Selu Gelu".split(" "))
            unary(type, floats(4));
        for (String type : "Log Sqrt Reciprocal".split(" ")) unary(type, between(0.5, 3, 4));
        unary("Elu", Map.of("alpha", 0.5f), floats(2, 3));
        unary("LeakyRelu", Map.of("alpha", 0.2f), floats(2, 3));
        unary("Selu", Map.of("alpha", 1.5f, "gamma", 1.1f), floats(4));
        unary("Gelu", Map.of("approximate", "none"), floats(4));
        unary("Gelu", Map.of("approximate", "tanh"), floats(4));
        unary("Clip", Map.of("min", -0.5f, "max", 1f), floats(4));
        unary("Clip", Map.of("min", 0f), floats(4));
        unary("Clip", Map.of("max", 0.5f), floats(4));
        unary("Softmax", Map.of("axis", -1), floats(5));
        unary("Softmax", Map.of("axis", 1), floats(3, 4));
        unary("Softmax", Map.of("axis", -1), between(-200, 200, 4));
        unary("LogSoftmax", Map.of("axis", -1), floats(5));
        unary("LogSoftmax", Map.of("axis", 1), floats(3, 4));
        for (String type : "Softmax LogSoftmax".split(" "))
            add(
                    type + " over the batch",
                    List.of(floats(3), parameter(3)),
                    (g, in) -> g.op(type, Map.of("axis", 0), g.mul(in.get(0), in.get(1))));
        unary("LogSoftmax", Map.of("axis", -1), between(-200, 200, 4));
        unary("Softplus", Map.of(), between(-200, 200, 4));
        unary("Sigmoid", Map.of(), between(-200, 200, 4));
        unary("Dropout", floats(6));
        unary("Dropout", Map.of("ratio", 0.4f), floats(6));
        unary("Relu", Map.of(), floats());
    }

    private void twoSided() {
        for (String type : "Add Sub Mul Div Pow Max Min".split(" ")) {
            double low = type.equals("Pow") ? 0.5 : -2;
            binary(type, "of one shape", between(low, 2, 4), between(0.5, 2, 4));
            binary(type, "with a row", between(low, 2, 4), positiveParameter(4));
            binary(type, "with a column", between(low, 2, 4), between(0.5, 2, 1));
            binary(type, "with a parameter of one number", between(low, 4, 4), positiveParameter());
            binary(type, "of a row and a batch", positiveParameter(4), between(0.5, 2, 4));
            binary(type, "of a column and a row", between(low, 2, 1), positiveParameter(3));
            binary(type, "of [2, 3] and [2, 1]", between(low, 2, 2, 3), positiveParameter(2, 1));
            binary(type, "of [2, 1] and [1, 3]", between(low, 2, 2, 1), between(0.5, 2, 1, 3));
            add(
                    type + " with a number",
                    List.of(between(low, 2, 4)),
                    (g, in) -> g.op(type, in.get(0), g.constant(0.75)));
            add(
                    type + " of a number and a batch",
                    List.of(between(0.5, 2, 4)),
                    (g, in) -> g.op(type, g.constant(0.75), in.get(0)));
        }
        binary("Pow", "with exponents of either sign", between(0.5, 3, 4), floats(4));
        add("Pow of a negative number squared", List.of(floats(4)), (g, in) -> g.op("Pow", in.get(0), g.constant(2)));
        add("Add of a value to itself", List.of(floats(4)), (g, in) -> g.add(in.get(0), in.get(0)));
        add("Mul of a value with itself", List.of(floats(4)), (g, in) -> g.square(in.get(0)));
        add(
                "a parameter used twice",
                List.of(floats(3), parameter(3, 3)),
                (g, in) -> g.matMul(g.matMul(in.get(0), in.get(1)), in.get(1)));
        add(
                "a value used three times",
                List.of(floats(3)),
                (g, in) -> g.add(g.mul(in.get(0), g.op("Tanh", in.get(0))), in.get(0)));
    }

    private void binary(String type, String what, Given a, Given b) {
        add(type + " " + what, List.of(a, b), (g, in) -> g.op(type, in.get(0), in.get(1)));
    }

    private void logic() {
        for (String type : "Equal Greater GreaterOrEqual Less LessOrEqual".split(" ")) {
            binary(type, "of one shape", floats(4), floats(4));
            binary(type, "with a row", floats(4), parameter(4));
            add(
                    type + " of signs, which are often equal",
                    List.of(floats(4), parameter(4)),
                    (g, in) -> g.op(type, g.op("Sign", in.get(0)), g.op("Sign", in.get(1))));
            binary(type, "of ids", ids(3, 4), ids(3, 4));
            add(
                    type + " of ids and a number",
                    List.of(ids(3, 4)),
                    (g, in) -> g.op(type, in.get(0), g.op("Cast", Map.of("to", "INT"), g.constant(1))));
        }
        add(
                "And",
                List.of(floats(4), floats(4)),
                (g, in) -> g.op("And", positive(g, in.get(0)), positive(g, in.get(1))));
        add(
                "And with a row",
                List.of(floats(4), parameter(4)),
                (g, in) -> g.op("And", positive(g, in.get(0)), positive(g, in.get(1))));
        add("Or", List.of(floats(4), floats(4)), (g, in) -> g.op("Or", positive(g, in.get(0)), positive(g, in.get(1))));
        add("Not", List.of(floats(4)), (g, in) -> g.op("Not", positive(g, in.get(0))));
        add(
                "Where",
                List.of(floats(4), floats(4), floats(4)),
                (g, in) -> g.op("Where", positive(g, in.get(0)), in.get(1), in.get(2)));
        add(
                "Where with a column and a number",
                List.of(floats(1), floats(4)),
                (g, in) -> g.op("Where", positive(g, in.get(0)), in.get(1), g.constant(0.3)));
        add(
                "Where with a column and two parameters",
                List.of(floats(1), parameter(4), parameter()),
                (g, in) -> g.op("Where", positive(g, in.get(0)), in.get(1), in.get(2)));
        unary("Cast", Map.of("to", "INT"), floats(4));
        add(
                "Cast to INT and back",
                List.of(floats(4)),
                (g, in) -> g.op("Cast", Map.of("to", "FLOAT"), g.op("Cast", Map.of("to", "INT"), in.get(0))));
        add("Cast of ids", List.of(ids(5, 4)), (g, in) -> g.op("Cast", Map.of("to", "FLOAT"), in.get(0)));
        add("Cast to BOOL", List.of(ids(2, 4)), (g, in) -> g.op("Cast", Map.of("to", "BOOL"), in.get(0)));
    }

    private static Value positive(GraphBuilder g, Value x) {
        return g.op("Greater", x, g.constant(0));
    }

    private void products() {
        binary("MatMul", "with a weight", floats(3), parameter(3, 4));
        binary("MatMul", "of a sequence with a weight", floats(2, 3), parameter(3, 4));
        binary("MatMul", "of a batch of matrices", floats(2, 3), floats(3, 4));
        binary("MatMul", "of heads", floats(2, 2, 3), floats(2, 3, 2));
        binary("MatMul", "of a matrix and a batch of matrices", parameter(2, 3), floats(3, 4));
        binary("MatMul", "of heads with a weight for each", floats(2, 4, 3), parameter(2, 3, 2));
        binary("MatMul", "of heads with one weight", floats(2, 4, 3), parameter(1, 1, 3, 2));
        add(
                "MatMul of every row with every row",
                List.of(floats(3)),
                (g, in) -> g.reduce(
                        "ReduceSum", g.op("Tanh", g.matMul(in.get(0), g.op("Transpose", in.get(0)))), false, 1));
        binary("Gemm", "without a bias", floats(3), parameter(3, 4));
        ternary("Gemm", Map.of(), floats(3), parameter(3, 4), parameter(4));
        ternary("Gemm", Map.of("alpha", 0.5f, "beta", 2f, "transB", 1), floats(3), parameter(4, 3), parameter(4));
        ternary("Gemm", Map.of("transA", 1), floats(3), floats(2), parameter(3, 2));
        ternary("Gemm", Map.of("beta", 0.5f), floats(3), parameter(3, 4), parameter(1, 4));
        ternary("Gemm", Map.of(), parameter(1, 3), parameter(3, 4), parameter(4));
        add(
                "Gemm of two transposed sides",
                List.of(floats(3), parameter(4, 3), parameter(4)),
                (g, in) -> g.op(
                        "Gemm", Map.of("transA", 1, "transB", 1), g.op("Transpose", in.get(0)), in.get(1), in.get(2)));
    }

    private void ternary(String type, Map<String, Object> attributes, Given a, Given b, Given c) {
        add(
                type + " " + attributes + " of "
                        + List.of(a, b, c).stream()
                                .map(x -> Arrays.toString(x.shape()))
                                .toList(),
                List.of(a, b, c),
                (g, in) -> g.op(type, attributes, in.get(0), in.get(1), in.get(2)));
    }

    private void reductions() {
        List<List<Integer>> all =
                List.of(List.of(), List.of(0), List.of(1), List.of(-1), List.of(0, 1), List.of(0, 2), List.of(1, 2));
        for (String type : "ReduceSum ReduceMean ReduceMax ReduceMin".split(" "))
            for (List<Integer> axes : all)
                for (boolean keep : new boolean[] {false, true})
                    add(
                            type + " over " + (axes.isEmpty() ? "everything" : "axes " + axes) + (keep ? ", kept" : ""),
                            List.of(floats(3, 4)),
                            (g, in) -> g.reduce(type, in.get(0), keep, axes.toArray(Integer[]::new)));
        unary("ArgMax", Map.of("axis", 1, "keepdims", 0), floats(5));
        unary("ArgMax", Map.of("axis", -1, "keepdims", 1), floats(3, 4));
        unary("ArgMax", Map.of("axis", 1, "keepdims", 0), floats(3, 4));
        add(
                "ArgMax of ids, the first of equals",
                List.of(ids(2, 5)),
                (g, in) -> g.op("ArgMax", Map.of("axis", 1), in.get(0)));
    }

    private void shapes() {
        add("Reshape [0, -1]", List.of(floats(2, 3)), (g, in) -> g.reshape(in.get(0), 0, -1));
        add("Reshape [0, 3, 2]", List.of(floats(6)), (g, in) -> g.reshape(in.get(0), 0, 3, 2));
        add("Reshape [-1, 3]", List.of(floats(2, 3)), (g, in) -> weighted(g, g.reshape(in.get(0), -1, 3)));
        unary("Flatten", Map.of("axis", 1), floats(2, 3));
        add(
                "Flatten of all axes but the last",
                List.of(floats(2, 3)),
                (g, in) -> weighted(g, g.op("Flatten", Map.of("axis", 2), in.get(0))));
        unary("Transpose", Map.of("perm", List.of(0, 2, 1)), floats(2, 3));
        unary("Transpose", Map.of("perm", List.of(0, 3, 1, 2)), floats(2, 3, 2));
        add(
                "Transpose that moves the batch to the middle",
                List.of(floats(2, 3)),
                (g, in) -> weighted(g, g.op("Transpose", Map.of("perm", List.of(1, 0, 2)), in.get(0))));
        add(
                "Transpose that moves the batch to the end",
                List.of(floats(2, 3)),
                (g, in) -> g.reduce(
                        "ReduceSum",
                        g.mul(
                                g.op("Transpose", Map.of("perm", List.of(1, 2, 0)), in.get(0)),
                                g.constant(Shape.of(3, 1), 0.5f, -1f, 2f)),
                        false,
                        0,
                        1));
        add(
                "Transpose of a weight",
                List.of(floats(3), parameter(4, 3)),
                (g, in) -> g.matMul(in.get(0), g.op("Transpose", in.get(1))));
        unary("Unsqueeze", Map.of("axes", List.of(1)), floats(3));
        unary("Unsqueeze", Map.of("axes", List.of(1, -1)), floats(3));
        unary("Squeeze", Map.of("axes", List.of(1)), floats(1, 3));
        unary("Squeeze", Map.of("axes", List.of(-1)), floats(3, 1));
        add(
                "Concat of three",
                List.of(floats(2), floats(1), floats(3)),
                (g, in) -> g.concat(1, in.toArray(Value[]::new)));
        add(
                "Concat along axis 1 of three axes",
                List.of(floats(2, 3), floats(1, 3)),
                (g, in) -> g.concat(1, in.toArray(Value[]::new)));
        add("Concat of ids", List.of(ids(5, 3), ids(5, 2)), (g, in) -> g.concat(1, in.get(0), in.get(1)));
        add("Concat of a value with itself", List.of(floats(2)), (g, in) -> g.concat(-1, in.get(0), in.get(0)));
        add("Slice", List.of(floats(5)), (g, in) -> g.slice(in.get(0), 1, 1, 4));
        add("Slice from the end", List.of(floats(5, 2)), (g, in) -> g.slice(in.get(0), 1, -2, Integer.MAX_VALUE));
        add("Slice of everything", List.of(floats(5)), (g, in) -> g.slice(in.get(0), 1, 0, 5));
        add("Slice of ids", List.of(ids(5, 4)), (g, in) -> g.slice(in.get(0), 1, 1, 3));
        unary("Slice", Map.of("starts", List.of(0, 1), "ends", List.of(2, 3), "axes", List.of(1, 2)), floats(3, 4));
        add("Constant", List.of(floats(3)), (g, in) -> g.mul(in.get(0), g.constant(Shape.of(3), 0.5f, -1f, 2f)));
    }

    /** For values whose first axis is not the batch, which no output can hold: one number, to which the columns count differently. */
    private static Value weighted(GraphBuilder g, Value x) {
        return g.reduce("ReduceSum", g.mul(g.op("Tanh", x), g.constant(Shape.of(3), 0.5f, -1f, 2f)), false);
    }

    private void lookups() {
        add(
                "Gather of sequences of ids",
                List.of(parameter(6, 3), ids(6, 4)),
                (g, in) -> g.gather(in.get(0), in.get(1)));
        add("Gather of one id a row", List.of(parameter(6, 3), ids(6)), (g, in) -> g.gather(in.get(0), in.get(1)));
        add("Gather of numbers", List.of(parameter(4), ids(4)), (g, in) -> g.gather(in.get(0), in.get(1)));
        add(
                "Gather along axis 1",
                List.of(floats(4, 2)),
                (g, in) -> g.op(
                        "Gather",
                        Map.of("axis", 1),
                        in.get(0),
                        g.op("Cast", Map.of("to", "INT"), g.constant(Shape.of(3), 2, 0, 2))));
        add(
                "Gather along the last axis, at ids that all rows share",
                List.of(floats(3, 4), sharedIds(4, 2)),
                (g, in) -> g.op("Gather", Map.of("axis", 2), in.get(0), in.get(1)));
        add(
                "Gather of ids",
                List.of(ids(5, 4), sharedIds(4, 2)),
                (g, in) -> g.op("Gather", Map.of("axis", 1), in.get(0), in.get(1)));
        add(
                "Gather from a computed table",
                List.of(parameter(6, 3), ids(6, 4)),
                (g, in) -> g.gather(g.op("Tanh", in.get(0)), in.get(1)));
        add(
                "Gather from a table that is also multiplied with",
                List.of(parameter(6, 3), ids(6, 4)),
                (g, in) -> g.matMul(g.gather(in.get(0), in.get(1)), g.op("Transpose", in.get(0))));
        add("OneHot", List.of(ids(4)), (g, in) -> g.op("OneHot", Map.of("depth", 4), in.get(0)));
        add("OneHot of sequences", List.of(ids(4, 3)), (g, in) -> g.op("OneHot", Map.of("depth", 4), in.get(0)));
        add(
                "OneHot of ids beyond its depth",
                List.of(ids(6, 2)),
                (g, in) -> g.op("OneHot", Map.of("depth", 3), in.get(0)));
        for (String mode : List.of("mean", "sum", "max", "last")) {
            ternary("EmbeddingBag", Map.of("mode", mode), parameter(6, 3), ids(6, 4), mask(4));
            ternary("EmbeddingBag", Map.of("mode", mode), parameter(2, 17), ids(2, 9), mask(9));
            add(
                    mode + " EmbeddingBag of a computed table",
                    List.of(parameter(6, 3), ids(6, 4), mask(4)),
                    (g, in) ->
                            g.op("EmbeddingBag", Map.of("mode", mode), g.op("Tanh", in.get(0)), in.get(1), in.get(2)));
            add(
                    mode + " pooling of a masked sequence",
                    List.of(floats(4, 3), mask(4)),
                    (g, in) -> g.pool(in.get(0).withMask(in.get(1)), mode));
            add(mode + " pooling without a mask", List.of(floats(4, 3)), (g, in) -> g.pool(in.get(0), mode));
        }
    }

    private void networks() {
        ternary("LayerNormalization", Map.of(), floats(4), parameter(4), parameter(4));
        ternary("LayerNormalization", Map.of("axis", -1, "epsilon", 0.1f), floats(3, 4), parameter(4), parameter(4));
        ternary("LayerNormalization", Map.of("axis", 1), floats(3, 4), parameter(3, 4), parameter(3, 4));
        binary("LayerNormalization", "without a bias", floats(4), parameter(4));
        for (int[] row : new int[][] {{3}, {3, 4}, {3, 2, 2}})
            add(
                    "BatchNormalization of " + Arrays.toString(row),
                    List.of(floats(row), parameter(3), parameter(3)),
                    (g, in) -> g.op(
                            "BatchNormalization",
                            Map.of("epsilon", 0.01f, "momentum", 0.8f),
                            in.get(0),
                            in.get(1),
                            in.get(2),
                            g.statistic("mean", Shape.of(3), Initializer.uniform(-1, 1)),
                            g.statistic("variance", Shape.of(3), Initializer.uniform(0.5, 2))));
        for (String reduction : List.of("none", "mean", "sum")) {
            add(
                    "SoftmaxCrossEntropyLoss " + reduction,
                    List.of(floats(5), ids(5)),
                    (g, in) -> g.op("SoftmaxCrossEntropyLoss", Map.of("reduction", reduction), in.get(0), in.get(1)));
            add(
                    "SoftmaxCrossEntropyLoss " + reduction + " with weights",
                    List.of(floats(3), ids(3)),
                    (g, in) -> g.op(
                            "SoftmaxCrossEntropyLoss",
                            Map.of("reduction", reduction),
                            in.get(0),
                            in.get(1),
                            g.constant(Shape.of(3), 0.5f, 2f, 1f)));
            add(
                    "SoftmaxCrossEntropyLoss " + reduction + " of sequences",
                    List.of(floats(3, 4), ids(3, 4)),
                    (g, in) -> g.op("SoftmaxCrossEntropyLoss", Map.of("reduction", reduction), in.get(0), in.get(1)));
        }
        add(
                "SoftmaxCrossEntropyLoss far out",
                List.of(between(-200, 200, 4), ids(4)),
                (g, in) -> g.op("SoftmaxCrossEntropyLoss", Map.of("reduction", "mean"), in.get(0), in.get(1)));
    }
}
