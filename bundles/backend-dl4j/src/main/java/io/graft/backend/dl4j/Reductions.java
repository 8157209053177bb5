package io.graft.backend.dl4j;

import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import java.util.Map;

/** Sums, means and extremes over axes, and the place of the greatest. */
final class Reductions {
    private Reductions() {}

    static void register(Map<String, Lowerings.Lowering> table) {
        table.put("ReduceSum", (t, n) -> sum(t, n, false));
        table.put("ReduceMean", (t, n) -> sum(t, n, true));
        table.put("ReduceMax", (t, n) -> extreme(t, n, "reduce_max"));
        table.put("ReduceMin", (t, n) -> extreme(t, n, "reduce_min"));
        table.put("ArgMax", Reductions::argMax);
        table.put("TopK", TopK::lower);
    }

    private static Lowered sum(Tape t, Node n, boolean mean) {
        Tensor x = t.tensor(n.name(0));
        boolean[] axes = Sizes.axes(x.shape, n.operator().integers("axes"));
        Shape kept = Sizes.reduced(x.shape, axes);
        Tensor y = mean ? t.mean(x, axes) : t.reduce("reduce_sum", x, axes);
        return new Lowered(
                y.view(n.output().shape()),
                (dy, to) -> to.add(0, () -> {
                    Tensor each = mean ? t.mul(dy, t.share(x.shape, axes)) : dy;
                    return t.expand(each.view(kept), x.shape);
                }));
    }

    /** Elements that share the extreme share the gradient. */
    private static Lowered extreme(Tape t, Node n, String operator) {
        Tensor x = t.tensor(n.name(0));
        boolean[] axes = Sizes.axes(x.shape, n.operator().integers("axes"));
        Tensor y = t.reduce(operator, x, axes);
        return new Lowered(
                y.view(n.output().shape()),
                (dy, to) -> to.add(0, () -> {
                    Tensor winners = t.mask(t.compare("equals", x, y));
                    Tensor each = t.div(dy.view(y.shape), t.reduce("reduce_sum", winners, axes));
                    return t.mul(winners, each);
                }));
    }

    /** The first of the greatest, as ONNX says. */
    private static Lowered argMax(Tape t, Node n) {
        Shape shape = n.shape(0);
        int axis = shape.axis(n.operator().integer("axis", 0));
        Host from = t.host(n.name(0));
        Host into = t.array(ElementType.INT, n.output().shape());
        t.kernel(rows -> {
            int[] around = Sizes.around(shape, axis, rows);
            return from.type == ElementType.INT
                    ? () -> argMax(from.ints(), into.ints(), around[0], around[1], around[2])
                    : () -> argMax(from.floats(), into.ints(), around[0], around[1], around[2]);
        });
        return Lowered.constant(t.upload(into));
    }

    private static void argMax(float[] x, int[] y, int outer, int size, int inner) {
        for (int o = 0; o < outer; o++)
            for (int i = 0; i < inner; i++) {
                int base = o * size * inner + i;
                int best = 0;
                for (int k = 1; k < size; k++) if (x[base + k * inner] > x[base + best * inner]) best = k;
                y[o * inner + i] = best;
            }
    }

    private static void argMax(int[] x, int[] y, int outer, int size, int inner) {
        for (int o = 0; o < outer; o++)
            for (int i = 0; i < inner; i++) {
                int base = o * size * inner + i;
                int best = 0;
                for (int k = 1; k < size; k++) if (x[base + k * inner] > x[base + best * inner]) best = k;
                y[o * inner + i] = best;
            }
    }
}
