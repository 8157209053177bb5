package io.graft.backend.jvm;

import java.util.Arrays;

/** Lines in plain Java. */
final class PlainLines implements Lines {
    /** Added and taken away again, it makes 0 of shares too small to matter, which as subnormal numbers would be a hundred times slower. */
    static final float FLUSH = 1e-24f;

    private final float[] parts = new float[LANES];

    @Override
    public float sum(int n, float[] x, int xo) {
        Arrays.fill(parts, 0f);
        sum(0, n, x, xo, parts);
        return Lines.fold(parts);
    }

    static void sum(int from, int n, float[] x, int xo, float[] parts) {
        for (int i = from; i < n; i++) parts[i & (LANES - 1)] += x[xo + i];
    }

    @Override
    public float dot(int n, float[] x, int xo, float[] y, int yo) {
        Arrays.fill(parts, 0f);
        dot(0, n, x, xo, y, yo, parts);
        return Lines.fold(parts);
    }

    static void dot(int from, int n, float[] x, int xo, float[] y, int yo, float[] parts) {
        for (int i = from; i < n; i++)
            parts[i & (LANES - 1)] = Rounding.multiplyAdd(x[xo + i], y[yo + i], parts[i & (LANES - 1)]);
    }

    @Override
    public float squares(int n, float from, float[] x, int xo) {
        Arrays.fill(parts, 0f);
        squares(0, n, from, x, xo, parts);
        return Lines.fold(parts);
    }

    static void squares(int first, int n, float from, float[] x, int xo, float[] parts) {
        for (int i = first; i < n; i++) {
            float d = x[xo + i] - from;
            parts[i & (LANES - 1)] = Rounding.multiplyAdd(d, d, parts[i & (LANES - 1)]);
        }
    }

    @Override
    public float max(int n, float[] x, int xo) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) max = Math.max(max, x[xo + i]);
        return max;
    }

    @Override
    public void scale(int n, float scale, float shift, float[] x, int xo) {
        for (int i = xo; i < xo + n; i++) x[i] = Rounding.multiplyAdd(x[i], scale, shift);
    }

    @Override
    public void softmax(int n, float[] x, int xo) {
        float max = max(n, x, xo);
        if (max == Float.NEGATIVE_INFINITY) {
            Arrays.fill(x, xo, xo + n, 0f);
            return;
        }
        for (int i = xo; i < xo + n; i++) x[i] = PlainFunctions.expWithin(PlainFunctions.WIDEST, x[i] - max);
        float share = 1 / sum(n, x, xo);
        for (int i = xo; i < xo + n; i++) x[i] = x[i] * share + FLUSH - FLUSH;
    }

    @Override
    public void softmaxSlope(int n, float scale, float[] p, int po, float[] d, int dof) {
        float mean = dot(n, p, po, d, dof);
        for (int i = 0; i < n; i++) d[dof + i] = (d[dof + i] - mean) * (p[po + i] * scale);
    }

    @Override
    public void normalize(
            int n,
            float mean,
            float inverse,
            float[] x,
            int xo,
            float[] weight,
            float[] bias,
            float[] normal,
            float[] y) {
        normalize(0, n, mean, inverse, x, xo, weight, bias, normal, y);
    }

    static void normalize(
            int from,
            int n,
            float mean,
            float inverse,
            float[] x,
            int xo,
            float[] weight,
            float[] bias,
            float[] normal,
            float[] y) {
        for (int i = from; i < n; i++) {
            float z = (x[xo + i] - mean) * inverse;
            normal[xo + i] = z;
            y[xo + i] = Rounding.multiplyAdd(z, weight[i], bias[i]);
        }
    }

    @Override
    public void normalizeSlope(int n, float inverse, float[] dy, float[] weight, float[] normal, int at, float[] dx) {
        for (int i = 0; i < n; i++) dx[at + i] = dy[at + i] * weight[i];
        float mean = sum(n, dx, at) / n;
        float along = dot(n, dx, at, normal, at) / n;
        for (int i = 0; i < n; i++)
            dx[at + i] = Rounding.multiplyAdd(normal[at + i], -along, dx[at + i] - mean) * inverse;
    }

    @Override
    public void add(int n, float[] a, float[] b, float[] y, int at) {
        for (int i = at; i < at + n; i++) y[i] = a[i] + b[i];
    }

    @Override
    public void addProduct(int n, float[] a, int ao, float[] b, int bo, float[] y, int yo) {
        for (int i = 0; i < n; i++) y[yo + i] = Rounding.multiplyAdd(a[ao + i], b[bo + i], y[yo + i]);
    }
}
