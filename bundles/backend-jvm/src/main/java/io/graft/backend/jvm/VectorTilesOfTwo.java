package io.graft.backend.jvm;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link VectorTiles} of two rows. */
final class VectorTilesOfTwo {
    private static final VectorSpecies<Float> S = VectorTiles.S;
    private static final int L = VectorTiles.L;

    private VectorTilesOfTwo() {}

    static void of2x4(
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
            zero.intoArray(c, ci + ldc);
            zero.intoArray(c, ci + ldc + L);
            zero.intoArray(c, ci + ldc + 2 * L);
            zero.intoArray(c, ci + ldc + 3 * L);
        }
        FloatVector c00 = FloatVector.fromArray(S, c, ci);
        FloatVector c01 = FloatVector.fromArray(S, c, ci + L);
        FloatVector c02 = FloatVector.fromArray(S, c, ci + 2 * L);
        FloatVector c03 = FloatVector.fromArray(S, c, ci + 3 * L);
        FloatVector c10 = FloatVector.fromArray(S, c, ci + ldc);
        FloatVector c11 = FloatVector.fromArray(S, c, ci + ldc + L);
        FloatVector c12 = FloatVector.fromArray(S, c, ci + ldc + 2 * L);
        FloatVector c13 = FloatVector.fromArray(S, c, ci + ldc + 3 * L);
        int a1 = ai + rs;
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
            x = FloatVector.broadcast(S, a[a1 + q]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            c12 = x.fma(b2, c12);
            c13 = x.fma(b3, c13);
        }
        c00.intoArray(c, ci);
        c01.intoArray(c, ci + L);
        c02.intoArray(c, ci + 2 * L);
        c03.intoArray(c, ci + 3 * L);
        c10.intoArray(c, ci + ldc);
        c11.intoArray(c, ci + ldc + L);
        c12.intoArray(c, ci + ldc + 2 * L);
        c13.intoArray(c, ci + ldc + 3 * L);
    }

    static void of2x3(
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
            zero.intoArray(c, ci + ldc);
            zero.intoArray(c, ci + ldc + L);
            zero.intoArray(c, ci + ldc + 2 * L);
        }
        FloatVector c00 = FloatVector.fromArray(S, c, ci);
        FloatVector c01 = FloatVector.fromArray(S, c, ci + L);
        FloatVector c02 = FloatVector.fromArray(S, c, ci + 2 * L);
        FloatVector c10 = FloatVector.fromArray(S, c, ci + ldc);
        FloatVector c11 = FloatVector.fromArray(S, c, ci + ldc + L);
        FloatVector c12 = FloatVector.fromArray(S, c, ci + ldc + 2 * L);
        int a1 = ai + rs;
        for (int p = 0, q = 0, r = bi; p < k; p++, q += cs, r += bs) {
            FloatVector b0 = FloatVector.fromArray(S, b, r);
            FloatVector b1 = FloatVector.fromArray(S, b, r + L);
            FloatVector b2 = FloatVector.fromArray(S, b, r + 2 * L);
            FloatVector x = FloatVector.broadcast(S, a[ai + q]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            c02 = x.fma(b2, c02);
            x = FloatVector.broadcast(S, a[a1 + q]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            c12 = x.fma(b2, c12);
        }
        c00.intoArray(c, ci);
        c01.intoArray(c, ci + L);
        c02.intoArray(c, ci + 2 * L);
        c10.intoArray(c, ci + ldc);
        c11.intoArray(c, ci + ldc + L);
        c12.intoArray(c, ci + ldc + 2 * L);
    }

    static void of2x2(
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
            zero.intoArray(c, ci + ldc);
            zero.intoArray(c, ci + ldc + L);
        }
        FloatVector c00 = FloatVector.fromArray(S, c, ci);
        FloatVector c01 = FloatVector.fromArray(S, c, ci + L);
        FloatVector c10 = FloatVector.fromArray(S, c, ci + ldc);
        FloatVector c11 = FloatVector.fromArray(S, c, ci + ldc + L);
        int a1 = ai + rs;
        for (int p = 0, q = 0, r = bi; p < k; p++, q += cs, r += bs) {
            FloatVector b0 = FloatVector.fromArray(S, b, r);
            FloatVector b1 = FloatVector.fromArray(S, b, r + L);
            FloatVector x = FloatVector.broadcast(S, a[ai + q]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            x = FloatVector.broadcast(S, a[a1 + q]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
        }
        c00.intoArray(c, ci);
        c01.intoArray(c, ci + L);
        c10.intoArray(c, ci + ldc);
        c11.intoArray(c, ci + ldc + L);
    }

    static void of2x1(
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
            zero.intoArray(c, ci + ldc);
        }
        FloatVector c00 = FloatVector.fromArray(S, c, ci);
        FloatVector c10 = FloatVector.fromArray(S, c, ci + ldc);
        int a1 = ai + rs;
        for (int p = 0, q = 0, r = bi; p < k; p++, q += cs, r += bs) {
            FloatVector b0 = FloatVector.fromArray(S, b, r);
            FloatVector x = FloatVector.broadcast(S, a[ai + q]);
            c00 = x.fma(b0, c00);
            x = FloatVector.broadcast(S, a[a1 + q]);
            c10 = x.fma(b0, c10);
        }
        c00.intoArray(c, ci);
        c10.intoArray(c, ci + ldc);
    }
}
