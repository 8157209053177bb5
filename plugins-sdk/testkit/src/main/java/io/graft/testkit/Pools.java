package io.graft.testkit;

import io.graft.testkit.ReferenceInterpreter.Call;
import java.util.Arrays;

/** The greatest or the mean of windows over one or two axes, or of the whole plane. */
final class Pools {
    private Pools() {}

    static void register(Kernels kernels) {
        kernels.put("MaxPool", c -> max(c.in(0), window(c)));
        kernels.put("AveragePool", c -> average(c.in(0), window(c), c.operator().integer("count_include_pad", 0) == 1));
        kernels.put("GlobalMaxPool", c -> max(c.in(0), whole(c)));
        kernels.put("GlobalAveragePool", c -> average(c.in(0), whole(c), false));
    }

    private static Window window(Call c) {
        return Window.of(c.operator(), c.operator().integers("kernel_shape"));
    }

    private static Window whole(Call c) {
        return Window.of(c.operator(), Window.plane(c.in(0)));
    }

    /** The greatest element that a window looks at; padding counts for nothing. */
    private static Tensor max(Tensor x, Window window) {
        int[] plane = Window.plane(x);
        int[] count = window.count(plane);
        int places = plane[0] * plane[1];
        int windows = count[0] * count[1];
        int channels = x.size(0) * x.size(1);
        double[] y = new double[channels * windows];
        Arrays.fill(y, Double.NEGATIVE_INFINITY);
        for (int k = 0; k < channels; k++) {
            int from = k * places;
            int to = k * windows;
            window.each(plane, count, (n, e, place) -> y[to + n] = Math.max(y[to + n], x.data()[from + place]));
        }
        return Tensor.of(Window.shape(x, x.size(1), count), y);
    }

    /** The mean of the elements that a window looks at, with padding counted as zeros or not at all. */
    private static Tensor average(Tensor x, Window window, boolean padding) {
        int[] plane = Window.plane(x);
        int[] count = window.count(plane);
        int places = plane[0] * plane[1];
        int windows = count[0] * count[1];
        int channels = x.size(0) * x.size(1);
        double[] seen = new double[windows];
        if (padding) Arrays.fill(seen, window.kernel()[0] * window.kernel()[1]);
        else window.each(plane, count, (n, e, place) -> seen[n]++);
        double[] y = new double[channels * windows];
        for (int k = 0; k < channels; k++) {
            int from = k * places;
            int to = k * windows;
            window.each(plane, count, (n, e, place) -> y[to + n] += x.data()[from + place] / seen[n]);
        }
        return Tensor.of(Window.shape(x, x.size(1), count), y);
    }
}
