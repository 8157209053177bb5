package io.graft.backend.jvm;

/** Matrices made of others by changing rows and columns. */
final class Turning {
    private Turning() {}

    /** The transpose, eight rows at a time, so that whole cache lines are written. */
    static void turn(float[] x, int xo, int ldx, int rows, int columns, float[] y, int yo, int ldy) {
        int i = 0;
        for (; i + 8 <= rows; i += 8) eight(x, xo + i * ldx, ldx, columns, y, yo + i, ldy);
        for (; i < rows; i++)
            for (int j = 0, from = xo + i * ldx, to = yo + i; j < columns; j++, to += ldy) y[to] = x[from + j];
    }

    private static void eight(float[] x, int x0, int ldx, int columns, float[] y, int yo, int ldy) {
        int x1 = x0 + ldx;
        int x2 = x1 + ldx;
        int x3 = x2 + ldx;
        int x4 = x3 + ldx;
        int x5 = x4 + ldx;
        int x6 = x5 + ldx;
        int x7 = x6 + ldx;
        for (int j = 0, to = yo; j < columns; j++, to += ldy) {
            y[to] = x[x0 + j];
            y[to + 1] = x[x1 + j];
            y[to + 2] = x[x2 + j];
            y[to + 3] = x[x3 + j];
            y[to + 4] = x[x4 + j];
            y[to + 5] = x[x5 + j];
            y[to + 6] = x[x6 + j];
            y[to + 7] = x[x7 + j];
        }
    }
}
