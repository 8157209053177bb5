package io.graft.backend.jvm;

import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Operator;
import io.graft.api.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Sums, means, extremes over axes, and where the greatest is. */
final class Reductions {
    private Reductions() {}

    static void register(Map<String, Lowering> table) {
        table.put("ReduceSum", (t, n) -> sum(t, n, false));
        table.put("ReduceMean", (t, n) -> sum(t, n, true));
        table.put("ReduceMax", (t, n) -> extreme(t, n, 1));
        table.put("ReduceMin", (t, n) -> extreme(t, n, -1));
        table.put("ArgMax", Reductions::argMax);
    }

    /** The shape of what an operator takes, with the axes that it reduces made 1. */
    private static Shape kept(Node n) {
        Operator op = n.operator();
        Shape x = n.shape(0);
        List<Dim> dims = new ArrayList<>(x.dims());
        int[] axes = op.integers("axes");
        if (axes.length == 0) dims.replaceAll(d -> Dim.of(1));
        for (int a : axes) dims.set(x.axis(a), Dim.of(1));
        return new Shape(dims);
    }

    private static Lowered sum(Tape t, Node n, boolean mean) {
        Tensor x = t.in(n, 0);
        Shape kept = kept(n);
        Shape out = n.output().shape();
        Tensor sum = x.isInt() ? intSum(t, x, kept) : reduce(t, x, kept);
        if (!mean) return new Lowered(sum.view(out), (dy, to) -> to.add(0, () -> t.expand(dy.view(kept), x.shape, 1)));
        Tensor y = t.scratch(x.type, kept);
        t.run(List.of(sum), List.of(y), rows -> {
            int count = y.extent.at(rows);
            float size = (float) x.extent.at(rows) / count;
            for (int i = 0; i < count; i++)
                if (y.isInt()) y.ints()[i] = (int) (sum.ints()[i] / size);
                else y.floats()[i] = sum.floats()[i] / size;
        });
        return new Lowered(
                y.view(out),
                (dy, to) -> to.add(0, () -> {
                    Tensor share = t.floats(kept);
                    t.run(List.of(dy), List.of(share), rows -> {
                        int count = share.extent.at(rows);
                        float size = (float) x.extent.at(rows) / count;
                        for (int i = 0; i < count; i++) share.floats()[i] = dy.floats()[i] / size;
                    });
                    return t.expand(share, x.shape, 1);
                }));
    }

    static Tensor sumTo(Tape t, Tensor x, Shape shape) {
        if (x.extent.equals(Extent.of(shape))) return x.view(shape);
        return reduce(t, x, shape);
    }

    private static PerRows<Strides> strides(Tensor x, Shape kept) {
        return new PerRows<>(rows -> new Strides(Extent.sizes(x.shape, rows), Extent.sizes(kept, rows)));
    }

    private static Tensor reduce(Tape t, Tensor x, Shape kept) {
        if (x.extent.equals(Extent.of(kept))) return x.view(kept);
        Tensor y = t.floats(kept);
        PerRows<Strides> strides = strides(x, kept);
        t.run(List.of(x), List.of(y), rows -> {
            float[] into = y.floats();
            Arrays.fill(into, 0, y.extent.at(rows), 0f);
            Strides s = strides.at(rows);
            Rows add = t.kernels().rows();
            int from = 0;
            for (s.begin(); s.next(); from += s.inner) {
                if (s.innerStride[0] == 0) into[s.offset[0]] += sum(x.floats(), from, s.inner);
                else add.addScaled(s.inner, 1, x.floats(), from, into, s.offset[0]);
            }
        });
        return y;
    }

    private static float sum(float[] x, int from, int n) {
        double sum = 0;
        for (int i = from; i < from + n; i++) sum += x[i];
        return (float) sum;
    }

    private static Tensor intSum(Tape t, Tensor x, Shape kept) {
        Tensor y = t.scratch(ElementType.INT, kept);
        PerRows<Strides> strides = strides(x, kept);
        t.run(List.of(x), List.of(y), rows -> {
            Arrays.fill(y.ints(), 0, y.extent.at(rows), 0);
            Strides s = strides.at(rows);
            int from = 0;
            for (s.begin(); s.next(); from += s.inner)
                for (int i = 0; i < s.inner; i++) y.ints()[s.offset[0] + i * s.innerStride[0]] += x.ints()[from + i];
        });
        return y;
    }

    /** The gradient goes to the first of equal elements. */
    private static Lowered extreme(Tape t, Node n, int sign) {
        Tensor x = t.in(n, 0);
        Shape kept = kept(n);
        Tensor y = t.scratch(x.type, kept);
        Tensor winner = t.scratch(ElementType.INT, kept);
        PerRows<Strides> strides = strides(x, kept);
        t.run(List.of(x), List.of(y, winner), rows -> {
            int[] best = winner.ints();
            Arrays.fill(best, 0, winner.extent.at(rows), -1);
            Strides s = strides.at(rows);
            int from = 0;
            for (s.begin(); s.next(); from += s.inner)
                for (int i = 0; i < s.inner; i++) {
                    int to = s.offset[0] + i * s.innerStride[0];
                    if (best[to] < 0 || sign * (at(x, from + i) - at(x, best[to])) > 0) best[to] = from + i;
                }
            for (int i = 0; i < y.extent.at(rows); i++)
                if (y.isInt()) y.ints()[i] = x.ints()[best[i]];
                else y.floats()[i] = x.floats()[best[i]];
        });
        return new Lowered(
                y.view(n.output().shape()),
                (dy, to) -> to.add(0, () -> {
                    Tensor dx = t.floats(x.shape);
                    t.run(List.of(dy, winner), List.of(dx), rows -> {
                        Arrays.fill(dx.floats(), 0, dx.extent.at(rows), 0f);
                        for (int i = 0; i < winner.extent.at(rows); i++) dx.floats()[winner.ints()[i]] = dy.floats()[i];
                    });
                    return dx;
                }));
    }

    private static double at(Tensor x, int i) {
        return x.isInt() ? x.ints()[i] : x.floats()[i];
    }

    private static Lowered argMax(Tape t, Node n) {
        Tensor x = t.in(n, 0);
        Extent[] around = Extent.around(x.shape, x.shape.axis(n.operator().integer("axis", 0)));
        Tensor y = t.scratch(ElementType.INT, n.output().shape());
        t.run(List.of(x), List.of(y), rows -> {
            int size = around[1].at(rows);
            int inner = around[2].at(rows);
            for (int o = 0, to = 0; o < around[0].at(rows); o++)
                for (int i = 0; i < inner; i++, to++) {
                    int best = 0;
                    int base = o * size * inner + i;
                    for (int k = 1; k < size; k++) if (at(x, base + k * inner) > at(x, base + best * inner)) best = k;
                    y.ints()[to] = best;
                }
        });
        return Lowered.constant(y);
    }
}
