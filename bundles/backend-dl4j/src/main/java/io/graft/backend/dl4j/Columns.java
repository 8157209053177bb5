package io.graft.backend.dl4j;

import java.util.Arrays;

/** The numbers that a window sees, as a matrix with a row for each place of its kernel and a column for each place where it stops. */
final class Columns {
    private final Window w;
    private final int channels;

    Columns(Window window, int channels) {
        this.w = window;
        this.channels = channels;
    }

    int rows() {
        return channels * w.kernel();
    }

    int size() {
        return rows() * w.places();
    }

    /** Whether the matrix is the image itself. */
    boolean plain() {
        return w.kernel() == 1 && w.places() == w.plane() && w.strideDown() == 1 && w.strideRight() == 1;
    }

    /** Fills the matrix from the channels that begin at an element. */
    void gather(float[] image, int from, float[] columns) {
        int to = 0;
        for (int c = 0; c < channels; c++)
            for (int a = 0; a < w.kernelHeight(); a++)
                for (int b = 0; b < w.kernelWidth(); b++, to += w.places())
                    gather(image, from + c * w.plane(), a, b, columns, to);
    }

    private void gather(float[] image, int plane, int a, int b, float[] columns, int to) {
        int first = w.firstInside(b);
        int end = Math.max(first, w.endInside(b));
        int stride = w.strideRight();
        int shift = b * w.dilationRight() - w.left();
        for (int d = 0; d < w.placesDown(); d++, to += w.placesRight()) {
            int line = d * w.strideDown() + a * w.dilationDown() - w.top();
            if (line < 0 || line >= w.height()) {
                Arrays.fill(columns, to, to + w.placesRight(), 0);
                continue;
            }
            int from = plane + line * w.width() + shift;
            for (int i = 0; i < first; i++) columns[to + i] = 0;
            if (stride == 1 && end > first) System.arraycopy(image, from + first, columns, to + first, end - first);
            else for (int i = first; i < end; i++) columns[to + i] = image[from + i * stride];
            for (int i = end; i < w.placesRight(); i++) columns[to + i] = 0;
        }
    }

    /** Adds the matrix to the channels that begin at an element. */
    void scatter(float[] columns, float[] image, int to) {
        int from = 0;
        for (int c = 0; c < channels; c++)
            for (int a = 0; a < w.kernelHeight(); a++)
                for (int b = 0; b < w.kernelWidth(); b++, from += w.places())
                    scatter(columns, from, a, b, image, to + c * w.plane());
    }

    private void scatter(float[] columns, int from, int a, int b, float[] image, int plane) {
        int first = w.firstInside(b);
        int end = w.endInside(b);
        int stride = w.strideRight();
        int shift = b * w.dilationRight() - w.left();
        for (int d = 0; d < w.placesDown(); d++, from += w.placesRight()) {
            int line = d * w.strideDown() + a * w.dilationDown() - w.top();
            if (line < 0 || line >= w.height()) continue;
            int to = plane + line * w.width() + shift;
            if (stride == 1) for (int i = first; i < end; i++) image[to + i] += columns[from + i];
            else for (int i = first; i < end; i++) image[to + i * stride] += columns[from + i];
        }
    }
}
