package io.graft.backend.dl4j;

import io.graft.api.graph.CounterRandom;
import io.graft.api.graph.ElementType;
import java.util.List;
import java.util.Map;

/** Activation functions, softmax and dropout. */
final class Activations {
    private static final double[] NO_NUMBERS = {};
    private static final long[] NONE = {};

    private Activations() {}

    static void register(Map<String, Lowerings.Lowering> table) {
        table.put("Relu", Activations::relu);
        table.put("LeakyRelu", Activations::leaky);
        table.put("Elu", (t, n) -> elu(t, n, n.operator().number("alpha", 1f), 1));
        // the defaults are those of ONNX
        table.put(
                "Selu",
                (t, n) -> elu(
                        t,
                        n,
                        n.operator().number("alpha", 1.67326319217681884765625f),
                        n.operator().number("gamma", 1.05070102214813232421875f)));
        table.put("Sigmoid", Activations::sigmoid);
        table.put("Tanh", Activations::tanh);
        table.put("Softplus", Activations::softplus);
        table.put("Mish", Activations::mish);
        table.put(
                "Gelu",
                (t, n) ->
                        n.operator().string("approximate", "none").equals("tanh") ? geluTanh(t, n) : Gelu.lower(t, n));
        table.put("PRelu", Activations::pRelu);
        table.put("Softsign", Activations::softsign);
        table.put(
                "HardSigmoid",
                (t, n) -> hardSigmoid(
                        t, n, n.operator().number("alpha", 0.2f), n.operator().number("beta", 0.5f)));
        table.put("HardSwish", Activations::hardSwish);
        table.put("Softmax", Activations::softmax);
        table.put("LogSoftmax", Activations::logSoftmax);
        table.put("Dropout", Activations::dropout);
    }

    /** The sign of y is 0 or 1: its product with the gradient is several times faster than libnd4j's own {@code relu_bp}. */
    private static Lowered relu(Tape t, Node n) {
        Tensor x = t.tensor(n.name(0));
        Tensor y = t.call("relu", x.type, x.shape, rows -> NONE, new double[] {0}, x);
        return new Lowered(y, (dy, to) -> to.add(0, () -> t.mul(dy, t.apply(Transform.Function.SIGN, y))));
    }

    private static Lowered leaky(Tape t, Node n) {
        Tensor x = t.tensor(n.name(0));
        double[] alpha = {n.operator().number("alpha", 0.01f)};
        return new Lowered(
                t.call("lrelu", ElementType.FLOAT, x.shape, rows -> NONE, alpha, x),
                (dy, to) ->
                        to.add(0, () -> t.call("lrelu_bp", ElementType.FLOAT, x.shape, rows -> NONE, alpha, x, dy)));
    }

    /** gamma · (max(x, 0) + alpha · (exp(min(x, 0)) − 1)). */
    private static Lowered elu(Tape t, Node n, float alpha, float gamma) {
        Tensor x = t.tensor(n.name(0));
        Tensor negative = t.mul(t.apply(Transform.Function.EXPM1, t.min(x, t.scalar(0))), alpha);
        Tensor y = t.mul(t.add(t.max(x, t.scalar(0)), negative), gamma);
        return new Lowered(
                y,
                (dy, to) -> to.add(0, () -> {
                    Tensor positive = t.mask(t.compare("greater", x, t.scalar(0)));
                    Tensor slope = t.mul(t.add(negative, t.scalar(alpha)), t.sub(t.scalar(1), positive));
                    return t.mul(t.mul(dy, t.add(positive, slope)), gamma);
                }));
    }

    private static Tensor sigmoid(Tape t, Tensor x) {
        return t.call("sigmoid", ElementType.FLOAT, x.shape, x);
    }

    private static Tensor tanh(Tape t, Tensor x) {
        return t.helped("tanh", NONE, List.of(x.shape), x).get(0);
    }

