package io.graft.backend.jvm;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The lines of {@link PlainLines}, operation by operation, by the Vector API. Shorter vectors than {@code LANES} take several walks. */
final class VectorLines implements Lines {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    private static final int WIDE = Math.max(L, LANES);

    private final float[] parts = new float[WIDE];
    private final PlainLines plain = new PlainLines();

    private static FloatVector at(float[] x, int i) {
        return FloatVector.fromArray(S, x, i);
    }

    /** How many elements are summed as vectors: none when vectors are longer than the parts. */
    private static int whole(int n) {
        return L > LANES ? 0 : n / LANES * LANES;
    }

    @Override
    public float sum(int n, float[] x, int xo) {
        int whole = whole(n);
        Arrays.fill(parts, 0f);
        for (int part = 0; part < LANES && whole > 0; part += L) sum(part, whole, x, xo, parts);
        PlainLines.sum(whole, n, x, xo, parts);
        return Lines.fold(parts);
    }

    private static void sum(int part, int n, float[] x, int xo, float[] parts) {
        FloatVector sum = FloatVector.zero(S);
        for (int i = part; i < n; i += LANES) sum = sum.add(at(x, xo + i));
        sum.intoArray(parts, part);
    }

    @Override
    public float dot(int n, float[] x, int xo, float[] y, int yo) {
        int whole = whole(n);
        Arrays.fill(parts, 0f);
        for (int part = 0; part < LANES && whole > 0; part += L) dot(part, whole, x, xo, y, yo, parts);
        PlainLines.dot(whole, n, x, xo, y, yo, parts);
        return Lines.fold(parts);
    }

    private static void dot(int part, int n, float[] x, int xo, float[] y, int yo, float[] parts) {
        FloatVector sum = FloatVector.zero(S);
        for (int i = part; i < n; i += LANES) sum = at(x, xo + i).fma(at(y, yo + i), sum);
        sum.intoArray(parts, part);
    }

    @Override
    public float squares(int n, float from, float[] x, int xo) {
        int whole = whole(n);
        Arrays.fill(parts, 0f);
        for (int part = 0; part < LANES && whole > 0; part += L) squares(part, whole, from, x, xo, parts);
        PlainLines.squares(whole, n, from, x, xo, parts);
        return Lines.fold(parts);
    }

    private static void squares(int part, int n, float from, float[] x, int xo, float[] parts) {
        FloatVector sum = FloatVector.zero(S);
        for (int i = part; i < n; i += LANES) {
            FloatVector d = at(x, xo + i).sub(from);
            sum = d.fma(d, sum);
        }
        sum.intoArray(parts, part);
    }

    @Override
    public float max(int n, float[] x, int xo) {
        if (n < L) return plain.max(n, x, xo);
        return most(n, x, xo);
    }

    private static float most(int n, float[] x, int xo) {
        FloatVector most = at(x, xo);
        int i = L;
        for (; i + L <= n; i += L) most = most.max(at(x, xo + i));
        return most.max(at(x, xo + n - L)).reduceLanes(VectorOperators.MAX);
    }

    @Override
    public void scale(int n, float scale, float shift, float[] x, int xo) {
        FloatVector factor = FloatVector.broadcast(S, scale);
        FloatVector more = FloatVector.broadcast(S, shift);
        int i = 0;
        for (; i + L <= n; i += L) at(x, xo + i).fma(factor, more).intoArray(x, xo + i);
        plain.scale(n - i, scale, shift, x, xo + i);
    }

    @Override
    public void softmax(int n, float[] x, int xo) {
        float max = max(n, x, xo);
        if (max == Float.NEGATIVE_INFINITY) {
            Arrays.fill(x, xo, xo + n, 0f);
            return;
        }
        shares(n, 1 / exponentials(n, max, x, xo), x, xo);
    }

    /** Makes the exponentials, and takes their sum on the way where a vector is as long as the parts. */
    private float exponentials(int n, float max, float[] x, int xo) {
        int i = wholeExponentials(n, max, x, xo, parts);
        for (; i < n; i++) x[xo + i] = PlainFunctions.expWithin(PlainFunctions.WIDEST, x[xo + i] - max);
        if (L != LANES) return sum(n, x, xo);
        PlainLines.sum(whole(n), n, x, xo, parts);
        return Lines.fold(parts);
    }

    private static int wholeExponentials(int n, float max, float[] x, int xo, float[] sums) {
        FloatVector sum = FloatVector.zero(S);
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector e = VectorFunctions.expWithin(
                    PlainFunctions.WIDEST, at(x, xo + i).sub(max));
            e.intoArray(x, xo + i);
            sum = sum.add(e);
        }
        sum.intoArray(sums, 0);
        return i;
    }

    private static void shares(int n, float share, float[] x, int xo) {
        int i = 0;
        for (; i + L <= n; i += L)
            at(x, xo + i).mul(share).add(PlainLines.FLUSH).sub(PlainLines.FLUSH).intoArray(x, xo + i);
        for (; i < n; i++) x[xo + i] = x[xo + i] * share + PlainLines.FLUSH - PlainLines.FLUSH;
    }

    @Override
    public void softmaxSlope(int n, float scale, float[] p, int po, float[] d, int dof) {
        float mean = dot(n, p, po, d, dof);
        int i = 0;
        for (; i + L <= n; i += L)
            at(d, dof + i).sub(mean).mul(at(p, po + i).mul(scale)).intoArray(d, dof + i);
        for (; i < n; i++) d[dof + i] = (d[dof + i] - mean) * (p[po + i] * scale);
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
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector z = at(x, xo + i).sub(mean).mul(inverse);
            z.intoArray(normal, xo + i);
            z.fma(at(weight, i), at(bias, i)).intoArray(y, xo + i);
        }
        PlainLines.normalize(i, n, mean, inverse, x, xo, weight, bias, normal, y);
    }

    @Override
    public void normalizeSlope(int n, float inverse, float[] dy, float[] weight, float[] normal, int at, float[] dx) {
        int i = 0;
        for (; i + L <= n; i += L) at(dy, at + i).mul(at(weight, i)).intoArray(dx, at + i);
        for (; i < n; i++) dx[at + i] = dy[at + i] * weight[i];
        float mean = sum(n, dx, at) / n;
        float along = dot(n, dx, at, normal, at) / n;
        slope(n, mean, -along, inverse, normal, dx, at);
    }

    private static void slope(int n, float mean, float along, float inverse, float[] normal, float[] dx, int at) {
        FloatVector factor = FloatVector.broadcast(S, along);
        int i = 0;
        for (; i + L <= n; i += L)
            at(normal, at + i)
                    .fma(factor, at(dx, at + i).sub(mean))
                    .mul(inverse)
                    .intoArray(dx, at + i);
        for (; i < n; i++) dx[at + i] = Math.fma(normal[at + i], along, dx[at + i] - mean) * inverse;
    }

    @Override
    public void add(int n, float[] a, float[] b, float[] y, int at) {
        int i = at;
        for (; i + L <= at + n; i += L) at(a, i).add(at(b, i)).intoArray(y, i);
        for (; i < at + n; i++) y[i] = a[i] + b[i];
    }

    @Override
    public void addProduct(int n, float[] a, int ao, float[] b, int bo, float[] y, int yo) {
        int i = 0;
        for (; i + L <= n; i += L)
            at(a, ao + i).fma(at(b, bo + i), at(y, yo + i)).intoArray(y, yo + i);
        for (; i < n; i++) y[yo + i] = Math.fma(a[ao + i], b[bo + i], y[yo + i]);
    }
}
