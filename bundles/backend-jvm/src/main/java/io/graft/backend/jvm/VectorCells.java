package io.graft.backend.jvm;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The steps of {@link PlainCells}, operation by operation, by the Vector API. An LSTM's step takes several walks: the JIT compiler inlines
 * so many operations of a method and no more, and vectors that it does not see the end of are boxed.
 */
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

    /** 1 + e⁻ˣ. */
    private static void inverseGates(int n, float[] a, int ao, float[] bias, int bo) {
        for (int u = 0; u < n; u += L) {
            FloatVector x = at(a, ao + u).add(at(bias, bo + u));
            VectorFunctions.expWithin(PlainCells.BOUND, x.neg()).add(1f).intoArray(a, ao + u);
        }
    }

    /** 1 + e²ˣ. */
    private static void inverseTangents(int n, float[] a, int ao, float[] bias, int bo) {
        for (int u = 0; u < n; u += L) {
            FloatVector x = at(a, ao + u).add(at(bias, bo + u));
            VectorFunctions.expWithin(PlainCells.BOUND, x.add(x)).add(1f).intoArray(a, ao + u);
        }
    }

    private static void memories(int n, float[] a, int ao, float[] before, int bo, float[] after, int co) {
        for (int u = 0; u + L <= n; u += L) {
            int k = ao + u;
            FloatVector i1 = at(a, k);
            FloatVector f1 = at(a, k + 2 * n);
            FloatVector g1 = at(a, k + 3 * n);
            FloatVector i1f1 = i1.mul(f1);
            FloatVector byAll = FloatVector.broadcast(S, 1f).div(i1f1.mul(g1));
            FloatVector byTwo = byAll.mul(g1);
            FloatVector i = byTwo.mul(f1);
            FloatVector f = byTwo.mul(i1);
            FloatVector g = FloatVector.broadcast(S, 1f).sub(byAll.mul(i1f1).mul(2f));
            i.intoArray(a, k);
            f.intoArray(a, k + 2 * n);
            g.intoArray(a, k + 3 * n);
            f.fma(at(before, bo + u), i.mul(g)).intoArray(after, co + u);
        }
    }

    private static void outputs(
            int n, float[] a, int ao, float[] after, int co, float[] bent, int to, float[] h, int ho) {
        for (int u = 0; u + L <= n; u += L) {
            FloatVector c = at(after, co + u);
            FloatVector o1 = at(a, ao + u);
            FloatVector t1 =
                    VectorFunctions.expWithin(PlainCells.BOUND, c.add(c)).add(1f);
            FloatVector byBoth = FloatVector.broadcast(S, 1f).div(o1.mul(t1));
            FloatVector o = byBoth.mul(t1);
            FloatVector t = FloatVector.broadcast(S, 1f).sub(byBoth.mul(o1).mul(2f));
            o.intoArray(a, ao + u);
            t.intoArray(bent, to + u);
            o.mul(t).intoArray(h, ho + u);
        }
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
        int whole = n / L * L;
        inverseGates(whole, a, ao, bias, 0);
        inverseGates(whole, a, ao + n, bias, n);
        inverseGates(whole, a, ao + 2 * n, bias, 2 * n);
        inverseTangents(whole, a, ao + 3 * n, bias, 3 * n);
        memories(n, a, ao, before, bo, after, co);
        outputs(n, a, ao + n, after, co, bent, to, h, ho);
        PlainCells.lstm(whole, n, a, ao, bias, before, bo, after, co, bent, to, h, ho);
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
