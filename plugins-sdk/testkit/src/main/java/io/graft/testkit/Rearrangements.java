package io.graft.testkit;

import io.graft.api.graph.Operator;
import io.graft.testkit.ReferenceInterpreter.Call;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Operators that move elements without changing them. */
final class Rearrangements {
    private Rearrangements() {}

    static void register(Kernels kernels) {
        kernels.put(
                "Constant",
                c -> Tensor.of(c.operator().integers("shape"), c.operator().numbers("value")));
        kernels.put(
                "Reshape", c -> c.in(0).reshaped(reshape(c.in(0), c.operator().integers("shape"))));
        kernels.put("Flatten", c -> {
            Tensor x = c.in(0);
            int axis = Reductions.axis(c.operator().integer("axis", 1), x.rank());
            int front = Tensor.elements(Arrays.copyOf(x.shape(), axis));
            return x.reshaped(front, front == 0 ? 0 : x.elements() / front);
        });
        kernels.put("Unsqueeze", Rearrangements::unsqueeze);
        kernels.put("Squeeze", Rearrangements::squeeze);
        kernels.put("Transpose", Rearrangements::transpose);
        kernels.put("Concat", Rearrangements::concat);
        kernels.put("Slice", Rearrangements::slice);
        kernels.several("Split", Rearrangements::split);
    }

    private static int[] reshape(Tensor x, int[] target) {
        int[] shape = target.clone();
        int found = -1;
        int others = 1;
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] == 0) shape[i] = x.size(i);
            if (shape[i] == -1) found = i;
            else others *= shape[i];
        }
        if (found >= 0) shape[found] = others == 0 ? 0 : x.elements() / others;
        return shape;
    }

    private static Tensor unsqueeze(Call c) {
        int[] axes = c.operator().integers("axes");
        int[] shape = new int[c.in(0).rank() + axes.length];
        for (int a : axes) shape[Reductions.axis(a, shape.length)] = 1;
        int next = 0;
        for (int i = 0; i < shape.length; i++)
            if (shape[i] == 0) shape[i] = c.in(0).size(next++);
        return c.in(0).reshaped(shape);
    }

    private static Tensor squeeze(Call c) {
        Tensor x = c.in(0);
        List<Integer> dropped = Arrays.stream(c.operator().integers("axes"))
                .map(a -> Reductions.axis(a, x.rank()))
                .boxed()
                .toList();
        int[] shape = new int[x.rank() - dropped.size()];
        int next = 0;
        for (int axis = 0; axis < x.rank(); axis++) if (!dropped.contains(axis)) shape[next++] = x.size(axis);
        return x.reshaped(shape);
    }

    private static Tensor transpose(Call c) {
        Tensor x = c.in(0);
        int rank = x.rank();
        int[] perm = c.operator().integers("perm");
        if (perm.length == 0) {
            perm = new int[rank];
            for (int i = 0; i < rank; i++) perm[i] = rank - 1 - i;
        }
        int[] shape = new int[rank];
        for (int i = 0; i < rank; i++) shape[i] = x.size(perm[i]);
        double[] y = new double[x.elements()];
        for (int i = 0; i < y.length; i++) {
            int[] to = Tensor.coordinates(shape, i);
            int[] from = new int[rank];
            for (int axis = 0; axis < rank; axis++) from[perm[axis]] = to[axis];
            y[i] = x.data()[Tensor.position(x.shape(), from)];
        }
        return Tensor.of(shape, y);
    }

    private static Tensor concat(Call c) {
        int axis = Reductions.axis(c.operator().integer("axis", -1), c.in(0).rank());
        int[] shape = c.in(0).shape();
        shape[axis] = 0;
        for (Tensor x : c.in()) shape[axis] += x.size(axis);
        double[] y = new double[Tensor.elements(shape)];
        int start = 0;
        for (Tensor x : c.in()) {
            for (int i = 0; i < x.elements(); i++) {
                int[] at = Tensor.coordinates(x.shape(), i);
                at[axis] += start;
                y[Tensor.position(shape, at)] = x.data()[i];
            }
            start += x.size(axis);
        }
        return Tensor.of(shape, y);
    }

    /** A negative step goes backwards; a start or an end outside the axis means its first or last place. */
    private static Tensor slice(Call c) {
        Tensor x = c.in(0);
        Operator op = c.operator();
        int[] starts = op.integers("starts");
        int[] ends = op.integers("ends");
        int[] axes = op.integers("axes");
        int[] steps = op.integers("steps");
        int[] shape = x.shape();
        int[] first = new int[x.rank()];
        int[] stride = new int[x.rank()];
        Arrays.fill(stride, 1);
        for (int i = 0; i < axes.length; i++) {
            int axis = Reductions.axis(axes[i], x.rank());
            int size = x.size(axis);
            int step = steps.length == 0 ? 1 : steps[i];
            int start = clamp(starts[i], size, 0, step > 0 ? size : size - 1);
            int end = clamp(ends[i], size, step > 0 ? 0 : -1, size);
            int count = 0;
            for (int at = start; step > 0 ? at < end : at > end && at < size; at += step) count++;
            shape[axis] = count;
            first[axis] = start;
            stride[axis] = step;
        }
        double[] y = new double[Tensor.elements(shape)];
        for (int i = 0; i < y.length; i++) {
            int[] at = Tensor.coordinates(shape, i);
            for (int axis = 0; axis < at.length; axis++) at[axis] = first[axis] + at[axis] * stride[axis];
            y[i] = x.data()[Tensor.position(x.shape(), at)];
        }
        return Tensor.of(shape, y);
    }

    private static int clamp(int index, int size, int least, int most) {
        return Math.max(least, Math.min(most, index < 0 ? index + size : index));
    }

    private static List<Tensor> split(Call c) {
        Tensor x = c.in(0);
        int axis = Reductions.axis(c.operator().integer("axis", 0), x.rank());
        List<Tensor> parts = new ArrayList<>();
        int start = 0;
        for (int size : c.operator().integers("split")) {
            int[] shape = x.shape();
            shape[axis] = size;
            double[] y = new double[Tensor.elements(shape)];
            for (int i = 0; i < y.length; i++) {
                int[] at = Tensor.coordinates(shape, i);
                at[axis] += start;
                y[i] = x.data()[Tensor.position(x.shape(), at)];
            }
            parts.add(Tensor.of(shape, y));
            start += size;
        }
        return parts;
    }
}
