package io.graft.backend.jvm;

import io.graft.api.graph.Operator;
import io.graft.api.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Operators that move elements: Transpose, Concat, Split, Slice; see {@link Picks} for slices with steps. */
final class Movements {
    private Movements() {}

    static void register(Map<String, Lowering> table) {
        table.put("Transpose", Movements::transpose);
        table.put("Concat", Movements::concat);
        table.put("Slice", Movements::slice);
        table.put("Split", Movements::split);
    }

    private static Lowered transpose(Tape t, Node n) {
        int rank = n.shape(0).rank();
        int[] given = n.operator().integers("perm");
        int[] perm = new int[rank];
        for (int i = 0; i < rank; i++) perm[i] = given.length == 0 ? rank - 1 - i : given[i];
        int[] back = new int[rank];
        for (int i = 0; i < rank; i++) back[perm[i]] = i;
        return new Lowered(
                permute(t, t.in(n, 0), n.output().shape(), perm),
                (dy, to) -> to.add(0, () -> permute(t, dy, n.shape(0), back)));
    }

    /** How far apart in x lie neighbours along each axis of the result. */
    private record Walk(int[] size, int[] stride, int[] at) {}

    static Tensor permute(Tape t, Tensor x, Shape shape, int... perm) {
        Tensor y = t.scratch(x.type, shape);
        PerRows<Walk> walks = new PerRows<>(rows -> {
            int[] from = Extent.sizes(x.shape, rows);
            int[] stride = new int[perm.length];
            for (int i = 0; i < perm.length; i++) {
                stride[i] = 1;
                for (int k = perm[i] + 1; k < from.length; k++) stride[i] *= from[k];
            }
            return new Walk(Extent.sizes(shape, rows), stride, new int[perm.length]);
        });
        t.run(List.of(x), List.of(y), rows -> {
            Walk w = walks.at(rows);
            int n = y.extent.at(rows);
            int last = perm.length - 1;
            int run = last < 0 ? 1 : w.size[last];
            int step = last < 0 ? 0 : w.stride[last];
            Arrays.fill(w.at, 0);
            int from = 0;
            for (int to = 0; to < n; to += run) {
                if (step == 1) System.arraycopy(x.array(), from, y.array(), to, run);
                else if (x.isInt()) gather(x.ints(), from, step, y.ints(), to, run);
                else gather(x.floats(), from, step, y.floats(), to, run);
                for (int axis = last - 1; axis >= 0; axis--) {
                    from += w.stride[axis];
                    if (++w.at[axis] < w.size[axis]) break;
                    from -= w.size[axis] * w.stride[axis];
                    w.at[axis] = 0;
                }
            }
        });
        return y;
    }

    private static void gather(float[] x, int from, int step, float[] y, int to, int n) {
        for (int i = 0; i < n; i++) y[to + i] = x[from + i * step];
    }

    private static void gather(int[] x, int from, int step, int[] y, int to, int n) {
        for (int i = 0; i < n; i++) y[to + i] = x[from + i * step];
    }

    /** Copies blocks of an axis between a tensor and a part of a wider one. */
    private static void copyPart(Tape t, Tensor narrow, Tensor wide, int axis, int start, boolean inward) {
        Extent[] in = Extent.around(narrow.shape, axis);
        Extent[] out = Extent.around(wide.shape, axis);
        t.run(List.of(inward ? narrow : wide), List.of(inward ? wide : narrow), rows -> {
            int inner = in[2].at(rows);
            int block = in[1].at(rows) * inner;
            int pitch = out[1].at(rows) * inner;
            for (int o = 0; o < in[0].at(rows); o++) {
                int at = o * pitch + start * inner;
                if (inward) System.arraycopy(narrow.array(), o * block, wide.array(), at, block);
                else System.arraycopy(wide.array(), at, narrow.array(), o * block, block);
            }
        });
    }

    private static Lowered concat(Tape t, Node n) {
        Tensor y = t.scratch(n.output().type(), n.output().shape());
        int axis = n.shape(0).axis(n.operator().integer("axis", -1));
        int[] starts = new int[n.inputs().size() + 1];
        for (int i = 0; i < n.inputs().size(); i++) {
            copyPart(t, t.in(n, i), y, axis, starts[i], true);
            starts[i + 1] = starts[i] + n.shape(i).size(axis);
        }
        return new Lowered(y, (dy, to) -> {
            for (int i = 0; i < n.inputs().size(); i++) {
                int input = i;
                to.add(input, () -> {
                    Tensor dx = t.floats(n.shape(input));
                    copyPart(t, dx, dy, axis, starts[input], false);
                    return dx;
                });
            }
        });
    }

    private static Lowered split(Tape t, Node n) {
        Tensor x = t.in(n, 0);
        int axis = x.shape.axis(n.operator().integer("axis", 0));
        Tensor[] parts = new Tensor[n.outputs().size()];
        int[] starts = new int[parts.length + 1];
        for (int i = 0; i < parts.length; i++) {
            starts[i + 1] = starts[i] + n.operator().integers("split")[i];
            if (!n.gives(i)) continue;
            parts[i] = t.scratch(x.type, n.outputs().get(i).shape());
            copyPart(t, parts[i], x, axis, starts[i], false);
        }
        return new Lowered(
                Arrays.asList(parts),
                (dys, to) -> to.add(0, () -> {
                    Tensor dx = t.floats(x.shape);
                    if (dys.contains(null))
                        t.run(List.of(), List.of(dx), rows -> Arrays.fill(dx.floats(), 0, dx.extent.at(rows), 0f));
                    for (int i = 0; i < parts.length; i++)
                        if (dys.get(i) != null) copyPart(t, dys.get(i), dx, axis, starts[i], true);
                    return dx;
                }));
    }

    private static Lowered slice(Tape t, Node n) {
        Operator op = n.operator();
        for (int step : op.integers("steps")) if (step != 1) return Picks.slice(t, n);
        int[] starts = op.integers("starts");
        int[] axes = op.integers("axes");
        Tensor x = t.in(n, 0);
        Tensor[] steps = new Tensor[axes.length + 1];
        int[] from = new int[axes.length];
        steps[0] = x;
        for (int i = 0; i < axes.length; i++) {
            int axis = x.shape.axis(axes[i]);
            int size = x.shape.size(axis);
            from[i] = Math.max(0, Math.min(size, starts[i] < 0 ? starts[i] + size : starts[i]));
            Shape narrow = steps[i].shape.with(axis, n.output().shape().dim(axis));
            steps[i + 1] = t.scratch(x.type, narrow);
            copyPart(t, steps[i + 1], steps[i], axis, from[i], false);
        }
        return new Lowered(
                steps[axes.length],
                (dy, to) -> to.add(0, () -> {
                    Tensor narrow = dy;
                    for (int i = axes.length - 1; i >= 0; i--) {
                        Tensor wide = t.floats(steps[i].shape);
                        t.run(
                                List.of(),
                                List.of(wide),
                                rows -> Arrays.fill(wide.floats(), 0, wide.extent.at(rows), 0f));
                        copyPart(t, narrow, wide, x.shape.axis(axes[i]), from[i], true);
                        narrow = wide;
                    }
                    return narrow;
                }));
    }
}
