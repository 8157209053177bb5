package io.graft.testkit;

import io.graft.testkit.ReferenceInterpreter.Call;

/** Operators that put elements around others. */
final class Paddings {
    private Paddings() {}

    static void register(Kernels kernels) {
        kernels.put("Pad", Paddings::pad);
    }

    private static Tensor pad(Call c) {
        Tensor x = c.in(0);
        int rank = x.rank();
        int[] pads = c.operator().integers("pads");
        String mode = c.operator().string("mode", "constant");
        double value = c.operator().number("value", 0);
        int[] shape = x.shape();
        for (int axis = 0; axis < rank; axis++) shape[axis] += pads[axis] + pads[axis + rank];
        double[] y = new double[Tensor.elements(shape)];
        for (int i = 0; i < y.length; i++) {
            int[] at = Tensor.coordinates(shape, i);
            boolean inside = true;
            for (int axis = 0; axis < rank; axis++) {
                int from = at[axis] - pads[axis];
                at[axis] = source(from, x.size(axis), mode);
                inside &= from == at[axis];
            }
            y[i] = inside || !mode.equals("constant") ? x.data()[Tensor.position(x.shape(), at)] : value;
        }
        return Tensor.of(shape, y);
    }

    /** Which element stands at a place that may lie before the first or after the last: the nearest, or the mirrored one. */
    private static int source(int at, int size, String mode) {
        if (at >= 0 && at < size) return at;
        if (mode.equals("reflect")) return at < 0 ? -at : 2 * (size - 1) - at;
        return at < 0 ? 0 : size - 1;
    }
}
