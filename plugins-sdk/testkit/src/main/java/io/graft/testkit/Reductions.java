package io.graft.testkit;

import io.graft.api.graph.Operator;
import io.graft.testkit.ReferenceInterpreter.Call;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/** Operators that make fewer elements of many. */
final class Reductions {
    private Reductions() {}

    static void register(Kernels kernels) {
        kernels.put("ReduceSum", c -> reduce(c, 0, (a, b) -> a + b));
        kernels.put("ReduceMax", c -> reduce(c, Double.NEGATIVE_INFINITY, Math::max));
        kernels.put("ReduceMin", c -> reduce(c, Double.POSITIVE_INFINITY, Math::min));
        kernels.put("ReduceMean", c -> {
            Tensor sum = reduce(c, 0, (a, b) -> a + b);
            double n = (double) c.in(0).elements() / sum.elements();
            for (int i = 0; i < sum.elements(); i++) sum.data()[i] /= n;
            return sum;
        });
        kernels.put("ArgMax", Reductions::argMax);
        kernels.several("TopK", Reductions::topK);
    }

    private static Tensor reduce(Call c, double first, DoubleBinaryOperator f) {
        Tensor x = c.in(0);
        boolean[] reduced = axes(c.operator(), x.rank());
        int[] kept = x.shape();
        for (int axis = 0; axis < kept.length; axis++) if (reduced[axis]) kept[axis] = 1;
        double[] y = new double[Tensor.elements(kept)];
        Arrays.fill(y, first);
        for (int i = 0; i < x.elements(); i++) {
            int[] at = Tensor.coordinates(x.shape(), i);
            for (int axis = 0; axis < at.length; axis++) if (reduced[axis]) at[axis] = 0;
            int to = Tensor.position(kept, at);
            y[to] = f.applyAsDouble(y[to], x.data()[i]);
        }
        return Tensor.of(c.operator().integer("keepdims", 1) == 1 ? kept : without(kept, reduced), y);
    }

    /** Of equal elements the first wins. */
    private static Tensor argMax(Call c) {
        Tensor x = c.in(0);
        int axis = axis(c.operator().integer("axis", 0), x.rank());
        int[] kept = x.shape();
        kept[axis] = 1;
        double[] y = new double[Tensor.elements(kept)];
        for (int i = 0; i < y.length; i++) {
            int[] at = Tensor.coordinates(kept, i);
            double best = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < x.size(axis); k++) {
                at[axis] = k;
                double candidate = x.data()[Tensor.position(x.shape(), at)];
                if (candidate > best) {
                    best = candidate;
                    y[i] = k;
                }
            }
        }
        boolean[] reduced = new boolean[x.rank()];
        reduced[axis] = true;
        return Tensor.of(c.operator().integer("keepdims", 1) == 1 ? kept : without(kept, reduced), y);
    }

    /** Sorted, the greatest first, or the least first; of equal elements the one with the lower index. Values and indices. */
    private static List<Tensor> topK(Call c) {
        Tensor x = c.in(0);
        int axis = axis(c.operator().integer("axis", -1), x.rank());
        boolean largest = c.operator().integer("largest", 1) == 1;
        int[] shape = x.shape();
        shape[axis] = c.operator().integer("k", 0);
        double[] values = new double[Tensor.elements(shape)];
        double[] indices = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int[] at = Tensor.coordinates(shape, i);
            int rank = at[axis];
            double[] line = new double[x.size(axis)];
            for (int k = 0; k < line.length; k++) {
                at[axis] = k;
                line[k] = (largest ? -1 : 1) * x.data()[Tensor.position(x.shape(), at)];
            }
            int chosen = IntStream.range(0, line.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer k) -> line[k])) // stable
                    .toList()
                    .get(rank);
            at[axis] = chosen;
            values[i] = x.data()[Tensor.position(x.shape(), at)];
            indices[i] = chosen;
        }
        return List.of(Tensor.of(shape, values), Tensor.of(shape, indices));
    }

    private static boolean[] axes(Operator op, int rank) {
        boolean[] reduced = new boolean[rank];
        int[] axes = op.integers("axes");
        if (axes.length == 0) Arrays.fill(reduced, true);
        for (int a : axes) reduced[axis(a, rank)] = true;
        return reduced;
    }

    static int axis(int axis, int rank) {
        return axis < 0 ? axis + rank : axis;
    }

    private static int[] without(int[] shape, boolean[] dropped) {
        int[] left = new int[shape.length];
        int n = 0;
        for (int axis = 0; axis < shape.length; axis++) if (!dropped[axis]) left[n++] = shape[axis];
        return Arrays.copyOf(left, n);
    }
}
