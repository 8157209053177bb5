package io.graft.backend.dl4j;

import java.util.Arrays;

/**
 * The gradient of a table of which a step touches few rows: dense on the Java heap, with a list of the rows that are not zero.
 *
 * <p>{@link #clear} makes only those zero again, so that a table of millions costs nothing but its touched rows.
 */
final class RowGradient {
    private final float[] values;
    private final int width;
    private final boolean[] isTouched;
    private final int[] touched;
    private int count;

    RowGradient(int rows, int width) {
        this.values = new float[Math.multiplyExact(rows, width)];
        this.width = width;
        this.isTouched = new boolean[rows];
        this.touched = new int[rows];
    }

    float[] values() {
        return values;
    }

    /** Adds {@code weight · from[offset …]} to a row. */
    void add(int row, float[] from, int offset, float weight) {
        touch(row);
        int base = row * width;
        for (int i = 0; i < width; i++) values[base + i] += weight * from[offset + i];
    }

    /** Adds to one element of a row. */
    void add(int row, int column, float number) {
        touch(row);
        values[row * width + column] += number;
    }

    private void touch(int row) {
        if (isTouched[row]) return;
        isTouched[row] = true;
        touched[count++] = row;
    }

    /** The sum of squares; rows in the order of the table, so that it does not depend on the order of a batch. */
    double squares() {
        Arrays.sort(touched, 0, count);
        double sum = 0;
        for (int r = 0; r < count; r++) {
            int base = touched[r] * width;
            for (int i = 0; i < width; i++) sum += (double) values[base + i] * values[base + i];
        }
        return sum;
    }

    void scale(float factor) {
        for (int r = 0; r < count; r++) {
            int base = touched[r] * width;
            for (int i = 0; i < width; i++) values[base + i] *= factor;
        }
    }

    void bound(float most) {
        for (int r = 0; r < count; r++) {
            int base = touched[r] * width;
            for (int i = 0; i < width; i++) values[base + i] = Math.max(-most, Math.min(most, values[base + i]));
        }
    }

    /** Makes the touched rows zero. */
    void clear() {
        for (int r = 0; r < count; r++) {
            Arrays.fill(values, touched[r] * width, (touched[r] + 1) * width, 0f);
            isTouched[touched[r]] = false;
        }
        count = 0;
    }
}
