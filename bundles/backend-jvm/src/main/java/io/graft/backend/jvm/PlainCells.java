package io.graft.backend.jvm;

/** Recurrent steps in plain Java. */
final class PlainCells implements Cells {

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
            float i = PlainFunctions.sigmoid(a[at] + bias[u]);
            float o = PlainFunctions.sigmoid(a[at + n] + bias[n + u]);
            float f = PlainFunctions.sigmoid(a[at + 2 * n] + bias[2 * n + u]);
            float g = PlainFunctions.tanh(a[at + 3 * n] + bias[3 * n + u]);
            float c = Rounding.multiplyAdd(f, before[bo + u], i * g);
            float t = PlainFunctions.tanh(c);
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