    /** 1 − x². */
    private static Tensor oneMinusSquare(Tape t, Tensor x) {
        return t.sub(t.scalar(1), t.mul(x, x));
    }

    private static Lowered sigmoid(Tape t, Node n) {
        Tensor y = sigmoid(t, t.tensor(n.name(0)));
        return new Lowered(y, (dy, to) -> to.add(0, () -> t.mul(dy, t.sub(y, t.mul(y, y)))));
    }

    private static Lowered tanh(Tape t, Node n) {
        Tensor y = tanh(t, t.tensor(n.name(0)));
        return new Lowered(y, (dy, to) -> to.add(0, () -> t.mul(dy, oneMinusSquare(t, y))));
    }

    /** max(x, 0) + ln(1 + exp(−|x|)), which does not overflow. */
    private static Tensor softplus(Tape t, Tensor x) {
        Tensor small =
                t.apply(Transform.Function.EXP, t.apply(Transform.Function.NEG, t.apply(Transform.Function.ABS, x)));
        return t.add(t.max(x, t.scalar(0)), t.apply(Transform.Function.LOG1P, small));
    }

    private static Lowered softplus(Tape t, Node n) {
        Tensor x = t.tensor(n.name(0));
        return new Lowered(softplus(t, x), (dy, to) -> to.add(0, () -> t.mul(dy, sigmoid(t, x))));
    }

    private static Lowered mish(Tape t, Node n) {
        Tensor x = t.tensor(n.name(0));
        Tensor inner = tanh(t, softplus(t, x));
        return new Lowered(
                t.mul(x, inner),
                (dy, to) -> to.add(0, () -> {
                    Tensor slope = t.mul(oneMinusSquare(t, inner), sigmoid(t, x));
                    return t.mul(dy, t.add(inner, t.mul(x, slope)));
                }));
    }

    /** x (1 + tanh(u)) / 2, with u = √(2/π) (x + 0.044715 x³). */
    private static Lowered geluTanh(Tape t, Node n) {
        double c = Math.sqrt(2 / Math.PI);
        Tensor x = t.tensor(n.name(0));
        Tensor square = t.mul(x, x);
        Tensor inner = tanh(t, t.mul(x, t.add(t.mul(square, 0.044715 * c), t.scalar(c))));
        Tensor half = t.mul(t.add(inner, t.scalar(1)), 0.5);
        return new Lowered(
                t.mul(x, half),
                (dy, to) -> to.add(0, () -> {
                    Tensor du = t.add(t.mul(square, 3 * 0.044715 * c), t.scalar(c));
                    Tensor slope = t.mul(t.mul(t.mul(x, 0.5), oneMinusSquare(t, inner)), du);
                    return t.mul(dy, t.add(half, slope));
                }));
    }

    /** max(x, 0) + slope · min(x, 0). */
    private static Lowered pRelu(Tape t, Node n) {
        Tensor x = t.tensor(n.name(0));
        Tensor slope = t.tensor(n.name(1));
        Tensor negative = t.min(x, t.scalar(0));
        Tensor y = t.add(t.max(x, t.scalar(0)), t.mul(negative, slope));
        return new Lowered(y, (dy, to) -> {
            to.add(0, () -> {
                Tensor positive = t.mask(t.compare("greater", x, t.scalar(0)));
                return t.mul(dy, t.add(positive, t.mul(t.sub(t.scalar(1), positive), slope)));
            });
            to.add(1, () -> t.mul(dy, negative));
        });
    }

    /** x / (1 + |x|). */
    private static Lowered softsign(Tape t, Node n) {
        Tensor x = t.tensor(n.name(0));
        Tensor scale = t.apply(Transform.Function.RECIPROCAL, t.add(t.apply(Transform.Function.ABS, x), t.scalar(1)));
        return new Lowered(t.mul(x, scale), (dy, to) -> to.add(0, () -> t.mul(dy, t.mul(scale, scale))));
    }

