package io.graft.backend.jvm;

/** Stretches of arrays in plain Java: the JIT compiler makes vector code of loops from index 0 only, so the stretches are copied there. */
final class PlainRows implements Rows {
    private static final int BLOCK = 1024;

    private final float[] left = new float[BLOCK];
    private final float[] right = new float[BLOCK];

    @Override
    public void addScaled(int n, float alpha, float[] x, int xo, float[] y, int yo) {
        for (int from = 0; from < n; from += BLOCK) {
            int w = Math.min(BLOCK, n - from);
            System.arraycopy(x, xo + from, left, 0, w);
            System.arraycopy(y, yo + from, right, 0, w);
            addScaled(w, alpha, left, right);
            System.arraycopy(right, 0, y, yo + from, w);
        }
    }

    static void addScaled(int n, float alpha, float[] x, float[] y) {
        for (int i = 0; i < n; i++) y[i] = Rounding.multiplyAdd(alpha, x[i], y[i]);
    }

    @Override
    public void greatest(
            int n, float[] x, int xo, int[] offsets, int count, float[] best, int bo, float[] which, int wo) {
        for (int i = 0; i < n; i++) {
            int first = 0;
            float most = x[xo + offsets[0] + i];
            for (int k = 1; k < count; k++) {
                float v = x[xo + offsets[k] + i];
                if (v > most) {
                    most = v;
                    first = k;
                }
            }
            best[bo + i] = most;
            if (which != null) which[wo + i] = first;
        }
    }

    @Override
    public void copy(int count, int n, float[] x, int xo, int xs, float[] y, int yo, int ys) {
        for (int k = 0, from = xo, to = yo; k < count; k++, from += xs, to += ys)
            if (n >= WHOLE) System.arraycopy(x, from, y, to, n);
            else for (int i = 0; i < n; i++) y[to + i] = x[from + i];
    }

    @Override
    public void add(int count, int n, float[] x, int xo, int xs, float[] y, int yo, int ys) {
        for (int k = 0, from = xo, to = yo; k < count; k++, from += xs, to += ys)
            for (int i = 0; i < n; i++) y[to + i] += x[from + i];
    }

    @Override
    public void weigh(
            int n, int first, int count, float[] weights, int[] offsets, float[] x, int xo, float[] y, int yo) {
        for (int k = first; k < first + count; k++) addScaled(n, weights[k], x, xo + offsets[k], y, yo);
    }
}
