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
}
