package io.graft.backend.jvm;

import java.util.Arrays;

/**
 * Planes as the windows over them see them: a row for each channel and element of a window, in it what every window has there. Padding is
 * zeros.
 *
 * @param windows how the windows lie
 * @param channels the number of planes
 */
record Unfolding(Windows windows, int channels) {

    /** The number of rows. */
    int rows() {
        return channels * windows.kernel();
    }

    /** Writes the rows of some planes, so far apart. */
    void unfold(Rows kernel, float[] x, int xo, float[] into, int to, int pitch) {
        Windows w = windows;
        boolean close = pitch == w.count() && w.strides()[1] == 1;
        int row = to;
        for (int c = 0; c < channels; c++) {
            int plane = xo + c * w.plane();
            for (int i = 0; i < w.kernelHeight(); i++)
                for (int j = 0; j < w.kernelWidth(); j++, row += pitch) {
                    if (close) unfoldClose(kernel, x, plane, i, j, into, row);
                    else unfold(x, plane, i, j, into, row);
                }
        }
    }

    /** What the copying writes behind a stretch is written over afterwards: by the next stretch, the padding or the next row. */
    private void unfoldClose(Rows kernel, float[] x, int plane, int i, int j, float[] into, int row) {
        Windows w = windows;
        int first = w.first(j);
        int end = Math.max(first, w.end(j));
        int top = top(i);
        int bottom = Math.max(top, bottom(i));
        int across = w.across();
        if (end > first && bottom > top)
            kernel.copy(
                    bottom - top,
                    end - first,
                    x,
                    plane + w.row(top, i) * w.width() + w.column(first, j),
                    w.strides()[0] * w.width(),
                    into,
                    row + top * across + first,
                    across);
        Arrays.fill(into, row, row + top * across, 0f);
        Arrays.fill(into, row + bottom * across, row + w.count(), 0f);
        if (first > 0)
            for (int d = top; d < bottom; d++) Arrays.fill(into, row + d * across, row + d * across + first, 0f);
        if (end < across)
            for (int d = top; d < bottom; d++) Arrays.fill(into, row + d * across + end, row + (d + 1) * across, 0f);
    }

    /** The first window whose row i does not lie in the padding above. */
    private int top(int i) {
        int top = 0;
        while (top < windows.down() && windows.row(top, i) < 0) top++;
        return top;
    }

    /** One behind the last window whose row i lies above the padding below. */
    private int bottom(int i) {
        int bottom = windows.down();
        while (bottom > 0 && windows.row(bottom - 1, i) >= windows.height()) bottom--;
        return bottom;
    }

    private void unfold(float[] x, int plane, int i, int j, float[] into, int row) {
        Windows w = windows;
        int first = w.first(j);
        int end = Math.max(first, w.end(j));
        int step = w.strides()[1];
        for (int d = 0, to = row; d < w.down(); d++, to += w.across()) {
            int y = w.row(d, i);
            if (y < 0 || y >= w.height() || first == end) {
                Arrays.fill(into, to, to + w.across(), 0f);
                continue;
            }
            int from = plane + y * w.width() + w.column(first, j);
            Arrays.fill(into, to, to + first, 0f);
            Arrays.fill(into, to + end, to + w.across(), 0f);
            for (int k = first; k < end; k++, from += step) into[to + k] = x[from];
        }
    }

    /** Adds the rows to the planes that they would be read from. */
    void fold(Rows kernel, float[] rows, int at, int pitch, float[] x, int xo) {
        Windows w = windows;
        int row = at;
        for (int c = 0; c < channels; c++) {
            int plane = xo + c * w.plane();
            for (int i = 0; i < w.kernelHeight(); i++)
                for (int j = 0; j < w.kernelWidth(); j++, row += pitch) fold(kernel, rows, row, i, j, x, plane);
        }
    }

    private void fold(Rows kernel, float[] rows, int row, int i, int j, float[] x, int plane) {
        Windows w = windows;
        int first = w.first(j);
        int n = w.end(j) - first;
        int top = top(i);
        int count = bottom(i) - top;
        if (n <= 0 || count <= 0) return;
        int from = row + top * w.across() + first;
        int to = plane + w.row(top, i) * w.width() + w.column(first, j);
        int down = w.strides()[0] * w.width();
        int step = w.strides()[1];
        if (step == 1) kernel.add(count, n, rows, from, w.across(), x, to, down);
        else
            for (int d = 0; d < count; d++, from += w.across(), to += down)
                for (int k = 0; k < n; k++) x[to + k * step] += rows[from + k];
    }
}
