package io.graft.backend.jvm;

import io.graft.api.graph.Operator;
import io.graft.api.graph.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Images whose channels are their last axis, and the windows over them as the rows of a matrix. Where windows lie side by side along one axis
 * they are rows as they are, which overlap; otherwise they are copied. x itself is taken where it has that form.
 */
final class Images {
    private final Tape t;
    private final Tensor x;
    private final Tensor mask;
    private final Windows windows;
    private final boolean last;
    private final boolean straight;
    private final boolean overlapping;
    private final int channels;
    private final int height;
    private final int width;
    private final int inner;
    private final Tensor image;
    private final Tensor rows;
    private final Tensor imageSlopes;
    private final Tensor rowSlopes;

    Images(Tape t, Tensor x, Operator op, Shape weights, Tensor mask) {
        this.t = t;
        this.x = x;
        this.mask = mask;
        last = op.integer(Peaks.CHANNELS_LAST, 0) == 1;
        windows = windows(op, x.shape, weights, last);
        channels = weights.size(1);
        int[] pads = op.integers("pads");
        int axes = weights.rank() - 2;
        height = windows.height() + windows.top() + (axes == 2 && pads.length > 0 ? pads[2] : 0);
        width = windows.width() + windows.left() + (pads.length > 0 ? pads[pads.length - 1] : 0);
        boolean padded = height * width != windows.plane();
        straight = (last || channels == 1) && !padded && mask == null;
        overlapping = height == 1 && windows.kernelHeight() == 1 && windows.dilations()[1] == 1;
        inner = overlapping ? windows.kernel() * channels : Peaks.whole(windows.kernel() * channels);
        image = t.floats(Shape.of(straight ? 0 : height * width * channels));
        rows = t.floats(Shape.of(overlapping ? 0 : windows.count() * inner + Rows.WHOLE));
        imageSlopes = t.floats(Shape.of(straight && last ? 0 : height * width * channels));
        rowSlopes = t.floats(Shape.of(overlapping ? 0 : windows.count() * inner));
    }

    private static Windows windows(Operator op, Shape x, Shape weights, boolean last) {
        int axes = weights.rank() - 2;
        int[] kernel = new int[axes];
        Shape planes = last ? Shape.of(x.dim(0), x.dim(2), x.dim(1)) : x;
        Shape out = planes;
        int[] pads = op.integers("pads");
        int[] strides = op.integers("strides");
        int[] dilations = op.integers("dilations");
        for (int a = 0; a < axes; a++) {
            kernel[a] = weights.size(2 + a);
            int room = planes.size(2 + a) + (pads.length == 0 ? 0 : pads[a] + pads[a + axes]);
            int reach = (kernel[a] - 1) * (dilations.length == 0 ? 1 : dilations[a]) + 1;
            int count = (room - reach) / (strides.length == 0 ? 1 : strides[a]) + 1;
            out = out.with(2 + a, Shape.of(count).dim(0));
        }
        return Windows.of(op, planes, out, kernel);
    }

    Windows windows() {
        return windows;
    }

    /** The elements of a row. */
    int inner() {
        return inner;
    }

    /** How far apart rows are. */
    int step() {
        return overlapping ? windows.strides()[1] * channels : inner;
    }

    /** Whether x itself holds the rows and its gradient theirs, of all images at once. */
    boolean inPlace() {
        return overlapping && straight && last;
    }

    /** How far apart images are, when they are taken in place. */
    int size() {
        return plane();
    }

    List<Tensor> reads() {
        return mask == null ? List.of(x) : List.of(x, mask);
    }

    List<Tensor> scratch() {
        return List.of(image, rows);
    }

    List<Tensor> slopes() {
        return List.of(imageSlopes, rowSlopes);
    }

    /** The array that the rows are in. */
    float[] rows() {
        if (!overlapping) return rows.floats();
        return straight ? x.floats() : image.floats();
    }

    /** Makes what stays between images: the padding. */
    void begin() {
        if (!straight) Arrays.fill(image.floats(), 0, height * width * channels, 0f);
    }

    private int plane() {
        return windows.plane() * channels;
    }

    /** The windows over an image: from which index on they are in {@link #rows()}. */
    int unfold(int row) {
        float[] from = straight ? x.floats() : image.floats();
        int at = straight ? row * plane() : 0;
        if (!straight) copy(row);
        if (overlapping) return at;
        for (int d = 0, to = 0; d < windows.down(); d++)
            for (int a = 0; a < windows.across(); a++, to += inner) copyWindow(from, at, d, a, to);
        return 0;
    }

    private int place(int d, int a) {
        return (d * windows.strides()[0] * width + a * windows.strides()[1]) * channels;
    }

