package io.graft.backend.jvm;

import java.util.Arrays;

/** Small computations with cells and lines, for {@link VectorExercise}. */
final class SequenceExercise {
    private final int units = 2 * VectorTiles.L + 3;
    private final int width = 8 * VectorTiles.L + 3;
    private final float[] given;
    private final float[] a;
    private final float[] b;
    private final float[] c;

    SequenceExercise(float[] numbers) {
        given = Arrays.copyOf(numbers, 16 * width);
        a = new float[16 * width];
        b = new float[16 * width];
        c = new float[16 * width];
    }

    /** Computes with every kernel, and gives the numbers that this made. */
    float[] run(Cells cells, Lines lines) {
        System.arraycopy(given, 0, a, 0, a.length);
        System.arraycopy(given, 3, b, 0, b.length - 3);
        cells.lstm(units, a, 0, given, b, 0, b, units, b, 2 * units, b, 3 * units);
        cells.lstmSlope(units, a, 0, b, units, b, 2 * units, b, 3 * units, b, 4 * units);
        System.arraycopy(b, 0, a, 4 * units, 5 * units);
        float mean = lines.sum(width, given, 0) / width;
        float variance = lines.squares(width, mean, given, 0) / width;
        lines.normalize(width, mean, 1 / (variance + 1), given, 0, given, given, b, c);
        lines.normalizeSlope(width, 0.5f, given, given, b, 0, c);
        System.arraycopy(c, 0, b, width, width);
        lines.addProduct(width, given, 0, c, 0, b, 0);
        lines.add(width, b, given, c, 0);
        lines.scale(width, 0.5f, 1, c, 0);
        lines.softmax(width, c, 0);
        lines.softmaxSlope(width, 0.5f, c, 0, b, 0);
        System.arraycopy(b, 0, c, width, 2 * width);
        System.arraycopy(a, 0, c, 3 * width, 9 * units);
        return c;
    }
}
