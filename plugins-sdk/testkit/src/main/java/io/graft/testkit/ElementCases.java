package io.graft.testkit;

import static io.graft.testkit.OperatorCase.Given.between;
import static io.graft.testkit.OperatorCase.Given.floats;
import static io.graft.testkit.OperatorCase.Given.parameter;
import static io.graft.testkit.OperatorCase.Given.positiveParameter;

import java.util.List;
import java.util.Map;

/** What works element by element, and the softmax. */
final class ElementCases extends CaseList {
    ElementCases() {
        elementwise();
        slopes();
        twoSided();
    }

    private void elementwise() {
        for (String type :
                "Abs Neg Exp Sign Relu Sigmoid Tanh Softplus Mish Softsign HardSwish Identity Elu LeakyRelu Selu Gelu"
                        .split(" ")) unary(type, floats(4));
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
        for (String type : "HardSigmoid HardSwish".split(" ")) unary(type, Map.of(), between(-4, 4, 6));
        unary("HardSigmoid", Map.of("alpha", 0.4f, "beta", 0.3f), between(-2, 2, 6));
        unary("Softsign", Map.of(), between(-200, 200, 4));
    }

    private void slopes() {
        binary("PRelu", "with a slope for each column", floats(4), parameter(4));
        binary("PRelu", "with one slope", floats(4), parameter(1));
        binary("PRelu", "with a scalar slope", floats(2, 3), parameter());
        binary("PRelu", "with a slope for each channel", floats(3, 4), parameter(3, 1));
        binary("PRelu", "with slopes of the rows", floats(4), floats(4));
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
}
