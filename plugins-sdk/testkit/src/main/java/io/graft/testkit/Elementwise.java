package io.graft.testkit;

import io.graft.api.graph.CounterRandom;
import io.graft.api.graph.ElementType;
import io.graft.testkit.ReferenceInterpreter.Call;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Operators that look at one element of each input at a time. */
final class Elementwise {
    private static final double SELU_ALPHA = 1.67326319217681884765625;
    private static final double SELU_GAMMA = 1.05070102214813232421875;

    private Elementwise() {}

    static void register(Kernels kernels) {
        unary(kernels, "Identity", x -> x);
        unary(kernels, "Abs", Math::abs);
        unary(kernels, "Neg", x -> -x);
        unary(kernels, "Exp", Math::exp);
        unary(kernels, "Log", Math::log);
        unary(kernels, "Sqrt", Math::sqrt);
        unary(kernels, "Reciprocal", x -> 1 / x);
        unary(kernels, "Sign", Math::signum);
        unary(kernels, "Relu", x -> x > 0 ? x : 0);
        unary(kernels, "Sigmoid", Elementwise::sigmoid);
        unary(kernels, "Tanh", Math::tanh);
        unary(kernels, "Softplus", Elementwise::softplus);
        unary(kernels, "Mish", x -> x * Math.tanh(softplus(x)));
        unary(kernels, "Softsign", x -> x / (1 + Math.abs(x)));
        unary(kernels, "HardSwish", x -> x * Math.max(0, Math.min(1, x / 6 + 0.5)));
        unary(kernels, "Not", x -> x == 0 ? 1 : 0);

        kernels.put("Elu", c -> {
            double alpha = c.operator().number("alpha", 1);
            return map(c.in(0), x -> x < 0 ? alpha * Math.expm1(x) : x);
        });
        kernels.put("LeakyRelu", c -> {
            double alpha = c.operator().number("alpha", 0.01f);
            return map(c.in(0), x -> x < 0 ? alpha * x : x);
        });
        kernels.put("HardSigmoid", c -> {
            double alpha = c.operator().number("alpha", 0.2f);
            double beta = c.operator().number("beta", 0.5f);
            return map(c.in(0), x -> Math.max(0, Math.min(1, alpha * x + beta)));
        });
        kernels.put("PRelu", c -> zip(c.in(0), c.in(1), (x, slope) -> x < 0 ? slope * x : x));
        kernels.put("Selu", c -> {
            double alpha = c.operator().number("alpha", (float) SELU_ALPHA);
            double gamma = c.operator().number("gamma", (float) SELU_GAMMA);
            return map(c.in(0), x -> x > 0 ? gamma * x : gamma * alpha * Math.expm1(x));
        });
        kernels.put("Gelu", c -> {
            boolean exact = c.operator().string("approximate", "none").equals("none");
            return map(c.in(0), exact ? Elementwise::gelu : Elementwise::geluTanh);
        });
        kernels.put("Clip", c -> {
            double min = c.operator().number("min", Float.NEGATIVE_INFINITY);
            double max = c.operator().number("max", Float.POSITIVE_INFINITY);
            return map(c.in(0), x -> Math.min(Math.max(x, min), max));
        });
        kernels.put("Cast", c -> switch (ElementType.valueOf(c.operator().string("to", ""))) {
            case FLOAT -> c.in(0);
            case INT -> map(c.in(0), x -> x < 0 ? Math.ceil(x) : Math.floor(x));
            case BOOL -> map(c.in(0), x -> x != 0 ? 1 : 0);
        });

        binary(kernels, "Add", (a, b) -> a + b);
        binary(kernels, "Sub", (a, b) -> a - b);
        binary(kernels, "Mul", (a, b) -> a * b);
        binary(kernels, "Pow", Math::pow);
        binary(kernels, "Max", Math::max);
        binary(kernels, "Min", Math::min);
        binary(kernels, "Equal", (a, b) -> a == b ? 1 : 0);
        binary(kernels, "Greater", (a, b) -> a > b ? 1 : 0);
        binary(kernels, "GreaterOrEqual", (a, b) -> a >= b ? 1 : 0);
        binary(kernels, "Less", (a, b) -> a < b ? 1 : 0);
        binary(kernels, "LessOrEqual", (a, b) -> a <= b ? 1 : 0);
        binary(kernels, "And", (a, b) -> a != 0 && b != 0 ? 1 : 0);
        binary(kernels, "Or", (a, b) -> a != 0 || b != 0 ? 1 : 0);
        kernels.put(
                "Div",
                c -> zip(
                        c.in(0),
                        c.in(1),
                        c.types().get(0) == ElementType.INT ? (a, b) -> (int) a / (int) b : (a, b) -> a / b));
        kernels.put("Where", Elementwise::where);
        kernels.put("Dropout", Elementwise::dropout);
    }

