package io.graft.backend.jvm;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost products: M rows of A times V vectors of columns of B, kept in M · V registers, so {@code of4x2} for four rows and two
 * vectors. A's element (i, p) is at {@code a[ai + i · rs + p · cs]}, row p of B at {@code b[bi + p · bs]}, row i of C at
 * {@code c[ci + i · ldc]}. The JIT compiler of JDK 17 keeps no more than four rows in registers in every process; later ones keep six.
 *
 * <p>C is read after it was made zero rather than left out: vectors that merge where branches meet are boxed on JDK 17.
 */
final class VectorTiles {
    static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    static final int L = S.length();
    /** The most rows of a tile. */
    static final int ROWS = Runtime.version().feature() >= 25 ? 6 : 4;

    private VectorTiles() {}

    /** All rows times one to four vectors of columns. */
    static void column(
            int v,
            int m,
            int k,
            float[] a,
            int ao,
            int rs,
            int cs,
            float[] b,
            int bo,
            int ldb,
            float[] c,
            int co,
            int ldc,
            boolean add) {
        switch (v) {
            case 4 -> {
                if (ldb == 4 * L) panelsOfFour(m, k, a, ao, rs, cs, b, bo, c, co, ldc, add);
                else four(m, k, a, ao, rs, cs, b, bo, ldb, c, co, ldc, add);
            }
            case 3 -> three(m, k, a, ao, rs, cs, b, bo, ldb, c, co, ldc, add);
            case 2 -> {
                if (ldb == 2 * L) panelsOfTwo(m, k, a, ao, rs, cs, b, bo, c, co, ldc, add);
                else two(m, k, a, ao, rs, cs, b, bo, ldb, c, co, ldc, add);
            }
            default -> one(m, k, a, ao, rs, cs, b, bo, ldb, c, co, ldc, add);
        }
    }

    private static void panelsOfFour(
            int m,
            int k,
            float[] a,
            int ao,
            int rs,
            int cs,
            float[] b,
            int bo,
            float[] c,
            int co,
            int ldc,
            boolean add) {
        int i = 0;
        if (ROWS == 6)
            for (; i + 6 <= m && m - i != 8; i += 6)
                VectorTilesOfPanels.of6x4(k, a, ao + i * rs, rs, cs, b, bo, c, co + i * ldc, ldc, add);
        for (; i + 4 <= m; i += 4)
            VectorTilesOfPanels.of4x4(k, a, ao + i * rs, rs, cs, b, bo, c, co + i * ldc, ldc, add);
        if (i < m) four(m - i, k, a, ao + i * rs, rs, cs, b, bo, 4 * L, c, co + i * ldc, ldc, add);
    }

    private static void panelsOfTwo(
            int m,
            int k,
            float[] a,
            int ao,
            int rs,
            int cs,
            float[] b,
            int bo,
            float[] c,
            int co,
            int ldc,
            boolean add) {
        int i = 0;
        if (ROWS == 6)
            for (; i + 6 <= m && m - i != 8; i += 6)
                VectorTilesOfPanels.of6x2(k, a, ao + i * rs, rs, cs, b, bo, c, co + i * ldc, ldc, add);
        for (; i + 4 <= m; i += 4)
            VectorTilesOfPanels.of4x2(k, a, ao + i * rs, rs, cs, b, bo, c, co + i * ldc, ldc, add);
        if (i < m) two(m - i, k, a, ao + i * rs, rs, cs, b, bo, 2 * L, c, co + i * ldc, ldc, add);
    }

