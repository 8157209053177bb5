package io.graft.backend.jvm;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link VectorTiles} over panels of B, whose rows follow one another: a distance that the JIT compiler knows leaves it fewer bounds to
 * check, some 7 % of a large product.
 */
final class VectorTilesOfPanels {
    private static final VectorSpecies<Float> S = VectorTiles.S;
    private static final int L = VectorTiles.L;

    private VectorTilesOfPanels() {}

    static void of6x4(
            int k, float[] a, int ai, int rs, int cs, float[] b, int bi, float[] c, int ci, int ldc, boolean add) {
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
            zero.intoArray(c, ci + 2 * ldc);
            zero.intoArray(c, ci + 2 * ldc + L);
            zero.intoArray(c, ci + 2 * ldc + 2 * L);
            zero.intoArray(c, ci + 2 * ldc + 3 * L);
            zero.intoArray(c, ci + 3 * ldc);
            zero.intoArray(c, ci + 3 * ldc + L);
            zero.intoArray(c, ci + 3 * ldc + 2 * L);
            zero.intoArray(c, ci + 3 * ldc + 3 * L);
            zero.intoArray(c, ci + 4 * ldc);
            zero.intoArray(c, ci + 4 * ldc + L);
            zero.intoArray(c, ci + 4 * ldc + 2 * L);
            zero.intoArray(c, ci + 4 * ldc + 3 * L);
            zero.intoArray(c, ci + 5 * ldc);
            zero.intoArray(c, ci + 5 * ldc + L);
            zero.intoArray(c, ci + 5 * ldc + 2 * L);
            zero.intoArray(c, ci + 5 * ldc + 3 * L);
        }
        FloatVector c00 = FloatVector.fromArray(S, c, ci);
        FloatVector c01 = FloatVector.fromArray(S, c, ci + L);
        FloatVector c02 = FloatVector.fromArray(S, c, ci + 2 * L);
        FloatVector c03 = FloatVector.fromArray(S, c, ci + 3 * L);
        FloatVector c10 = FloatVector.fromArray(S, c, ci + ldc);
        FloatVector c11 = FloatVector.fromArray(S, c, ci + ldc + L);
        FloatVector c12 = FloatVector.fromArray(S, c, ci + ldc + 2 * L);
        FloatVector c13 = FloatVector.fromArray(S, c, ci + ldc + 3 * L);
        FloatVector c20 = FloatVector.fromArray(S, c, ci + 2 * ldc);
        FloatVector c21 = FloatVector.fromArray(S, c, ci + 2 * ldc + L);
        FloatVector c22 = FloatVector.fromArray(S, c, ci + 2 * ldc + 2 * L);
        FloatVector c23 = FloatVector.fromArray(S, c, ci + 2 * ldc + 3 * L);
        FloatVector c30 = FloatVector.fromArray(S, c, ci + 3 * ldc);
        FloatVector c31 = FloatVector.fromArray(S, c, ci + 3 * ldc + L);
        FloatVector c32 = FloatVector.fromArray(S, c, ci + 3 * ldc + 2 * L);
        FloatVector c33 = FloatVector.fromArray(S, c, ci + 3 * ldc + 3 * L);
        FloatVector c40 = FloatVector.fromArray(S, c, ci + 4 * ldc);
        FloatVector c41 = FloatVector.fromArray(S, c, ci + 4 * ldc + L);
        FloatVector c42 = FloatVector.fromArray(S, c, ci + 4 * ldc + 2 * L);
        FloatVector c43 = FloatVector.fromArray(S, c, ci + 4 * ldc + 3 * L);
        FloatVector c50 = FloatVector.fromArray(S, c, ci + 5 * ldc);
        FloatVector c51 = FloatVector.fromArray(S, c, ci + 5 * ldc + L);
        FloatVector c52 = FloatVector.fromArray(S, c, ci + 5 * ldc + 2 * L);
        FloatVector c53 = FloatVector.fromArray(S, c, ci + 5 * ldc + 3 * L);
        int a1 = ai + rs;
        int a2 = ai + 2 * rs;
        int a3 = ai + 3 * rs;
        int a4 = ai + 4 * rs;
        int a5 = ai + 5 * rs;
        for (int p = 0, q = 0; p < k; p++, q += cs) {
            int r = bi + p * (4 * L);
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
            x = FloatVector.broadcast(S, a[a2 + q]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            c22 = x.fma(b2, c22);
            c23 = x.fma(b3, c23);
            x = FloatVector.broadcast(S, a[a3 + q]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            c32 = x.fma(b2, c32);
            c33 = x.fma(b3, c33);
            x = FloatVector.broadcast(S, a[a4 + q]);
            c40 = x.fma(b0, c40);
            c41 = x.fma(b1, c41);
            c42 = x.fma(b2, c42);
            c43 = x.fma(b3, c43);
            x = FloatVector.broadcast(S, a[a5 + q]);
            c50 = x.fma(b0, c50);
            c51 = x.fma(b1, c51);
            c52 = x.fma(b2, c52);
            c53 = x.fma(b3, c53);
        }
        c00.intoArray(c, ci);
        c01.intoArray(c, ci + L);
        c02.intoArray(c, ci + 2 * L);
        c03.intoArray(c, ci + 3 * L);
        c10.intoArray(c, ci + ldc);
        c11.intoArray(c, ci + ldc + L);
        c12.intoArray(c, ci + ldc + 2 * L);
        c13.intoArray(c, ci + ldc + 3 * L);
        c20.intoArray(c, ci + 2 * ldc);
        c21.intoArray(c, ci + 2 * ldc + L);
        c22.intoArray(c, ci + 2 * ldc + 2 * L);
        c23.intoArray(c, ci + 2 * ldc + 3 * L);
        c30.intoArray(c, ci + 3 * ldc);
        c31.intoArray(c, ci + 3 * ldc + L);
        c32.intoArray(c, ci + 3 * ldc + 2 * L);
        c33.intoArray(c, ci + 3 * ldc + 3 * L);
        c40.intoArray(c, ci + 4 * ldc);
        c41.intoArray(c, ci + 4 * ldc + L);
        c42.intoArray(c, ci + 4 * ldc + 2 * L);
        c43.intoArray(c, ci + 4 * ldc + 3 * L);
        c50.intoArray(c, ci + 5 * ldc);
        c51.intoArray(c, ci + 5 * ldc + L);
        c52.intoArray(c, ci + 5 * ldc + 2 * L);
        c53.intoArray(c, ci + 5 * ldc + 3 * L);
    }

    static void of4x4(
            int k, float[] a, int ai, int rs, int cs, float[] b, int bi, float[] c, int ci, int ldc, boolean add) {
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
            zero.intoArray(c, ci + 2 * ldc);
            zero.intoArray(c, ci + 2 * ldc + L);
            zero.intoArray(c, ci + 2 * ldc + 2 * L);
            zero.intoArray(c, ci + 2 * ldc + 3 * L);
            zero.intoArray(c, ci + 3 * ldc);
            zero.intoArray(c, ci + 3 * ldc + L);
            zero.intoArray(c, ci + 3 * ldc + 2 * L);
            zero.intoArray(c, ci + 3 * ldc + 3 * L);
        }
        FloatVector c00 = FloatVector.fromArray(S, c, ci);
        FloatVector c01 = FloatVector.fromArray(S, c, ci + L);
        FloatVector c02 = FloatVector.fromArray(S, c, ci + 2 * L);
        FloatVector c03 = FloatVector.fromArray(S, c, ci + 3 * L);
        FloatVector c10 = FloatVector.fromArray(S, c, ci + ldc);
        FloatVector c11 = FloatVector.fromArray(S, c, ci + ldc + L);
        FloatVector c12 = FloatVector.fromArray(S, c, ci + ldc + 2 * L);
        FloatVector c13 = FloatVector.fromArray(S, c, ci + ldc + 3 * L);
        FloatVector c20 = FloatVector.fromArray(S, c, ci + 2 * ldc);
        FloatVector c21 = FloatVector.fromArray(S, c, ci + 2 * ldc + L);
        FloatVector c22 = FloatVector.fromArray(S, c, ci + 2 * ldc + 2 * L);
        FloatVector c23 = FloatVector.fromArray(S, c, ci + 2 * ldc + 3 * L);
        FloatVector c30 = FloatVector.fromArray(S, c, ci + 3 * ldc);
        FloatVector c31 = FloatVector.fromArray(S, c, ci + 3 * ldc + L);
        FloatVector c32 = FloatVector.fromArray(S, c, ci + 3 * ldc + 2 * L);
        FloatVector c33 = FloatVector.fromArray(S, c, ci + 3 * ldc + 3 * L);
        int a1 = ai + rs;
        int a2 = ai + 2 * rs;
        int a3 = ai + 3 * rs;
        for (int p = 0, q = 0; p < k; p++, q += cs) {
            int r = bi + p * (4 * L);
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
            x = FloatVector.broadcast(S, a[a2 + q]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            c22 = x.fma(b2, c22);
            c23 = x.fma(b3, c23);
            x = FloatVector.broadcast(S, a[a3 + q]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            c32 = x.fma(b2, c32);
            c33 = x.fma(b3, c33);
        }
        c00.intoArray(c, ci);
        c01.intoArray(c, ci + L);
        c02.intoArray(c, ci + 2 * L);
        c03.intoArray(c, ci + 3 * L);
        c10.intoArray(c, ci + ldc);
        c11.intoArray(c, ci + ldc + L);
        c12.intoArray(c, ci + ldc + 2 * L);
        c13.intoArray(c, ci + ldc + 3 * L);
        c20.intoArray(c, ci + 2 * ldc);
        c21.intoArray(c, ci + 2 * ldc + L);
        c22.intoArray(c, ci + 2 * ldc + 2 * L);
        c23.intoArray(c, ci + 2 * ldc + 3 * L);
        c30.intoArray(c, ci + 3 * ldc);
        c31.intoArray(c, ci + 3 * ldc + L);
        c32.intoArray(c, ci + 3 * ldc + 2 * L);
        c33.intoArray(c, ci + 3 * ldc + 3 * L);
    }

    static void of6x2(
            int k, float[] a, int ai, int rs, int cs, float[] b, int bi, float[] c, int ci, int ldc, boolean add) {
        if (!add) {
            FloatVector zero = FloatVector.zero(S);
            zero.intoArray(c, ci);
            zero.intoArray(c, ci + L);
            zero.intoArray(c, ci + ldc);
            zero.intoArray(c, ci + ldc + L);
            zero.intoArray(c, ci + 2 * ldc);
            zero.intoArray(c, ci + 2 * ldc + L);
            zero.intoArray(c, ci + 3 * ldc);
            zero.intoArray(c, ci + 3 * ldc + L);
            zero.intoArray(c, ci + 4 * ldc);
            zero.intoArray(c, ci + 4 * ldc + L);
            zero.intoArray(c, ci + 5 * ldc);
            zero.intoArray(c, ci + 5 * ldc + L);
        }
        FloatVector c00 = FloatVector.fromArray(S, c, ci);
        FloatVector c01 = FloatVector.fromArray(S, c, ci + L);
        FloatVector c10 = FloatVector.fromArray(S, c, ci + ldc);
        FloatVector c11 = FloatVector.fromArray(S, c, ci + ldc + L);
        FloatVector c20 = FloatVector.fromArray(S, c, ci + 2 * ldc);
        FloatVector c21 = FloatVector.fromArray(S, c, ci + 2 * ldc + L);
        FloatVector c30 = FloatVector.fromArray(S, c, ci + 3 * ldc);
        FloatVector c31 = FloatVector.fromArray(S, c, ci + 3 * ldc + L);
        FloatVector c40 = FloatVector.fromArray(S, c, ci + 4 * ldc);
        FloatVector c41 = FloatVector.fromArray(S, c, ci + 4 * ldc + L);
        FloatVector c50 = FloatVector.fromArray(S, c, ci + 5 * ldc);
        FloatVector c51 = FloatVector.fromArray(S, c, ci + 5 * ldc + L);
        int a1 = ai + rs;
        int a2 = ai + 2 * rs;
        int a3 = ai + 3 * rs;
        int a4 = ai + 4 * rs;
        int a5 = ai + 5 * rs;
        for (int p = 0, q = 0; p < k; p++, q += cs) {
            int r = bi + p * (2 * L);
            FloatVector b0 = FloatVector.fromArray(S, b, r);
            FloatVector b1 = FloatVector.fromArray(S, b, r + L);
            FloatVector x = FloatVector.broadcast(S, a[ai + q]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            x = FloatVector.broadcast(S, a[a1 + q]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            x = FloatVector.broadcast(S, a[a2 + q]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            x = FloatVector.broadcast(S, a[a3 + q]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            x = FloatVector.broadcast(S, a[a4 + q]);
            c40 = x.fma(b0, c40);
            c41 = x.fma(b1, c41);
            x = FloatVector.broadcast(S, a[a5 + q]);
            c50 = x.fma(b0, c50);
            c51 = x.fma(b1, c51);
        }
        c00.intoArray(c, ci);
        c01.intoArray(c, ci + L);
        c10.intoArray(c, ci + ldc);
        c11.intoArray(c, ci + ldc + L);
        c20.intoArray(c, ci + 2 * ldc);
        c21.intoArray(c, ci + 2 * ldc + L);
        c30.intoArray(c, ci + 3 * ldc);
        c31.intoArray(c, ci + 3 * ldc + L);
        c40.intoArray(c, ci + 4 * ldc);
        c41.intoArray(c, ci + 4 * ldc + L);
        c50.intoArray(c, ci + 5 * ldc);
        c51.intoArray(c, ci + 5 * ldc + L);
    }

    static void of4x2(
            int k, float[] a, int ai, int rs, int cs, float[] b, int bi, float[] c, int ci, int ldc, boolean add) {
        if (!add) {
            FloatVector zero = FloatVector.zero(S);
            zero.intoArray(c, ci);
            zero.intoArray(c, ci + L);
            zero.intoArray(c, ci + ldc);
            zero.intoArray(c, ci + ldc + L);
            zero.intoArray(c, ci + 2 * ldc);
            zero.intoArray(c, ci + 2 * ldc + L);
            zero.intoArray(c, ci + 3 * ldc);
            zero.intoArray(c, ci + 3 * ldc + L);
        }
        FloatVector c00 = FloatVector.fromArray(S, c, ci);
        FloatVector c01 = FloatVector.fromArray(S, c, ci + L);
        FloatVector c10 = FloatVector.fromArray(S, c, ci + ldc);
        FloatVector c11 = FloatVector.fromArray(S, c, ci + ldc + L);
        FloatVector c20 = FloatVector.fromArray(S, c, ci + 2 * ldc);
        FloatVector c21 = FloatVector.fromArray(S, c, ci + 2 * ldc + L);
        FloatVector c30 = FloatVector.fromArray(S, c, ci + 3 * ldc);
        FloatVector c31 = FloatVector.fromArray(S, c, ci + 3 * ldc + L);
        int a1 = ai + rs;
        int a2 = ai + 2 * rs;
        int a3 = ai + 3 * rs;
        for (int p = 0, q = 0; p < k; p++, q += cs) {
            int r = bi + p * (2 * L);
            FloatVector b0 = FloatVector.fromArray(S, b, r);
            FloatVector b1 = FloatVector.fromArray(S, b, r + L);
            FloatVector x = FloatVector.broadcast(S, a[ai + q]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            x = FloatVector.broadcast(S, a[a1 + q]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            x = FloatVector.broadcast(S, a[a2 + q]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            x = FloatVector.broadcast(S, a[a3 + q]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
        }
        c00.intoArray(c, ci);
        c01.intoArray(c, ci + L);
        c10.intoArray(c, ci + ldc);
        c11.intoArray(c, ci + ldc + L);
        c20.intoArray(c, ci + 2 * ldc);
        c21.intoArray(c, ci + 2 * ldc + L);
        c30.intoArray(c, ci + 3 * ldc);
        c31.intoArray(c, ci + 3 * ldc + L);
    }
}
