package io.graft.backend.jvm;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Stretches of arrays by the Vector API. */
final class VectorRows implements Rows {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    @Override
    public void addScaled(int n, float alpha, float[] x, int xo, float[] y, int yo) {
        int i = 0;
        FloatVector factor = FloatVector.broadcast(S, alpha);
        for (; i + L <= n; i += L)
            FloatVector.fromArray(S, x, xo + i)
                    .fma(factor, FloatVector.fromArray(S, y, yo + i))
                    .intoArray(y, yo + i);
        for (; i < n; i++) y[yo + i] = Math.fma(alpha, x[xo + i], y[yo + i]);
    }

    @Override
    public void greatest(
            int n, float[] x, int xo, int[] offsets, int count, float[] best, int bo, float[] which, int wo) {
        if (which == null) for (int i = 0; i < n; i += L) most(x, xo + i, offsets, count, best, bo + i);
        else for (int i = 0; i < n; i += L) first(x, xo + i, offsets, count, best, bo + i, which, wo + i);
    }

    private static void most(float[] x, int xo, int[] offsets, int count, float[] best, int bo) {
        FloatVector most = FloatVector.fromArray(S, x, xo + offsets[0]);
        for (int k = 1; k < count; k++) most = most.max(FloatVector.fromArray(S, x, xo + offsets[k]));
        most.intoArray(best, bo);
    }

    private static void first(
            float[] x, int xo, int[] offsets, int count, float[] best, int bo, float[] which, int wo) {
        FloatVector most = FloatVector.fromArray(S, x, xo + offsets[0]);
        FloatVector number = FloatVector.zero(S);
        for (int k = 1; k < count; k++) {
            FloatVector v = FloatVector.fromArray(S, x, xo + offsets[k]);
            VectorMask<Float> more = v.compare(VectorOperators.GT, most);
            most = most.blend(v, more);
            number = number.blend(k, more);
        }
        most.intoArray(best, bo);
        number.intoArray(which, wo);
    }

    @Override
    public void copy(int count, int n, float[] x, int xo, int xs, float[] y, int yo, int ys) {
        int whole = (n + L - 1) / L * L;
        int from = xo;
        int to = yo;
        int k = 0;
        for (; k < count && from + whole <= x.length && to + whole <= y.length; k++, from += xs, to += ys)
            for (int i = 0; i < n; i += L) FloatVector.fromArray(S, x, from + i).intoArray(y, to + i);
        for (; k < count; k++, from += xs, to += ys) System.arraycopy(x, from, y, to, n);
    }

    @Override
    public void add(int count, int n, float[] x, int xo, int xs, float[] y, int yo, int ys) {
        for (int k = 0, from = xo, to = yo; k < count; k++, from += xs, to += ys) {
            int i = 0;
            for (; i + L <= n; i += L)
                FloatVector.fromArray(S, y, to + i)
                        .add(FloatVector.fromArray(S, x, from + i))
                        .intoArray(y, to + i);
            for (; i < n; i++) y[to + i] += x[from + i];
        }
    }

    @Override
    public void weigh(
            int n, int first, int count, float[] weights, int[] offsets, float[] x, int xo, float[] y, int yo) {
        int i = 0;
        int end = first + count;
        for (; i + 4 * L <= n; i += 4 * L) weighFour(first, end, weights, offsets, x, xo + i, y, yo + i);
        for (; i + L <= n; i += L) weighOne(first, end, weights, offsets, x, xo + i, y, yo + i);
        for (; i < n; i++)
            for (int k = first; k < end; k++) y[yo + i] = Math.fma(weights[k], x[xo + offsets[k] + i], y[yo + i]);
    }

    private static void weighFour(
            int first, int end, float[] weights, int[] offsets, float[] x, int xo, float[] y, int yo) {
        FloatVector y0 = FloatVector.fromArray(S, y, yo);
        FloatVector y1 = FloatVector.fromArray(S, y, yo + L);
        FloatVector y2 = FloatVector.fromArray(S, y, yo + 2 * L);
        FloatVector y3 = FloatVector.fromArray(S, y, yo + 3 * L);
        for (int k = first; k < end; k++) {
            FloatVector w = FloatVector.broadcast(S, weights[k]);
            int at = xo + offsets[k];
            y0 = w.fma(FloatVector.fromArray(S, x, at), y0);
            y1 = w.fma(FloatVector.fromArray(S, x, at + L), y1);
            y2 = w.fma(FloatVector.fromArray(S, x, at + 2 * L), y2);
            y3 = w.fma(FloatVector.fromArray(S, x, at + 3 * L), y3);
        }
        y0.intoArray(y, yo);
        y1.intoArray(y, yo + L);
        y2.intoArray(y, yo + 2 * L);
        y3.intoArray(y, yo + 3 * L);
    }

    private static void weighOne(
            int first, int end, float[] weights, int[] offsets, float[] x, int xo, float[] y, int yo) {
        FloatVector sum = FloatVector.fromArray(S, y, yo);
        for (int k = first; k < end; k++)
            sum = FloatVector.broadcast(S, weights[k]).fma(FloatVector.fromArray(S, x, xo + offsets[k]), sum);
        sum.intoArray(y, yo);
    }
}