    private static void four(
            int m,
            int k,
            float[] a,
            int ao,
            int rs,
            int cs,
            float[] b,
            int bo,
            int ldb,
            float[] c,
            int co,
            int ldc,
            boolean add) {
        int i = 0;
        if (ROWS == 6)
            for (; i + 6 <= m && m - i != 8; i += 6)
                VectorTilesOfSix.of6x4(k, a, ao + i * rs, rs, cs, b, bo, ldb, c, co + i * ldc, ldc, add);
        for (; i + 4 <= m; i += 4)
            VectorTilesOfFour.of4x4(k, a, ao + i * rs, rs, cs, b, bo, ldb, c, co + i * ldc, ldc, add);
        if (i + 2 <= m) {
            VectorTilesOfTwo.of2x4(k, a, ao + i * rs, rs, cs, b, bo, ldb, c, co + i * ldc, ldc, add);
            i += 2;
        }
        if (i < m) VectorTilesOfOne.of1x4(k, a, ao + i * rs, rs, cs, b, bo, ldb, c, co + i * ldc, ldc, add);
    }

    private static void three(
            int m,
            int k,
            float[] a,
            int ao,
            int rs,
            int cs,
            float[] b,
            int bo,
            int ldb,
            float[] c,
            int co,
            int ldc,
            boolean add) {
        int i = 0;
        if (ROWS == 6)
            for (; i + 6 <= m && m - i != 8; i += 6)
                VectorTilesOfSix.of6x3(k, a, ao + i * rs, rs, cs, b, bo, ldb, c, co + i * ldc, ldc, add);
        for (; i + 4 <= m; i += 4)
            VectorTilesOfFour.of4x3(k, a, ao + i * rs, rs, cs, b, bo, ldb, c, co + i * ldc, ldc, add);
        if (i + 2 <= m) {
            VectorTilesOfTwo.of2x3(k, a, ao + i * rs, rs, cs, b, bo, ldb, c, co + i * ldc, ldc, add);
            i += 2;
        }
        if (i < m) VectorTilesOfOne.of1x3(k, a, ao + i * rs, rs, cs, b, bo, ldb, c, co + i * ldc, ldc, add);
    }

    private static void two(
            int m,
            int k,
            float[] a,
            int ao,
            int rs,
            int cs,
            float[] b,
            int bo,
            int ldb,
            float[] c,
            int co,
            int ldc,
            boolean add) {
        int i = 0;
        if (ROWS == 6)
            for (; i + 6 <= m && m - i != 8; i += 6)
                VectorTilesOfSix.of6x2(k, a, ao + i * rs, rs, cs, b, bo, ldb, c, co + i * ldc, ldc, add);
        for (; i + 4 <= m; i += 4)
            VectorTilesOfFour.of4x2(k, a, ao + i * rs, rs, cs, b, bo, ldb, c, co + i * ldc, ldc, add);
        if (i + 2 <= m) {
            VectorTilesOfTwo.of2x2(k, a, ao + i * rs, rs, cs, b, bo, ldb, c, co + i * ldc, ldc, add);
            i += 2;
        }
        if (i < m) VectorTilesOfOne.of1x2(k, a, ao + i * rs, rs, cs, b, bo, ldb, c, co + i * ldc, ldc, add);
    }

    private static void one(
            int m,
            int k,
            float[] a,
            int ao,
            int rs,
            int cs,
            float[] b,
            int bo,
            int ldb,
            float[] c,
            int co,
            int ldc,
            boolean add) {
        int i = 0;
        if (ROWS == 6)
            for (; i + 6 <= m && m - i != 8; i += 6)
                VectorTilesOfSix.of6x1(k, a, ao + i * rs, rs, cs, b, bo, ldb, c, co + i * ldc, ldc, add);
        for (; i + 4 <= m; i += 4)
            VectorTilesOfFour.of4x1(k, a, ao + i * rs, rs, cs, b, bo, ldb, c, co + i * ldc, ldc, add);
        if (i + 2 <= m) {
            VectorTilesOfTwo.of2x1(k, a, ao + i * rs, rs, cs, b, bo, ldb, c, co + i * ldc, ldc, add);
            i += 2;
        }
        if (i < m) VectorTilesOfOne.of1x1(k, a, ao + i * rs, rs, cs, b, bo, ldb, c, co + i * ldc, ldc, add);
    }
}