    static double sigmoid(double x) {
        return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
    }

    static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    private static double gelu(double x) {
        return 0.5 * x * (1 + erf(x / Math.sqrt(2)));
    }

    private static double geluTanh(double x) {
        return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }

    /** The error function: 2/√π e^(−x²) Σ 2ⁿ x^(2n+1) / (1·3·5…(2n+1)) (Abramowitz and Stegun, 7.1.6). */
    static double erf(double x) {
        if (Math.abs(x) > 6) return Math.signum(x);
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }

    private static void unary(Kernels kernels, String name, DoubleUnaryOperator f) {
        kernels.put(name, c -> map(c.in(0), f));
    }

    private static void binary(Kernels kernels, String name, DoubleBinaryOperator f) {
        kernels.put(name, c -> zip(c.in(0), c.in(1), f));
    }

    private static Tensor map(Tensor x, DoubleUnaryOperator f) {
        double[] y = new double[x.elements()];
        for (int i = 0; i < y.length; i++) y[i] = f.applyAsDouble(x.data()[i]);
        return Tensor.of(x.shape(), y);
    }

    private static Tensor zip(Tensor a, Tensor b, DoubleBinaryOperator f) {
        int[] shape = broadcast(a.shape(), b.shape());
        double[] y = new double[Tensor.elements(shape)];
        for (int i = 0; i < y.length; i++) y[i] = f.applyAsDouble(a.broadcastAt(shape, i), b.broadcastAt(shape, i));
        return Tensor.of(shape, y);
    }

    private static Tensor where(Call c) {
        int[] shape =
                broadcast(c.in(0).shape(), broadcast(c.in(1).shape(), c.in(2).shape()));
        double[] y = new double[Tensor.elements(shape)];
        for (int i = 0; i < y.length; i++)
            y[i] = c.in(0).broadcastAt(shape, i) != 0
                    ? c.in(1).broadcastAt(shape, i)
                    : c.in(2).broadcastAt(shape, i);
        return Tensor.of(shape, y);
    }

    private static Tensor dropout(Call c) {
        Tensor x = c.in(0);
        if (!c.evaluation().training()) return x;
        float[] mask = new float[x.elements()];
        float ratio = c.operator().number("ratio", 0.5f);
        CounterRandom.dropoutMask(
                c.evaluation().seed(), c.operator().output(), c.evaluation().step(), ratio, mask, mask.length);
        double[] y = new double[mask.length];
        for (int i = 0; i < y.length; i++) y[i] = x.data()[i] * mask[i];
        return Tensor.of(x.shape(), y);
    }

    /** Numpy's rules: axes are matched from the last, and one of size 1 fits any. */
    static int[] broadcast(int[] a, int[] b) {
        int[] shape = new int[Math.max(a.length, b.length)];
        for (int back = 1; back <= shape.length; back++) {
            int x = back <= a.length ? a[a.length - back] : 1;
            int y = back <= b.length ? b[b.length - back] : 1;
            if (x != y && x != 1 && y != 1)
                throw new IllegalArgumentException(
                        "axis -" + back + " is " + x + " on one side and " + y + " on the other");
            shape[shape.length - back] = x == 1 ? y : x;
        }
        return shape;
    }
}
