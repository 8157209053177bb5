package io.graft.backend.jvm;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The functions of {@link PlainFunctions}, operation by operation, by the Vector API. */
final class VectorFunctions implements Functions {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    private static FloatVector of(float number) {
        return FloatVector.broadcast(S, number);
    }

    static FloatVector exp(FloatVector v) {
        FloatVector x = within(v, PlainFunctions.LEAST, PlainFunctions.MOST);
        FloatVector t = x.fma(of(PlainFunctions.LOG2_E), of(PlainFunctions.ROUNDER));
        IntVector whole = t.reinterpretAsInts().sub(PlainFunctions.ROUNDER_BITS);
        IntVector half = whole.lanewise(VectorOperators.ASHR, 1);
        FloatVector first = half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
        FloatVector second =
                whole.sub(half).add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
        return ofRest(x, t.sub(PlainFunctions.ROUNDER)).mul(first).mul(second);
    }

    static FloatVector expWithin(float bound, FloatVector v) {
        FloatVector x = within(v, -bound, bound);
        FloatVector t = x.fma(of(PlainFunctions.LOG2_E), of(PlainFunctions.ROUNDER));
        FloatVector power = t.reinterpretAsInts()
                .add(127)
                .lanewise(VectorOperators.LSHL, 23)
                .reinterpretAsFloats();
        return ofRest(x, t.sub(PlainFunctions.ROUNDER)).mul(power);
    }

    /** What max and min would give; those of vectors take several times as long, for the sake of NaN and the two zeros. */
    private static FloatVector within(FloatVector v, float least, float most) {
        FloatVector x = v.blend(least, v.lt(least));
        return x.blend(most, x.compare(VectorOperators.GT, most));
    }

    private static FloatVector ofRest(FloatVector x, FloatVector n) {
        FloatVector r = n.fma(of(PlainFunctions.LN2_HIGH), x);
        r = n.fma(of(PlainFunctions.LN2_LOW), r);
        FloatVector p = of(PlainFunctions.E0).fma(r, of(PlainFunctions.E1));
        p = p.fma(r, of(PlainFunctions.E2));
        p = p.fma(r, of(PlainFunctions.E3));
        p = p.fma(r, of(PlainFunctions.E4));
        p = p.fma(r, of(PlainFunctions.E5));
        return p.fma(r.mul(r), r.add(1f));
    }

    static FloatVector sigmoid(FloatVector x) {
        return of(1f).div(expWithin(PlainFunctions.WIDEST, x.neg()).add(1f));
    }

    static FloatVector tanh(FloatVector x) {
        return of(1f).sub(of(2f).div(expWithin(PlainFunctions.WIDEST, x.add(x)).add(1f)));
    }

    @Override
    public void exp(float[] x, float[] y, int from, int to) {
        int i = from;
        for (; i + L <= to; i += L) exp(FloatVector.fromArray(S, x, i)).intoArray(y, i);
        for (; i < to; i++) y[i] = PlainFunctions.exp(x[i]);
    }

    @Override
    public void sigmoid(float[] x, float[] y, int from, int to) {
        int i = from;
        for (; i + L <= to; i += L) sigmoid(FloatVector.fromArray(S, x, i)).intoArray(y, i);
        for (; i < to; i++) y[i] = PlainFunctions.sigmoid(x[i]);
    }

    @Override
    public void tanh(float[] x, float[] y, int from, int to) {
        int i = from;
        for (; i + L <= to; i += L) tanh(FloatVector.fromArray(S, x, i)).intoArray(y, i);
        for (; i < to; i++) y[i] = PlainFunctions.tanh(x[i]);
    }

    @Override
    public void normal(float[] x, float[] y, int from, int to) {
        int i = from;
        for (; i + L <= to; i += L) {
            FloatVector v = FloatVector.fromArray(S, x, i);
            FloatVector z = v.abs().mul(PlainFunctions.HALF_ROOT);
            FloatVector t = of(1f).div(of(PlainFunctions.P).fma(z, of(1f)));
            FloatVector p = of(PlainFunctions.A5).fma(t, of(PlainFunctions.A4));
            p = p.fma(t, of(PlainFunctions.A3));
            p = p.fma(t, of(PlainFunctions.A2));
            p = p.fma(t, of(PlainFunctions.A1));
            FloatVector tail =
                    p.mul(t).mul(expWithin(PlainFunctions.TAIL, z.mul(z).neg())).mul(0.5f);
            of(1f).sub(tail).blend(tail, v.lt(0f)).intoArray(y, i);
        }
        for (; i < to; i++) y[i] = PlainFunctions.normal(x[i]);
    }
}
