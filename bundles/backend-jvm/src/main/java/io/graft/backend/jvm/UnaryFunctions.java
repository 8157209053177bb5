package io.graft.backend.jvm;

import io.graft.api.graph.ElementType;
import io.graft.api.graph.Operator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Operators of one element. A slope is a function of x and of y, the result, so that it need not be computed again. */
final class UnaryFunctions {
    private static final Map<String, Unary> ALL = new HashMap<>();

    private UnaryFunctions() {}

    /** A function of one element, over a range. */
    interface Forward {
        void run(Functions f, Operator op, float[] x, float[] y, int from, int to);
    }

    /** The gradient, over a range. */
    interface Slope {
        void run(Operator op, float[] x, float[] y, float[] dy, float[] dx, int from, int to);
    }

    private record Unary(Forward forward, Slope slope) {}

    static void register(Map<String, Lowering> table) {
        ALL.forEach((type, f) -> table.put(type, (t, n) -> {
            Tensor x = t.in(n, 0);
            Tensor y = apply(t, n.operator(), f, x);
            return new Lowered(y, (dy, to) -> to.add(0, () -> slope(t, n.operator(), f, x, y, dy)));
        }));
        table.put("Cast", UnaryFunctions::cast);
        table.put("Not", (t, n) -> Lowered.constant(scalar(t, t.in(n, 0), ElementType.BOOL, x -> x == 0 ? 1 : 0)));
        table.put(
                "Sign",
                (t, n) -> Lowered.constant(scalar(t, t.in(n, 0), n.output().type(), Math::signum)));
    }

    static Tensor apply(Tape t, String type, Tensor x) {
        return apply(t, null, ALL.get(type), x);
    }

    private static Tensor apply(Tape t, Operator op, Unary f, Tensor x) {
        Tensor y = t.scratch(x.type, x.shape);
        if (x.isInt()) {
            float[] in = new float[1];
            float[] out = new float[1];
            t.run(List.of(x), List.of(y), rows -> {
                for (int i = 0; i < x.extent.at(rows); i++) {
                    in[0] = x.ints()[i];
                    f.forward.run(t.kernels().functions(), op, in, out, 0, 1);
                    y.ints()[i] = (int) out[0];
                }
            });
        } else
            t.elementwise(
                    x.extent,
                    List.of(x),
                    List.of(y),
                    (from, to) -> f.forward.run(t.kernels().functions(), op, x.floats(), y.floats(), from, to));
        return y;
    }

    private static Tensor slope(Tape t, Operator op, Unary f, Tensor x, Tensor y, Tensor dy) {
        Tensor dx = t.floats(x.shape);
        t.elementwise(
                x.extent,
                List.of(x, y, dy),
                List.of(dx),
                (from, to) -> f.slope.run(op, x.floats(), y.floats(), dy.floats(), dx.floats(), from, to));
        return dx;
    }

    /** Applies a function that has its slope from its result alone. */
    static void inPlace(Tape t, String type, Tensor y) {
        Forward f = ALL.get(type).forward;
        t.elementwise(
                y.extent,
                List.of(y),
                List.of(y),
                (from, to) -> f.run(t.kernels().functions(), null, y.floats(), y.floats(), from, to));
    }

    /** Applies such a function, or none when the name is empty. */
    static void inPlace(Functions functions, String type, float[] y, int from, int to) {
        if (!type.isEmpty()) ALL.get(type).forward.run(functions, null, y, y, from, to);
    }

    /** The gradient of such a function. */
    static Tensor slopeOf(Tape t, String type, Tensor y, Tensor dy) {
        return slope(t, null, ALL.get(type), y, y, dy);
    }

