package io.graft.backend.jvm;

import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import io.graft.backend.jvm.BinaryFunctions.Binary;
import java.util.List;
import java.util.Map;

/** Operators of two or three tensors, element by element, with Numpy's broadcasting. */
final class Broadcasts {
    private static final Binary FIRST = new BinaryFunctions.Any((a, b) -> a);

    private Broadcasts() {}

    static void register(Map<String, Lowering> table) {
        for (String type : "Equal Greater GreaterOrEqual Less LessOrEqual And Or".split(" "))
            table.put(type, (t, n) -> Lowered.constant(result(t, n)));
        table.put(
                "Add",
                (t, n) -> new Lowered(result(t, n), (dy, to) -> {
                    to.add(0, () -> t.sumTo(dy, n.shape(0)));
                    to.add(1, () -> t.sumTo(dy, n.shape(1)));
                }));
        table.put(
                "Sub",
                (t, n) -> new Lowered(result(t, n), (dy, to) -> {
                    to.add(0, () -> t.sumTo(dy, n.shape(0)));
                    to.add(1, () -> UnaryFunctions.apply(t, "Neg", t.sumTo(dy, n.shape(1))));
                }));
        table.put("Mul", (t, n) -> {
            Tensor a = t.in(n, 0);
            Tensor b = t.in(n, 1);
            return new Lowered(result(t, n), (dy, to) -> {
                to.add(0, () -> t.sumTo(t.binary(BinaryFunctions.MUL, dy, b), a.shape));
                to.add(1, () -> t.sumTo(t.binary(BinaryFunctions.MUL, dy, a), b.shape));
            });
        });
        table.put("Div", (t, n) -> {
            Tensor b = t.in(n, 1);
            Tensor y = result(t, n);
            return new Lowered(y, (dy, to) -> {
                to.add(0, () -> t.sumTo(t.binary(BinaryFunctions.DIV, dy, b), n.shape(0)));
                to.add(1, () -> {
                    Tensor slope = t.binary(BinaryFunctions.DIV, y, b);
                    Tensor all = t.binary(BinaryFunctions.MUL, dy, slope);
                    return UnaryFunctions.apply(t, "Neg", t.sumTo(all, b.shape));
                });
            });
        });
        Binary powA = new BinaryFunctions.Any((a, b) -> b == 0 ? 0 : b * Math.pow(a, b - 1));
        Binary powB = new BinaryFunctions.Any((a, b) -> a > 0 ? Math.pow(a, b) * Math.log(a) : 0);
        table.put("Pow", (t, n) -> slopes(t, n, powA, powB));
        Binary greater = new BinaryFunctions.Any((a, b) -> a > b ? 1 : a == b ? 0.5 : 0);
        Binary less = new BinaryFunctions.Any((a, b) -> a < b ? 1 : a == b ? 0.5 : 0);
        table.put("Max", (t, n) -> slopes(t, n, greater, less));
        table.put("Min", (t, n) -> slopes(t, n, less, greater));
        table.put("Where", Broadcasts::where);
    }

    /** A function whose slopes on both sides are functions of both elements. */
    private static Lowered slopes(Tape t, Node n, Binary left, Binary right) {
        Tensor a = t.in(n, 0);
        Tensor b = t.in(n, 1);
        return new Lowered(result(t, n), (dy, to) -> {
            to.add(0, () -> t.sumTo(t.binary(BinaryFunctions.MUL, dy, t.binary(left, a, b)), a.shape));
            to.add(1, () -> t.sumTo(t.binary(BinaryFunctions.MUL, dy, t.binary(right, a, b)), b.shape));
        });
    }

    private static Tensor result(Tape t, Node n) {
        Binary f = BinaryFunctions.ALL.get(n.type());
        return binary(
                t, f, t.in(n, 0), t.in(n, 1), n.output().type(), n.output().shape());
    }

    static Shape shape(Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        Dim[] dims = new Dim[rank];
        for (int i = 1; i <= rank; i++) {
            Dim x = i <= a.rank() ? a.dim(-i) : Dim.of(1);
            Dim y = i <= b.rank() ? b.dim(-i) : Dim.of(1);
            dims[rank - i] = x.size() == 1 ? y : x;
        }
        return Shape.of(dims);
    }

