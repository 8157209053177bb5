package io.graft.backend.jvm;

import io.graft.api.graph.Operator;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** The element-wise operators as Java functions, for rules that are interpreted. Truth is 1, falsehood 0. */
final class ElementFunctions {
    private static final Map<String, DoubleUnaryOperator> UNARY = Map.ofEntries(
            Map.entry("Identity", x -> x),
            Map.entry("Cast", x -> x),
            Map.entry("Abs", Math::abs),
            Map.entry("Neg", x -> -x),
            Map.entry("Exp", Math::exp),
            Map.entry("Log", Math::log),
            Map.entry("Sqrt", Math::sqrt),
            Map.entry("Reciprocal", x -> 1 / x),
            Map.entry("Sign", Math::signum),
            Map.entry("Relu", x -> Math.max(x, 0)),
            Map.entry("Sigmoid", x -> 1 / (1 + Math.exp(-x))),
            Map.entry("Tanh", Math::tanh),
            Map.entry("Softplus", x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
            Map.entry("Not", x -> x != 0 ? 0 : 1));
    private static final Map<String, DoubleBinaryOperator> BINARY = Map.ofEntries(
            Map.entry("Add", Double::sum),
            Map.entry("Sub", (a, b) -> a - b),
            Map.entry("Mul", (a, b) -> a * b),
            Map.entry("Div", (a, b) -> a / b),
            Map.entry("Pow", Math::pow),
            Map.entry("Max", Math::max),
            Map.entry("Min", Math::min),
            Map.entry("Equal", (a, b) -> a == b ? 1 : 0),
            Map.entry("Greater", (a, b) -> a > b ? 1 : 0),
            Map.entry("GreaterOrEqual", (a, b) -> a >= b ? 1 : 0),
            Map.entry("Less", (a, b) -> a < b ? 1 : 0),
            Map.entry("LessOrEqual", (a, b) -> a <= b ? 1 : 0),
            Map.entry("And", (a, b) -> a != 0 && b != 0 ? 1 : 0),
            Map.entry("Or", (a, b) -> a != 0 || b != 0 ? 1 : 0));
    private static final Set<String> OTHERS = Set.of("Constant", "Where", "Clip");

    private ElementFunctions() {}

    static boolean knows(String type) {
        return UNARY.containsKey(type) || BINARY.containsKey(type) || OTHERS.contains(type);
    }

    /**
     * An input of an operator.
     *
     * @param block its elements, or null for a single number
     * @param number the number
     */
    record Operand(float[] block, float number) {
        float at(int i) {
            return block == null ? number : block[i];
        }
    }

    /** One element. */
    static double of(Operator op, double... in) {
        DoubleUnaryOperator unary = UNARY.get(op.type());
        if (unary != null) return unary.applyAsDouble(in[0]);
        DoubleBinaryOperator binary = BINARY.get(op.type());
        if (binary != null) return binary.applyAsDouble(in[0], in[1]);
        return switch (op.type()) {
            case "Where" -> in[0] != 0 ? in[1] : in[2];
            case "Clip" ->
                Math.min(
                        Math.max(in[0], op.number("min", Float.NEGATIVE_INFINITY)),
                        op.number("max", Float.POSITIVE_INFINITY));
            default -> throw new IllegalStateException("a rule cannot use " + op.type());
        };
    }

    /** A block of elements; the arithmetic of most rules has loops of its own. */
    static void apply(Operator op, Operand[] in, float[] out, int n) {
        switch (op.type()) {
            case "Constant" -> {
                float[] value = op.numbers("value");
                if (value.length == 1) java.util.Arrays.fill(out, 0, n, value[0]);
                else throw new IllegalStateException("a rule's constants are single numbers");
            }
            case "Add" -> {
                for (int i = 0; i < n; i++) out[i] = in[0].at(i) + in[1].at(i);
            }
            case "Sub" -> {
                for (int i = 0; i < n; i++) out[i] = in[0].at(i) - in[1].at(i);
            }
            case "Mul" -> {
                for (int i = 0; i < n; i++) out[i] = in[0].at(i) * in[1].at(i);
            }
            case "Div" -> {
                for (int i = 0; i < n; i++) out[i] = in[0].at(i) / in[1].at(i);
            }
            case "Sqrt" -> {
                for (int i = 0; i < n; i++) out[i] = (float) Math.sqrt(in[0].at(i));
            }
            default -> {
                double[] arguments = new double[in.length];
                for (int i = 0; i < n; i++) {
                    for (int k = 0; k < arguments.length; k++) arguments[k] = in[k].at(i);
                    out[i] = (float) of(op, arguments);
                }
            }
        }
    }
}
