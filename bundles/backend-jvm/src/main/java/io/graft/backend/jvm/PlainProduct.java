package io.graft.backend.jvm;

import java.util.Arrays;

/** Products in plain Java: loops over whole arrays from index 0, the form that the JIT compiler makes vector code of. */
final class PlainProduct implements Product {
    /** Columns at a time, so that four rows of C and one of B stay in the first cache. */
    private static final int WIDTH = 512;

    private final float[] row = new float[WIDTH];
    private final float[] c0 = new float[WIDTH];
    private final float[] c1 = new float[WIDTH];
    private final float[] c2 = new float[WIDTH];
    private final float[] c3 = new float[WIDTH];
    private float[] turned = {};

    @Override
    public void multiply(
            boolean ta,
            boolean tb,
            int m,
            int n,
            int k,
            float[] a,
            int ao,
            int lda,
            float[] b,
            int bo,
            int ldb,
            float[] c,
            int co,
            int ldc,
            boolean add) {
        float[] right = b;
        int from = bo;
        int pitch = ldb;
        if (tb) {
            if (turned.length < n * k) turned = new float[n * k];
            turn(n, k, b, bo, ldb, turned);
            right = turned;
            from = 0;
            pitch = n;
        }
        multiply(ta, m, n, k, a, ao, lda, right, from, pitch, c, co, ldc, add);
    }

    private static void turn(int n, int k, float[] b, int bo, int ldb, float[] into) {
        for (int j = 0; j < n; j++) for (int p = 0; p < k; p++) into[p * n + j] = b[bo + j * ldb + p];
    }

    @Override
    public void pack(boolean tb, int n, int k, float[] b, int bo, int ldb, Packed into) {
        into.n = n;
        into.k = k;
        float[] rows = into.room(n * k);
        if (tb) turn(n, k, b, bo, ldb, rows);
        else for (int p = 0; p < k; p++) System.arraycopy(b, bo + p * ldb, rows, p * n, n);
    }

    @Override
    public void multiply(
            boolean ta, int m, float[] a, int ao, int lda, Packed b, float[] c, int co, int ldc, boolean add) {
        multiply(ta, m, b.n, b.k, a, ao, lda, b.numbers, 0, b.n, c, co, ldc, add);
    }

    private void multiply(
            boolean ta,
            int m,
            int n,
            int k,
            float[] a,
            int ao,
            int lda,
            float[] right,
            int from,
            int pitch,
            float[] c,
            int co,
            int ldc,
            boolean add) {
        int step = ta ? lda : 1;
        int down = ta ? 1 : lda;
        for (int j = 0; j < n; j += WIDTH) {
            int w = Math.min(WIDTH, n - j);
            int i = 0;
            for (; i + 4 <= m; i += 4)
                four(w, k, a, ao + i * down, down, step, right, from + j, pitch, c, co + i * ldc + j, ldc, add);
            for (; i < m; i++) one(w, k, a, ao + i * down, step, right, from + j, pitch, c, co + i * ldc + j, add);
        }
    }

    private void four(
            int w,
            int k,
            float[] a,
            int ao,
            int down,
            int step,
            float[] b,
            int bo,
            int ldb,
            float[] c,
            int co,
            int ldc,
            boolean add) {
        load(add, c, co, c0, w);
        load(add, c, co + ldc, c1, w);
        load(add, c, co + 2 * ldc, c2, w);
        load(add, c, co + 3 * ldc, c3, w);
        for (int p = 0; p < k; p++) {
            System.arraycopy(b, bo + p * ldb, row, 0, w);
            int at = ao + p * step;
            spread(w, a[at], a[at + down], a[at + 2 * down], a[at + 3 * down], row, c0, c1, c2, c3);
        }
        System.arraycopy(c0, 0, c, co, w);
        System.arraycopy(c1, 0, c, co + ldc, w);
        System.arraycopy(c2, 0, c, co + 2 * ldc, w);
        System.arraycopy(c3, 0, c, co + 3 * ldc, w);
    }

    private static void load(boolean add, float[] c, int from, float[] into, int w) {
        if (add) System.arraycopy(c, from, into, 0, w);
        else Arrays.fill(into, 0, w, 0f);
    }

    private static void spread(
            int w,
            float x0,
            float x1,
            float x2,
            float x3,
            float[] row,
            float[] c0,
            float[] c1,
            float[] c2,
            float[] c3) {
        for (int j = 0; j < w; j++) {
            float b = row[j];
            c0[j] = Rounding.multiplyAdd(x0, b, c0[j]);
            c1[j] = Rounding.multiplyAdd(x1, b, c1[j]);
            c2[j] = Rounding.multiplyAdd(x2, b, c2[j]);
            c3[j] = Rounding.multiplyAdd(x3, b, c3[j]);
        }
    }

    private void one(
            int w, int k, float[] a, int ao, int step, float[] b, int bo, int ldb, float[] c, int co, boolean add) {
        load(add, c, co, c0, w);
        for (int p = 0; p < k; p++) {
            System.arraycopy(b, bo + p * ldb, row, 0, w);
            PlainRows.addScaled(w, a[ao + p * step], row, c0);
        }
        System.arraycopy(c0, 0, c, co, w);
    }
}
