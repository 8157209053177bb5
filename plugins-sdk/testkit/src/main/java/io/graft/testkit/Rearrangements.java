package io.graft.testkit;

import io.graft.api.graph.Operator;
import io.graft.testkit.ReferenceInterpreter.Call;
import io.graft.testkit.ReferenceInterpreter.Kernel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Operators that move elements without changing them. */
final class Rearrangements {
    private Rearrangements() {}

    static void register(Map<String, Kernel> kernels) {
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
        kernels.put("Gather", Rearrangements::gather);
        kernels.put("OneHot", Rearrangements::oneHot);
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

    private static Tensor slice(Call c) {
        Tensor x = c.in(0);
        Operator op = c.operator();
        int[] starts = op.integers("starts");
        int[] ends = op.integers("ends");
        int[] axes = op.integers("axes");
        int[] shape = x.shape();
        int[] offset = new int[x.rank()];
        for (int i = 0; i < axes.length; i++) {
            int axis = Reductions.axis(axes[i], x.rank());
            int start = clamp(starts[i], x.size(axis));
            shape[axis] = Math.max(0, clamp(ends[i], x.size(axis)) - start);
            offset[axis] = start;
        }
        double[] y = new double[Tensor.elements(shape)];
        for (int i = 0; i < y.length; i++) {
            int[] at = Tensor.coordinates(shape, i);
            for (int axis = 0; axis < at.length; axis++) at[axis] += offset[axis];
            y[i] = x.data()[Tensor.position(x.shape(), at)];
        }
        return Tensor.of(shape, y);
    }

    private static int clamp(int index, int size) {
        return Math.max(0, Math.min(size, index < 0 ? index + size : index));
    }

    /** The indices take the place of one axis of the data; each must be from 0 to below its size. */
    private static Tensor gather(Call c) {
        Tensor data = c.in(0);
        Tensor indices = c.in(1);
        int axis = Reductions.axis(c.operator().integer("axis", 0), data.rank());
        int[] shape = new int[data.rank() - 1 + indices.rank()];
        for (int i = 0; i < axis; i++) shape[i] = data.size(i);
        for (int i = 0; i < indices.rank(); i++) shape[axis + i] = indices.size(i);
        for (int i = axis + 1; i < data.rank(); i++) shape[i - 1 + indices.rank()] = data.size(i);
        double[] y = new double[Tensor.elements(shape)];
        for (int i = 0; i < y.length; i++) {
            int[] at = Tensor.coordinates(shape, i);
            int[] from = new int[data.rank()];
            System.arraycopy(at, 0, from, 0, axis);
            from[axis] = index(
                    indices.data()[
                            Tensor.position(indices.shape(), Arrays.copyOfRange(at, axis, axis + indices.rank()))],
                    data.size(axis));
            for (int k = axis + 1; k < data.rank(); k++) from[k] = at[k - 1 + indices.rank()];
            y[i] = data.data()[Tensor.position(data.shape(), from)];
        }
        return Tensor.of(shape, y);
    }

    static int index(double id, int size) {
        int i = (int) id;
        if (i < 0 || i >= size) throw new IllegalArgumentException("index " + i + " is not from 0 to below " + size);
        return i;
    }

    /** An id outside 0 to below depth gives zeros. */
    private static Tensor oneHot(Call c) {
        int depth = c.operator().integer("depth", 0);
        int[] shape = Arrays.copyOf(c.in(0).shape(), c.in(0).rank() + 1);
        shape[shape.length - 1] = depth;
        double[] y = new double[Tensor.elements(shape)];
        for (int i = 0; i < c.in(0).elements(); i++) {
            int id = (int) c.in(0).data()[i];
            if (id >= 0 && id < depth) y[i * depth + id] = 1;
        }
        return Tensor.of(shape, y);
    }
}