    /** A function without a slope. */
    private static Tensor scalar(Tape t, Tensor x, ElementType type, DoubleUnaryOperator f) {
        Tensor y = t.scratch(type, x.shape);
        t.run(List.of(x), List.of(y), rows -> {
            for (int i = 0; i < x.extent.at(rows); i++) {
                double r = f.applyAsDouble(x.isInt() ? x.ints()[i] : x.floats()[i]);
                if (y.isInt()) y.ints()[i] = (int) r;
                else y.floats()[i] = (float) r;
            }
        });
        return y;
    }

    private static Lowered cast(Tape t, Node n) {
        Tensor x = t.in(n, 0);
        ElementType type = n.output().type();
        if (type == x.type) return new Lowered(x, (dy, to) -> to.add(0, () -> dy));
        return Lowered.constant(scalar(t, x, type, type == ElementType.BOOL ? v -> v != 0 ? 1 : 0 : v -> v));
    }

    private static void put(String type, Forward forward, Slope slope) {
        ALL.put(type, new Unary(forward, slope));
    }

    /** A function without loops of its own. */
    private static void rare(String type, DoubleUnaryOperator f, DoubleBinaryOperator slope) {
        put(
                type,
                (k, op, x, y, from, to) -> {
                    for (int i = from; i < to; i++) y[i] = (float) f.applyAsDouble(x[i]);
                },
                (op, x, y, dy, dx, from, to) -> {
                    for (int i = from; i < to; i++) dx[i] = (float) (dy[i] * slope.applyAsDouble(x[i], y[i]));
                });
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    private static double mishSlope(double x) {
        double tanh = Math.tanh(softplus(x));
        return tanh + x * sigmoid(x) * (1 - tanh * tanh);
    }

    static {
        rare("Abs", Math::abs, (x, y) -> Math.signum(x));
        rare("Log", Math::log, (x, y) -> 1 / x);
        rare("Reciprocal", x -> 1 / x, (x, y) -> -y * y);
        rare("Softplus", UnaryFunctions::softplus, (x, y) -> sigmoid(x));
        rare("Mish", x -> x * Math.tanh(softplus(x)), (x, y) -> mishSlope(x));
        put(
                "Neg",
                (f, op, x, y, from, to) -> {
                    for (int i = from; i < to; i++) y[i] = -x[i];
                },
                (op, x, y, dy, dx, from, to) -> {
                    for (int i = from; i < to; i++) dx[i] = -dy[i];
                });
        put(
                "Sqrt",
                (f, op, x, y, from, to) -> {
                    for (int i = from; i < to; i++) y[i] = (float) Math.sqrt(x[i]);
                },
                (op, x, y, dy, dx, from, to) -> {
                    for (int i = from; i < to; i++) dx[i] = dy[i] / (2 * y[i]);
                });
        put(
                "Relu",
                (f, op, x, y, from, to) -> {
                    for (int i = from; i < to; i++) y[i] = Math.max(0f, x[i]);
                },
                (op, x, y, dy, dx, from, to) -> {
                    // 1 where y > 0 and else 0: a branch would be guessed wrong every other time
                    for (int i = from; i < to; i++) dx[i] = dy[i] * Math.min(1f, y[i] * Float.MAX_VALUE);
                });
        put("Exp", (f, op, x, y, from, to) -> f.exp(x, y, from, to), (op, x, y, dy, dx, from, to) -> {
            for (int i = from; i < to; i++) dx[i] = dy[i] * y[i];
        });
        put("Sigmoid", (f, op, x, y, from, to) -> f.sigmoid(x, y, from, to), (op, x, y, dy, dx, from, to) -> {
            for (int i = from; i < to; i++) dx[i] = dy[i] * y[i] * (1 - y[i]);
        });
        put("Tanh", (f, op, x, y, from, to) -> f.tanh(x, y, from, to), (op, x, y, dy, dx, from, to) -> {
            for (int i = from; i < to; i++) dx[i] = dy[i] * (1 - y[i] * y[i]);
        });
        put("Clip", UnaryFunctions::clip, (op, x, y, dy, dx, from, to) -> {
            for (int i = from; i < to; i++) dx[i] = x[i] == y[i] ? dy[i] : 0;
        });
        put("LeakyRelu", UnaryFunctions::leakyRelu, (op, x, y, dy, dx, from, to) -> {
            float alpha = op.number("alpha", 0.01f);
            for (int i = from; i < to; i++) dx[i] = x[i] < 0 ? alpha * dy[i] : dy[i];
        });
        put("Elu", UnaryFunctions::elu, (op, x, y, dy, dx, from, to) -> {
            float alpha = op.number("alpha", 1);
            for (int i = from; i < to; i++) dx[i] = x[i] < 0 ? dy[i] * (y[i] + alpha) : dy[i];
        });
        put("Selu", UnaryFunctions::selu, (op, x, y, dy, dx, from, to) -> {
            float alpha = op.number("alpha", 1.67326319217681884765625f);
            float gamma = op.number("gamma", 1.05070102214813232421875f);
            for (int i = from; i < to; i++) dx[i] = dy[i] * (x[i] > 0 ? gamma : y[i] + gamma * alpha);
        });
        put(
                "Softsign",
                (f, op, x, y, from, to) -> {
                    for (int i = from; i < to; i++) y[i] = x[i] / (1 + Math.abs(x[i]));
                },
                (op, x, y, dy, dx, from, to) -> {
                    for (int i = from; i < to; i++) {
                        float d = 1 + Math.abs(x[i]);
                        dx[i] = dy[i] / (d * d);
                    }
                });
        put("HardSigmoid", UnaryFunctions::hardSigmoid, (op, x, y, dy, dx, from, to) -> {
            float alpha = op.number("alpha", 0.2f);
            for (int i = from; i < to; i++) dx[i] = y[i] > 0 && y[i] < 1 ? alpha * dy[i] : 0;
        });
        put(
                "HardSwish",
                (f, op, x, y, from, to) -> {
                    for (int i = from; i < to; i++) y[i] = x[i] * Math.max(0f, Math.min(1f, x[i] / 6 + 0.5f));
                },
                (op, x, y, dy, dx, from, to) -> {
                    for (int i = from; i < to; i++) dx[i] = dy[i] * (x[i] <= -3 ? 0 : x[i] >= 3 ? 1 : x[i] / 3 + 0.5f);
                });
    }

    private static void clip(Functions f, Operator op, float[] x, float[] y, int from, int to) {
        float min = op.number("min", Float.NEGATIVE_INFINITY);
        float max = op.number("max", Float.POSITIVE_INFINITY);
        for (int i = from; i < to; i++) y[i] = Math.min(Math.max(x[i], min), max);
    }

    private static void hardSigmoid(Functions f, Operator op, float[] x, float[] y, int from, int to) {
        float alpha = op.number("alpha", 0.2f);
        float beta = op.number("beta", 0.5f);
        for (int i = from; i < to; i++) y[i] = Math.max(0f, Math.min(1f, alpha * x[i] + beta));
    }

    private static void leakyRelu(Functions f, Operator op, float[] x, float[] y, int from, int to) {
        float alpha = op.number("alpha", 0.01f);
        for (int i = from; i < to; i++) y[i] = x[i] < 0 ? alpha * x[i] : x[i];
    }

    private static void elu(Functions f, Operator op, float[] x, float[] y, int from, int to) {
        float alpha = op.number("alpha", 1);
        for (int i = from; i < to; i++) y[i] = x[i] < 0 ? (float) (alpha * Math.expm1(x[i])) : x[i];
    }

    private static void selu(Functions f, Operator op, float[] x, float[] y, int from, int to) {
        float alpha = op.number("alpha", 1.67326319217681884765625f);
        float gamma = op.number("gamma", 1.05070102214813232421875f);
        for (int i = from; i < to; i++) y[i] = x[i] > 0 ? gamma * x[i] : (float) (gamma * alpha * Math.expm1(x[i]));
    }
}