    static Tensor binary(Tape t, Binary f, Tensor a, Tensor b, ElementType type, Shape shape) {
        Tensor y = t.scratch(type, shape);
        List<Tensor> reads = List.of(a, b);
        if (a.isInt()) t.run(reads, List.of(y), ints(f, a, b, y));
        else if (a.extent.equals(y.extent) && b.extent.equals(y.extent))
            t.elementwise(
                    y.extent, reads, List.of(y), (from, to) -> f.pass(a.floats(), b.floats(), y.floats(), from, to));
        else if (a.extent.equals(y.extent) && b.extent.equals(Extent.of(Shape.SCALAR)))
            t.elementwise(
                    y.extent, reads, List.of(y), (from, to) -> f.pass(a.floats(), b.floats()[0], y.floats(), from, to));
        else t.run(reads, List.of(y), strided(f, a, b, y));
        return y;
    }

    private static PerRows<Strides> strides(Tensor y, Tensor... sides) {
        return new PerRows<>(rows -> {
            int[][] sizes = new int[sides.length][];
            for (int s = 0; s < sides.length; s++) sizes[s] = Extent.sizes(sides[s].shape, rows);
            return new Strides(Extent.sizes(y.shape, rows), sizes);
        });
    }

    private static Instruction.Kernel strided(Binary f, Tensor a, Tensor b, Tensor y) {
        PerRows<Strides> strides = strides(y, a, b);
        return rows -> {
            Strides s = strides.at(rows);
            int to = 0;
            for (s.begin(); s.next(); to += s.inner)
                f.strided(
                        a.floats(),
                        s.offset[0],
                        s.innerStride[0],
                        b.floats(),
                        s.offset[1],
                        s.innerStride[1],
                        y.floats(),
                        to,
                        s.inner);
        };
    }

    private static Instruction.Kernel ints(Binary f, Tensor a, Tensor b, Tensor y) {
        PerRows<Strides> strides = strides(y, a, b);
        return rows -> {
            Strides s = strides.at(rows);
            int to = 0;
            for (s.begin(); s.next(); )
                for (int i = 0; i < s.inner; i++, to++) {
                    double r = f.of(
                            a.ints()[s.offset[0] + i * s.innerStride[0]], b.ints()[s.offset[1] + i * s.innerStride[1]]);
                    if (y.isInt()) y.ints()[to] = (int) r;
                    else y.floats()[to] = (float) r;
                }
        };
    }

    static Tensor expand(Tape t, Tensor x, Shape shape, float factor) {
        if (x.shape.equals(shape) && factor == 1) return x;
        Tensor scaled = factor == 1 ? x : t.binary(BinaryFunctions.MUL, x, Tensor.constant(Shape.SCALAR, factor));
        if (scaled.extent.equals(Extent.of(shape))) return scaled.view(shape);
        Tensor y = t.floats(shape);
        t.run(List.of(scaled), List.of(y), strided(FIRST, scaled, scaled, y));
        return y;
    }

    private static Lowered where(Tape t, Node n) {
        Tensor c = t.in(n, 0);
        Tensor zero = Tensor.constant(Shape.SCALAR, 0);
        return new Lowered(select(t, c, t.in(n, 1), t.in(n, 2), n.output().shape()), (dy, to) -> {
            to.add(1, () -> t.sumTo(select(t, c, dy, zero, dy.shape), n.shape(1)));
            to.add(2, () -> t.sumTo(select(t, c, zero, dy, dy.shape), n.shape(2)));
        });
    }

    private static Tensor select(Tape t, Tensor c, Tensor a, Tensor b, Shape shape) {
        Tensor y = t.scratch(a.type, shape);
        PerRows<Strides> strides = strides(y, c, a, b);
        t.run(List.of(c, a, b), List.of(y), rows -> {
            Strides s = strides.at(rows);
            int to = 0;
            for (s.begin(); s.next(); )
                for (int i = 0; i < s.inner; i++, to++) {
                    boolean first = c.floats()[s.offset[0] + i * s.innerStride[0]] != 0;
                    Tensor side = first ? a : b;
                    int from = s.offset[first ? 1 : 2] + i * s.innerStride[first ? 1 : 2];
                    if (y.isInt()) y.ints()[to] = side.ints()[from];
                    else y.floats()[to] = side.floats()[from];
                }
        });
        return y;
    }
}
