package io.graft.testkit;

import io.graft.testkit.ReferenceInterpreter.Call;
import java.util.Arrays;

/** Convolution over one or two axes, and its transpose. */
final class Convolutions {
    private Convolutions() {}

    static void register(Kernels kernels) {
        kernels.put("Conv", Convolutions::conv);
        kernels.put("ConvTranspose", Convolutions::convTranspose);
    }

    /** y[o, window] = Σ over the channels i of o's group and the elements e: x[i, place of e] · w[o, i, e], + bias[o]. */
    private static Tensor conv(Call c) {
        Tensor x = c.in(0);
        Tensor w = c.in(1);
        int groups = c.operator().integer("group", 1);
        Window window = Window.of(c.operator(), Arrays.copyOfRange(w.shape(), 2, w.rank()));
        int[] plane = Window.plane(x);
        int[] count = window.count(plane);
        int in = w.size(1);
        int out = w.size(0);
        int places = plane[0] * plane[1];
        int windows = count[0] * count[1];
        int elements = w.elements() / (in * out);
        double[] y = biased(c, x.size(0), out, windows);
        for (int row = 0; row < x.size(0); row++)
            for (int o = 0; o < out; o++)
                for (int i = 0; i < in; i++) {
                    int from = (row * x.size(1) + o / (out / groups) * in + i) * places;
                    int to = (row * out + o) * windows;
                    int weight = (o * in + i) * elements;
                    window.each(
                            plane, count, (n, e, place) -> y[to + n] += x.data()[from + place] * w.data()[weight + e]);
                }
        return Tensor.of(Window.shape(x, out, count), y);
    }

    /** The same windows, read the other way: y[o, place of e] = Σ x[i, window] · w[i, o, e], + bias[o]. */
    private static Tensor convTranspose(Call c) {
        Tensor x = c.in(0);
        Tensor w = c.in(1);
        int groups = c.operator().integer("group", 1);
        Window window = Window.of(c.operator(), Arrays.copyOfRange(w.shape(), 2, w.rank()));
        int[] count = Window.plane(x);
        int[] more = c.operator().integers("output_padding");
        int[] plane = new int[2];
        for (int a = 0; a < 2; a++)
            plane[a] = (count[a] - 1) * window.strides()[a]
                    + window.reach(a)
                    - window.before()[a]
                    - window.after()[a]
                    + (more.length - 2 + a < 0 ? 0 : more[more.length - 2 + a]);
        int in = x.size(1);
        int each = w.size(1);
        int out = each * groups;
        int places = plane[0] * plane[1];
        int windows = count[0] * count[1];
        int elements = w.elements() / (in * each);
        double[] y = biased(c, x.size(0), out, places);
        for (int row = 0; row < x.size(0); row++)
            for (int i = 0; i < in; i++)
                for (int o = 0; o < each; o++) {
                    int from = (row * in + i) * windows;
                    int to = (row * out + i / (in / groups) * each + o) * places;
                    int weight = (i * each + o) * elements;
                    window.each(
                            plane, count, (n, e, place) -> y[to + place] += x.data()[from + n] * w.data()[weight + e]);
                }
        return Tensor.of(Window.shape(x, out, plane), y);
    }

    private static double[] biased(Call c, int rows, int channels, int places) {
        double[] y = new double[rows * channels * places];
        if (c.in(2) != null) for (int i = 0; i < y.length; i++) y[i] = c.in(2).data()[i / places % channels];
        return y;
    }
}