    private void copyWindow(float[] from, int at, int d, int a, int to) {
        Rows kernel = t.kernels().rows();
        int stretch = windows.kernelWidth() * channels;
        int down = windows.dilations()[0] * width * channels;
        int across = windows.dilations()[1];
        if (across == 1)
            kernel.copy(windows.kernelHeight(), stretch, from, at + place(d, a), down, rows.floats(), to, stretch);
        else
            for (int i = 0; i < windows.kernelHeight(); i++)
                kernel.copy(
                        windows.kernelWidth(),
                        channels,
                        from,
                        at + place(d, a) + i * down,
                        across * channels,
                        rows.floats(),
                        to + i * stretch,
                        channels);
        int size = windows.kernel() * channels;
        if (size < inner) Arrays.fill(rows.floats(), to + size, to + inner, 0f);
    }

    /** Copies an image into the padding, channels last. */
    private void copy(int row) {
        int from = row * plane();
        for (int y = 0; y < windows.height(); y++) {
            int to = ((y + windows.top()) * width + windows.left()) * channels;
            if (last) System.arraycopy(x.floats(), from, image.floats(), to, plane());
            else
                Turning.turn(
                        x.floats(),
                        from + y * windows.width(),
                        windows.plane(),
                        channels,
                        windows.width(),
                        image.floats(),
                        to,
                        channels);
        }
        if (mask != null) hide(row, image.floats(), windows.left() * channels);
    }

    private void hide(int row, float[] into, int at) {
        for (int i = 0, to = at; i < windows.width(); i++, to += channels) {
            float factor = mask.floats()[row * windows.width() + i];
            if (factor != 1) for (int c = to; c < to + channels; c++) into[c] *= factor;
        }
    }

    /** The weights in the order of the rows: [filters, height, width, channels], zeros beyond. */
    void order(float[] weights, float[] into, int filters) {
        int kernel = windows.kernel();
        int size = kernel * channels;
        int given = Math.min(filters, weights.length / size);
        for (int f = 0; f < given; f++) {
            Turning.turn(weights, f * size, kernel, channels, kernel, into, f * inner, channels);
            Arrays.fill(into, f * inner + size, (f + 1) * inner, 0f);
        }
        Arrays.fill(into, given * inner, filters * inner, 0f);
    }

    /** The other way. */
    void restore(float[] ordered, float[] weights, int filters) {
        int kernel = windows.kernel();
        int size = kernel * channels;
        for (int f = 0; f < filters; f++)
            Turning.turn(ordered, f * inner, channels, kernel, channels, weights, f * size, kernel);
    }

    void beginSlopes(Tensor dx, int count) {
        if (straight && last) Arrays.fill(dx.floats(), 0, count * plane(), 0f);
    }

    /** The array that the gradients of rows go to. */
    float[] slopeRows(Tensor dx) {
        if (!overlapping) return rowSlopes.floats();
        return straight && last ? dx.floats() : imageSlopes.floats();
    }

    /** Makes room for the gradients of an image's rows: from which index on they go. */
    int slopesOf(int row, Tensor dx) {
        boolean own = straight && last;
        if (!own) Arrays.fill(imageSlopes.floats(), 0, height * width * channels, 0f);
        if (!overlapping) Arrays.fill(rowSlopes.floats(), 0, windows.count() * inner, 0f);
        return inPlace() ? row * plane() : 0;
    }

    /** Takes them to x's gradient. */
    void fold(int row, Tensor dx) {
        boolean own = straight && last;
        if (!overlapping) {
            float[] into = own ? dx.floats() : imageSlopes.floats();
            int at = own ? row * plane() : 0;
            for (int d = 0, from = 0; d < windows.down(); d++)
                for (int a = 0; a < windows.across(); a++, from += inner) addWindow(from, d, a, into, at);
        }
        if (own) return;
        if (mask != null) hide(row, imageSlopes.floats(), windows.left() * channels);
        int to = row * plane();
        for (int y = 0; y < windows.height(); y++) {
            int from = ((y + windows.top()) * width + windows.left()) * channels;
            if (last) System.arraycopy(imageSlopes.floats(), from, dx.floats(), to, plane());
            else
                Turning.turn(
                        imageSlopes.floats(),
                        from,
                        channels,
                        windows.width(),
                        channels,
                        dx.floats(),
                        to + y * windows.width(),
                        windows.plane());
        }
    }

    private void addWindow(int from, int d, int a, float[] into, int at) {
        Rows kernel = t.kernels().rows();
        int stretch = windows.kernelWidth() * channels;
        int down = windows.dilations()[0] * width * channels;
        int across = windows.dilations()[1];
        int to = at + place(d, a);
        if (across == 1) kernel.add(windows.kernelHeight(), stretch, rowSlopes.floats(), from, stretch, into, to, down);
        else
            for (int i = 0; i < windows.kernelHeight(); i++)
                kernel.add(
                        windows.kernelWidth(),
                        channels,
                        rowSlopes.floats(),
                        from + i * stretch,
                        channels,
                        into,
                        to + i * down,
                        across * channels);
    }
}