    private static Tensor hardSigmoid(Tape t, Tensor x, float alpha, float beta) {
        return t.min(t.max(t.add(t.mul(x, alpha), t.scalar(beta)), t.scalar(0)), t.scalar(1));
    }

    /** alpha where the bounds do not cut, else 0. */
    private static Tensor hardSlope(Tape t, Tensor y, float alpha) {
        Tensor above = t.mask(t.compare("greater", y, t.scalar(0)));
        return t.mul(t.mul(above, t.mask(t.compare("less", y, t.scalar(1)))), alpha);
    }

    /** max(0, min(1, alpha · x + beta)). */
    private static Lowered hardSigmoid(Tape t, Node n, float alpha, float beta) {
        Tensor y = hardSigmoid(t, t.tensor(n.name(0)), alpha, beta);
        return new Lowered(y, (dy, to) -> to.add(0, () -> t.mul(dy, hardSlope(t, y, alpha))));
    }

    /** x · max(0, min(1, x / 6 + 1/2)). */
    private static Lowered hardSwish(Tape t, Node n) {
        Tensor x = t.tensor(n.name(0));
        float alpha = 1f / 6;
        Tensor gate = hardSigmoid(t, x, alpha, 0.5f);
        return new Lowered(
                t.mul(x, gate),
                (dy, to) -> to.add(0, () -> t.mul(dy, t.add(gate, t.mul(x, hardSlope(t, gate, alpha))))));
    }

    private static Tensor softmax(Tape t, Tensor x, int axis) {
        return t.call("softmax", ElementType.FLOAT, x.shape, rows -> new long[] {axis}, NO_NUMBERS, x);
    }

    private static Lowered softmax(Tape t, Node n) {
        Tensor x = t.tensor(n.name(0));
        int axis = x.shape.axis(n.operator().integer("axis", -1));
        boolean[] axes = Sizes.axes(x.shape, axis);
        Tensor y = softmax(t, x, axis);
        return new Lowered(
                y,
                (dy, to) -> to.add(0, () -> {
                    Tensor weighted = t.mul(dy, y);
                    return t.sub(weighted, t.mul(y, t.reduce("reduce_sum", weighted, axes)));
                }));
    }

    /** x − max − ln Σ exp(x − max): several times faster than libnd4j's own. */
    private static Lowered logSoftmax(Tape t, Node n) {
        Tensor x = t.tensor(n.name(0));
        boolean[] axes = Sizes.axes(x.shape, n.operator().integer("axis", -1));
        Tensor shifted = t.sub(x, t.reduce("reduce_max", x, axes));
        Tensor sum = t.reduce("reduce_sum", t.apply(Transform.Function.EXP, shifted), axes);
        Tensor y = t.sub(shifted, t.apply(Transform.Function.LOG, sum));
        return new Lowered(
                y,
                (dy, to) -> to.add(0, () -> {
                    Tensor probability = t.apply(Transform.Function.EXP, y);
                    return t.sub(dy, t.mul(probability, t.reduce("reduce_sum", dy, axes)));
                }));
    }

    /** The mask comes from the seed, the operator and the step, so it is the same on every backend and after a resumption. */
    private static Lowered dropout(Tape t, Node n) {
        Tensor x = t.tensor(n.name(0));
        float ratio = n.operator().number("ratio", 0.5f);
        if (!t.training() || ratio == 0) return new Lowered(x, (dy, to) -> to.add(0, () -> dy));
        Host mask = t.array(ElementType.FLOAT, x.shape);
        String name = n.operator().output();
        Moment moment = t.moment();
        t.kernel(rows -> {
            int length = Sizes.elements(x.shape, rows);
            return () -> CounterRandom.dropoutMask(moment.seed, name, moment.step, ratio, mask.floats(), length);
        });
        Tensor kept = t.upload(mask);
        return new Lowered(t.mul(x, kept), (dy, to) -> to.add(0, () -> t.mul(dy, kept)));
    }
}
