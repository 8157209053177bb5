package io.graft.backend.jvm;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link VectorTiles} of one row. */
final class VectorTilesOfOne {
    private static final VectorSpecies<Float> S = VectorTiles.S;
    private static final int L = VectorTiles.L;

    private VectorTilesOfOne() {}

    static void of1x4(
            int k,
            float[] a,
            int ai,
            int rs,
            int cs,
            float[] b,
            int bi,
            int bs,
            float[] c,
            int ci,
            int ldc,
            boolean add) {
        if (!add) {
            FloatVector zero = FloatVector.zero(S);
            zero.intoArray(c, ci);
            zero.intoArray(c, ci + L);
            zero.intoArray(c, ci + 2 * L);
            zero.intoArray(c, ci + 3 * L);
        }
        FloatVector c00 = FloatVector.fromArray(S, c, ci);
        FloatVector c01 = FloatVector.fromArray(S, c, ci + L);
        FloatVector c02 = FloatVector.fromArray(S, c, ci + 2 * L);
        FloatVector c03 = FloatVector.fromArray(S, c, ci + 3 * L);
        for (int p = 0, q = 0, r = bi; p < k; p++, q += cs, r += bs) {
            FloatVector b0 = FloatVector.fromArray(S, b, r);
            FloatVector b1 = FloatVector.fromArray(S, b, r + L);
            FloatVector b2 = FloatVector.fromArray(S, b, r + 2 * L);
            FloatVector b3 = FloatVector.fromArray(S, b, r + 3 * L);
            FloatVector x = FloatVector.broadcast(S, a[ai + q]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            c02 = x.fma(b2, c02);
            c03 = x.fma(b3, c03);
        }
        c00.intoArray(c, ci);
        c01.intoArray(c, ci + L);
        c02.intoArray(c, ci + 2 * L);
        c03.intoArray(c, ci + 3 * L);
    }

    static void of1x3(
            int k,
            float[] a,
            int ai,
            int rs,
            int cs,
            float[] b,
            int bi,
            int bs,
            float[] c,
            int ci,
            int ldc,
            boolean add) {
        if (!add) {
            FloatVector zero = FloatVector.zero(S);
            zero.intoArray(c, ci);
            zero.intoArray(c, ci + L);
            zero.intoArray(c, ci + 2 * L);
        }
        FloatVector c00 = FloatVector.fromArray(S, c, ci);
        FloatVector c01 = FloatVector.fromArray(S, c, ci + L);
        FloatVector c02 = FloatVector.fromArray(S, c, ci + 2 * L);
        for (int p = 0, q = 0, r = bi; p < k; p++, q += cs, r += bs) {
            FloatVector b0 = FloatVector.fromArray(S, b, r);
            FloatVector b1 = FloatVector.fromArray(S, b, r + L);
            FloatVector b2 = FloatVector.fromArray(S, b, r + 2 * L);
            FloatVector x = FloatVector.broadcast(S, a[ai + q]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            c02 = x.fma(b2, c02);
        }
        c00.intoArray(c, ci);
        c01.intoArray(c, ci + L);
        c02.intoArray(c, ci + 2 * L);
    }

    static void of1x2(
            int k,
            float[] a,
            int ai,
            int rs,
            int cs,
            float[] b,
            int bi,
            int bs,
            float[] c,
            int ci,
            int ldc,
            boolean add) {
        if (!add) {
            FloatVector zero = FloatVector.zero(S);
            zero.intoArray(c, ci);
            zero.intoArray(c, ci + L);
        }
        FloatVector c00 = FloatVector.fromArray(S, c, ci);
        FloatVector c01 = FloatVector.fromArray(S, c, ci + L);
        for (int p = 0, q = 0, r = bi; p < k; p++, q += cs, r += bs) {
            FloatVector b0 = FloatVector.fromArray(S, b, r);
            FloatVector b1 = FloatVector.fromArray(S, b, r + L);
            FloatVector x = FloatVector.broadcast(S, a[ai + q]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
        }
        c00.intoArray(c, ci);
        c01.intoArray(c, ci + L);
    }

    static void of1x1(
            int k,
            float[] a,
            int ai,
            int rs,
            int cs,
            float[] b,
            int bi,
            int bs,
            float[] c,
            int ci,
            int ldc,
            boolean add) {
        if (!add) {
            FloatVector zero = FloatVector.zero(S);
            zero.intoArray(c, ci);
        }
        FloatVector c00 = FloatVector.fromArray(S, c, ci);
        for (int p = 0, q = 0, r = bi; p < k; p++, q += cs, r += bs) {
            FloatVector b0 = FloatVector.fromArray(S, b, r);
            FloatVector x = FloatVector.broadcast(S, a[ai + q]);
            c00 = x.fma(b0, c00);
        }
        c00.intoArray(c, ci);
    }
}
