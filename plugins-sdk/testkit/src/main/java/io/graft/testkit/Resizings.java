package io.graft.testkit;

import io.graft.testkit.ReferenceInterpreter.Call;

/**
 * Other sizes for the axes after the second.
 *
 * <p>Source: the ONNX operator {@code Resize}: {@code nearest_mode} is {@code round_prefer_floor}, {@code antialias} 0, and beyond the
 * border the border goes on.
 */
final class Resizings {
    private Resizings() {}

    static void register(Kernels kernels) {
        kernels.put("Resize", Resizings::resize);
    }

    private static Tensor resize(Call c) {
        Tensor x = c.in(0);
        int[] axes = c.operator().integers("axes");
        int[] sizes = c.operator().integers("sizes");
        boolean linear = c.operator().string("mode", "nearest").equals("linear");
        String mode = c.operator().string("coordinate_transformation_mode", "half_pixel");
        Tensor y = x;
        for (int i = 0; i < axes.length; i++) y = along(y, axes[i], sizes[i], linear, mode);
        return y;
    }

    private static Tensor along(Tensor x, int axis, int size, boolean linear, String mode) {
        int[] shape = x.shape();
        shape[axis] = size;
        double[] y = new double[Tensor.elements(shape)];
        for (int i = 0; i < y.length; i++) {
            int[] at = Tensor.coordinates(shape, i);
            double place = Math.max(0, Math.min(x.size(axis) - 1, place(at[axis], x.size(axis), size, mode)));
            int low = linear ? (int) place : (int) Math.ceil(place - 0.5);
            int high = linear ? Math.min(low + 1, x.size(axis) - 1) : low;
            at[axis] = low;
            double first = x.data()[Tensor.position(x.shape(), at)];
            at[axis] = high;
            double second = x.data()[Tensor.position(x.shape(), at)];
            y[i] = first + (second - first) * (linear ? place - low : 0);
        }
        return Tensor.of(shape, y);
    }

    /** Where a new place lies among the old ones; one division, so that what is half way is exactly half way. */
    private static double place(int at, int from, int to, String mode) {
        return switch (mode) {
            case "half_pixel" -> ((2.0 * at + 1) * from - to) / (2.0 * to);
            case "align_corners" -> to == 1 ? 0 : (double) at * (from - 1) / (to - 1);
            case "asymmetric" -> (double) at * from / to;
            default -> throw new IllegalArgumentException("no coordinates '" + mode + "'");
        };
    }
}
