package io.graft.testkit;

import io.graft.api.graph.Operator;
import io.graft.testkit.ReferenceInterpreter.Call;
import io.graft.testkit.ReferenceInterpreter.Kernel;
import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/** Operators that make fewer elements of many. */
final class Reductions {
    private Reductions() {}

    static void register(Map<String, Kernel> kernels) {
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
