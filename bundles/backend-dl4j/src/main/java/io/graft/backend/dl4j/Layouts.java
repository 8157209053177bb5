package io.graft.backend.dl4j;

import io.graft.api.graph.Dim;
import io.graft.api.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The same elements in another shape or order, parts of them, and several side by side. */
final class Layouts {
    private static final double[] NO_NUMBERS = {};

    private Layouts() {}

    static void register(Map<String, Lowerings.Lowering> table) {
        for (String type : List.of("Reshape", "Flatten", "Unsqueeze", "Squeeze")) table.put(type, Layouts::view);
        table.put("Transpose", Layouts::transpose);
        table.put("Concat", Layouts::concat);
        table.put("Slice", Layouts::slice);
        table.put("Split", Layouts::split);
        table.put("Constant", Layouts::constant);
    }

    private static Lowered view(Tape t, Node n) {
        Tensor x = t.tensor(n.name(0));
        return new Lowered(x.view(n.output().shape()), (dy, to) -> to.add(0, () -> dy.view(x.shape)));
    }

    private static Lowered constant(Tape t, Node n) {
        return Lowered.constant(Tensor.constant(n.output().shape(), n.operator().numbers("value")));
    }

    private static Lowered transpose(Tape t, Node n) {
        Tensor x = t.tensor(n.name(0));
        int rank = x.shape.rank();
        int[] given = n.operator().integers("perm");
        int[] perm = new int[rank];
        int[] inverse = new int[rank];
        for (int i = 0; i < rank; i++) perm[i] = given.length == 0 ? rank - 1 - i : given[i];
        for (int i = 0; i < rank; i++) inverse[perm[i]] = i;
        return new Lowered(
                permute(t, x, perm, n.output().shape()), (dy, to) -> to.add(0, () -> permute(t, dy, inverse, x.shape)));
    }

    static Tensor permute(Tape t, Tensor x, int[] perm, Shape shape) {
        long[] axes = java.util.Arrays.stream(perm).asLongStream().toArray();
        return t.call("permute", x.type, shape, rows -> axes, NO_NUMBERS, x);
    }

    private static Tensor concat(Tape t, int axis, Shape shape, List<Tensor> parts) {
        if (parts.size() == 1) return parts.get(0);
        return t.call(
                "concat",
                parts.get(0).type,
                shape,
                rows -> new long[] {axis},
                NO_NUMBERS,
                parts.toArray(Tensor[]::new));
    }

    private static Lowered concat(Tape t, Node n) {
        Shape shape = n.output().shape();
        int axis = shape.axis(n.operator().integer("axis", -1));
        List<Tensor> parts = n.inputs().stream().map(v -> t.tensor(v.name())).toList();
        return new Lowered(concat(t, axis, shape, parts), (dy, to) -> {
            int start = 0;
            for (int i = 0; i < parts.size(); i++) {
                int from = start;
                Shape part = parts.get(i).shape;
                to.add(i, () -> cut(t, dy, axis, from, part));
                start += part.size(axis);
            }
        });
    }

    /** The part of x that has this shape and begins at an index of one axis. */
    private static Tensor cut(Tape t, Tensor x, int axis, int start, Shape shape) {
        if (shape.equals(x.shape)) return x;
        int rank = shape.rank();
        return t.call(
                "strided_slice",
                x.type,
                shape,
                rows -> {
                    int[] sizes = Sizes.of(shape, rows);
                    // five masks, none set; then where each axis begins, where it ends, and its stride
                    long[] arguments = new long[5 + 3 * rank];
                    for (int i = 0; i < rank; i++) {
                        arguments[5 + i] = i == axis ? start : 0;
                        arguments[5 + rank + i] = (i == axis ? start : 0) + sizes[i];
                        arguments[5 + 2 * rank + i] = 1;
                    }
                    return arguments;
                },
                NO_NUMBERS,
                x);
    }

    private static Lowered slice(Tape t, Node n) {
        int[] starts = n.operator().integers("starts");
        int[] axes = n.operator().integers("axes");
        Shape full = n.shape(0);
        Shape end = n.output().shape();
        Tensor x = t.tensor(n.name(0));
        int[] steps = n.operator().integers("steps");
        int[][] indices = new int[axes.length][];
        Tensor y = x;
        for (int i = 0; i < axes.length; i++) {
            int axis = full.axis(axes[i]);
            int size = y.shape.size(axis);
            int step = steps.length == 0 ? 1 : steps[i];
            int last = step > 0 ? size : size - 1;
            int from = Math.max(0, Math.min(last, starts[i] < 0 ? starts[i] + size : starts[i]));
            indices[i] =
                    IntStream.range(0, end.size(axis)).map(k -> from + k * step).toArray();
            y = step == 1
                    ? cut(t, y, axis, from, y.shape.with(axis, end.dim(axis)))
                    : AxisMaps.pick(t, y, axis, indices[i], 0);
        }
        return new Lowered(
                y,
                (dy, to) -> to.add(0, () -> {
                    Tensor dx = dy;
                    for (int i = axes.length - 1; i >= 0; i--) {
                        int axis = full.axis(axes[i]);
                        Shape before = dx.shape.with(axis, full.dim(axis));
                        dx = steps.length == 0 || steps[i] == 1
                                ? pad(t, dx, axis, indices[i], before)
                                : AxisMaps.drop(t, dx, axis, indices[i], before);
                    }
                    return dx;
                }));
    }

    /** x at a run of indices of an axis, with zeros before and after it. */
    private static Tensor pad(Tape t, Tensor x, int axis, int[] indices, Shape shape) {
        if (indices.length == 0) return t.expand(t.scalar(0), shape);
        List<Tensor> parts = new ArrayList<>();
        int start = indices[0];
        int after = shape.size(axis) - start - indices.length;
        if (start > 0) parts.add(t.expand(t.scalar(0), x.shape.with(axis, Dim.of(start))));
        parts.add(x);
        if (after > 0) parts.add(t.expand(t.scalar(0), x.shape.with(axis, Dim.of(after))));
        return concat(t, axis, shape, parts);
    }

    private static Lowered split(Tape t, Node n) {
        Tensor x = t.tensor(n.name(0));
        int axis = x.shape.axis(n.operator().integer("axis", 0));
        int[] sizes = n.operator().integers("split");
        List<Tensor> parts = new ArrayList<>();
        for (int i = 0, start = 0; i < sizes.length; start += sizes[i++])
            parts.add(n.gives(i) ? cut(t, x, axis, start, n.outputs().get(i).shape()) : null);
        return new Lowered(
                parts,
                (dy, to) -> to.add(0, () -> {
                    List<Tensor> gradients = new ArrayList<>();
                    for (int i = 0; i < sizes.length; i++) {
                        if (sizes[i] == 0) continue;
                        Tensor given = dy.get(i);
                        gradients.add(
                                given != null ? given : t.expand(t.scalar(0), x.shape.with(axis, Dim.of(sizes[i]))));
                    }
                    return concat(t, axis, x.shape, gradients);
                }));
    }
}
