package io.graft.backend.dl4j;

import io.graft.api.graph.ElementType;
import java.util.Map;

/** Functions of one or two numbers, element by element, with Numpy's broadcasting. */
final class Arithmetic {
    private Arithmetic() {}

    static void register(Map<String, Lowerings.Lowering> table) {
        table.put("Identity", (t, n) -> new Lowered(t.tensor(n.name(0)), (dy, to) -> to.add(0, () -> dy)));
        table.put("Cast", Arithmetic::cast);
        table.put(
                "Abs", unary(Transform.Function.ABS, (t, x, y, dy) -> t.mul(dy, t.apply(Transform.Function.SIGN, x))));
        table.put("Neg", unary(Transform.Function.NEG, (t, x, y, dy) -> t.apply(Transform.Function.NEG, dy)));
        table.put("Exp", unary(Transform.Function.EXP, (t, x, y, dy) -> t.mul(dy, y)));
        table.put("Log", unary(Transform.Function.LOG, (t, x, y, dy) -> t.div(dy, x)));
        table.put("Sqrt", unary(Transform.Function.SQRT, (t, x, y, dy) -> t.mul(t.div(dy, y), 0.5)));
        table.put(
                "Reciprocal", unary(Transform.Function.RECIPROCAL, (t, x, y, dy) -> t.mul(t.mul(dy, t.mul(y, y)), -1)));
        table.put("Sign", (t, n) -> Lowered.constant(t.apply(Transform.Function.SIGN, t.tensor(n.name(0)))));
        table.put("Clip", Arithmetic::clip);
        table.put("Add", Arithmetic::add);
        table.put("Sub", Arithmetic::sub);
        table.put("Mul", Arithmetic::mul);
        table.put("Div", Arithmetic::div);
        table.put("Pow", Arithmetic::pow);
        table.put("Max", (t, n) -> extreme(t, n, true));
        table.put("Min", (t, n) -> extreme(t, n, false));
    }

    /** The gradient of a function y of x. */
    private interface Derivative {
        Tensor of(Tape t, Tensor x, Tensor y, Tensor dy);
    }

    private static Lowerings.Lowering unary(Transform.Function function, Derivative derivative) {
        return (t, n) -> {
            Tensor x = t.tensor(n.name(0));
            Tensor y = t.apply(function, x);
            return new Lowered(y, (dy, to) -> to.add(0, () -> derivative.of(t, x, y, dy)));
        };
    }

    private static Lowered cast(Tape t, Node n) {
        Tensor x = t.tensor(n.name(0));
        Tensor y = t.cast(x, n.output().type());
        return x.type == ElementType.FLOAT && y == x
                ? new Lowered(y, (dy, to) -> to.add(0, () -> dy))
                : Lowered.constant(y);
    }

    /** The gradient passes where the bounds, themselves included, do not cut. */
    private static Lowered clip(Tape t, Node n) {
        Tensor x = t.tensor(n.name(0));
        float low = n.operator().number("min", Float.NEGATIVE_INFINITY);
        float high = n.operator().number("max", Float.POSITIVE_INFINITY);
        Tensor y = x;
        if (low > Float.NEGATIVE_INFINITY) y = t.max(y, t.scalar(low));
        if (high < Float.POSITIVE_INFINITY) y = t.min(y, t.scalar(high));
        Tensor clipped = y;
        return new Lowered(y, (dy, to) -> to.add(0, () -> t.mul(dy, t.mask(t.compare("equals", x, clipped)))));
    }

    private static Lowered add(Tape t, Node n) {
        Tensor y = t.add(t.tensor(n.name(0)), t.tensor(n.name(1)));
        return new Lowered(y, (dy, to) -> {
            to.add(0, () -> dy);
            to.add(1, () -> dy);
        });
    }

    private static Lowered sub(Tape t, Node n) {
        Tensor y = t.sub(t.tensor(n.name(0)), t.tensor(n.name(1)));
        return new Lowered(y, (dy, to) -> {
            to.add(0, () -> dy);
            to.add(1, () -> t.apply(Transform.Function.NEG, t.sumTo(dy, n.shape(1))));
        });
    }

    private static Lowered mul(Tape t, Node n) {
        Tensor a = t.tensor(n.name(0));
        Tensor b = t.tensor(n.name(1));
        return new Lowered(t.mul(a, b), (dy, to) -> {
            to.add(0, () -> t.mul(dy, b));
            to.add(1, () -> t.mul(dy, a));
        });
    }

    private static Lowered div(Tape t, Node n) {
        Tensor a = t.tensor(n.name(0));
        Tensor b = t.tensor(n.name(1));
        Tensor y = t.div(a, b);
        return new Lowered(y, (dy, to) -> {
            to.add(0, () -> t.div(dy, b));
            to.add(1, () -> t.apply(Transform.Function.NEG, t.sumTo(t.div(t.mul(dy, y), b), n.shape(1))));
        });
    }

    /** The gradient of the exponent is taken as 0 where the base is 0 or less, where it does not exist. */
    private static Lowered pow(Tape t, Node n) {
        Tensor a = t.tensor(n.name(0));
        Tensor b = t.tensor(n.name(1));
        Tensor y = t.pow(a, b);
        return new Lowered(y, (dy, to) -> {
            to.add(0, () -> t.mul(dy, t.mul(b, t.pow(a, t.sub(b, t.scalar(1))))));
            to.add(1, () -> {
                Tensor positive = t.mask(t.compare("greater", a, t.scalar(0)));
                Tensor safe = t.add(t.mul(a, positive), t.sub(t.scalar(1), positive));
                return t.mul(t.mul(dy, y), t.apply(Transform.Function.LOG, safe));
            });
        });
    }

    /** Where both sides are equal each gets half of the gradient. */
    private static Lowered extreme(Tape t, Node n, boolean max) {
        Tensor a = t.tensor(n.name(0));
        Tensor b = t.tensor(n.name(1));
        Tensor y = max ? t.max(a, b) : t.min(a, b);
        return new Lowered(y, (dy, to) -> {
            Tensor wins = t.mask(t.compare(max ? "greater" : "less", a, b));
            Tensor ties = t.mul(t.mask(t.compare("equals", a, b)), 0.5);
            Tensor first = t.add(wins, ties);
            to.add(0, () -> t.mul(dy, first));
            to.add(1, () -> t.mul(dy, t.sub(t.scalar(1), first)));
        });
    }
}
