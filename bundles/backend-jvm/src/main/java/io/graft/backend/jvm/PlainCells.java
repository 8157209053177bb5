package io.graft.backend.jvm;

/**
 * Recurrent steps in plain Java.
 *
 * <p>A division takes as long as an exponential, so the gates 1 / (1 + e⁻ˣ) and the tangents 1 − 2 / (1 + e²ˣ) of a step are made from two:
 * from 1 / (p q), 1 / p is q times that.
 */
final class PlainCells implements Cells {
    /** Powers of e up to this may be multiplied by two others; a gate beyond is within 1e-12 of open or closed. */
    static final float BOUND = 28f;

    @Override
    public void lstm(
            int n,
            float[] a,
            int ao,
            float[] bias,
            float[] before,
            int bo,
            float[] after,
            int co,
            float[] bent,
            int to,
            float[] h,
            int ho) {
        lstm(0, n, a, ao, bias, before, bo, after, co, bent, to, h, ho);
    }

    /** From one unit on. */
    static void lstm(
            int from,
            int n,
            float[] a,
            int ao,
            float[] bias,
            float[] before,
            int bo,
            float[] after,
            int co,
            float[] bent,
            int to,
            float[] h,
            int ho) {
        for (int u = from; u < n; u++) {
            int at = ao + u;
            float i1 = 1 + PlainFunctions.expWithin(BOUND, -(a[at] + bias[u]));
            float f1 = 1 + PlainFunctions.expWithin(BOUND, -(a[at + 2 * n] + bias[2 * n + u]));
            float g0 = a[at + 3 * n] + bias[3 * n + u];
            float g1 = 1 + PlainFunctions.expWithin(BOUND, g0 + g0);
            float i1f1 = i1 * f1;
            float byAll = 1 / (i1f1 * g1);
            float byTwo = byAll * g1;
            float i = byTwo * f1;
            float f = byTwo * i1;
            float g = 1 - 2 * (byAll * i1f1);
            float c = Rounding.multiplyAdd(f, before[bo + u], i * g);
            float o1 = 1 + PlainFunctions.expWithin(BOUND, -(a[at + n] + bias[n + u]));
            float t1 = 1 + PlainFunctions.expWithin(BOUND, c + c);
            float byBoth = 1 / (o1 * t1);
            float o = byBoth * t1;
            float t = 1 - 2 * (byBoth * o1);
            a[at] = i;
            a[at + n] = o;
            a[at + 2 * n] = f;
            a[at + 3 * n] = g;
            after[co + u] = c;
            bent[to + u] = t;
            h[ho + u] = o * t;
        }
    }

    @Override
    public void lstmSlope(
            int n,
            float[] a,
            int ao,
            float[] before,
            int bo,
            float[] bent,
            int to,
            float[] dh,
            int dho,
            float[] dc,
            int dco) {
        lstmSlope(0, n, a, ao, before, bo, bent, to, dh, dho, dc, dco);
    }

    /** From one unit on. */
    static void lstmSlope(
            int from,
            int n,
            float[] a,
            int ao,
            float[] before,
            int bo,
            float[] bent,
            int to,
            float[] dh,
            int dho,
            float[] dc,
            int dco) {
        for (int u = from; u < n; u++) {
            int at = ao + u;
            float i = a[at];
            float o = a[at + n];
            float f = a[at + 2 * n];
            float g = a[at + 3 * n];
            float t = bent[to + u];
            float d = dh[dho + u];
            float q = Rounding.multiplyAdd(d * o, 1 - t * t, dc[dco + u]);
            a[at] = q * g * (i * (1 - i));
            a[at + n] = d * t * (o * (1 - o));
            a[at + 2 * n] = q * before[bo + u] * (f * (1 - f));
            a[at + 3 * n] = q * i * (1 - g * g);
            dh[dho + u] = 0;
            dc[dco + u] = q * f;
        }
    }
}
