package io.graft.backend.jvm;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The steps of {@link PlainCells}, operation by operation, by the Vector API. */
final class VectorCells implements Cells {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    private static FloatVector at(float[] x, int i) {
        return FloatVector.fromArray(S, x, i);
    }

    /** The slope of a sigmoid, from its value. */
    private static FloatVector bend(FloatVector s) {
        return s.mul(FloatVector.broadcast(S, 1f).sub(s));
    }

    /** The slope of a hyperbolic tangent, from its value. */
    private static FloatVector steepness(FloatVector t) {
        return FloatVector.broadcast(S, 1f).sub(t.mul(t));
    }

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
        int u = 0;
        for (; u + L <= n; u += L) {
            int k = ao + u;
            FloatVector i = VectorFunctions.sigmoid(at(a, k).add(at(bias, u)));
            FloatVector g = VectorFunctions.tanh(at(a, k + 3 * n).add(at(bias, 3 * n + u)));
            FloatVector f = VectorFunctions.sigmoid(at(a, k + 2 * n).add(at(bias, 2 * n + u)));
            FloatVector c = f.fma(at(before, bo + u), i.mul(g));
            i.intoArray(a, k);
            f.intoArray(a, k + 2 * n);
            g.intoArray(a, k + 3 * n);
            c.intoArray(after, co + u);
            FloatVector o = VectorFunctions.sigmoid(at(a, k + n).add(at(bias, n + u)));
            FloatVector t = VectorFunctions.tanh(c);
            o.intoArray(a, k + n);
            t.intoArray(bent, to + u);
            o.mul(t).intoArray(h, ho + u);
        }
        PlainCells.lstm(u, n, a, ao, bias, before, bo, after, co, bent, to, h, ho);
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
        int u = 0;
        FloatVector zero = FloatVector.zero(S);
        for (; u + L <= n; u += L) {
            int k = ao + u;
            FloatVector i = at(a, k);
            FloatVector o = at(a, k + n);
            FloatVector f = at(a, k + 2 * n);
            FloatVector g = at(a, k + 3 * n);
            FloatVector t = at(bent, to + u);
            FloatVector d = at(dh, dho + u);
            FloatVector q = d.mul(o).fma(steepness(t), at(dc, dco + u));
            q.mul(g).mul(bend(i)).intoArray(a, k);
            d.mul(t).mul(bend(o)).intoArray(a, k + n);
            q.mul(at(before, bo + u)).mul(bend(f)).intoArray(a, k + 2 * n);
            q.mul(i).mul(steepness(g)).intoArray(a, k + 3 * n);
            zero.intoArray(dh, dho + u);
            q.mul(f).intoArray(dc, dco + u);
        }
        PlainCells.lstmSlope(u, n, a, ao, before, bo, bent, to, dh, dho, dc, dco);
    }
}
