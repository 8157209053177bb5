package io.graft.backend.jvm;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Products by {@link VectorTiles}: some inner steps at a time, for which B is packed into panels as wide as a tile where it is used often
 * enough, and A where its rows do not follow one another.
 *
 * <p>The transposed product is computed where that is cheaper to pack: of a thin product with a transposed B, and of a high one with a
 * transposed A.
 */
final class VectorProduct implements Product {
    private static final int L = VectorTiles.L;
    /** Vectors in a row of a tile: four rows of them and one of B must fit into the registers, of which there are 32 with AVX-512, else 16. */
    private static final int V = L >= 16 ? 4 : 2;

    private static final int W = V * L;
    private static final int ROWS = VectorTiles.ROWS;
    /** Inner steps at a time, so that a panel of B stays in the first cache, with room for the rows of A. */
    private static final int INNER = 128;
    /** Rows of A at a time, so that they stay in the second cache. */
    private static final int OUTER = 96;

    private final float[] tile = new float[ROWS * W];
    private float[] panels = {};
    private float[] packedA = {};
    private float[] edge = {};
    private float[] turned = {};

    @Override
    public void multiply(
            boolean ta,
            boolean tb,
            int m,
            int n,
            int k,
            float[] a,
            int ao,
            int lda,
            float[] b,
            int bo,
            int ldb,
            float[] c,
            int co,
            int ldc,
            boolean add) {
        int rs = ta ? 1 : lda;
        int cs = ta ? lda : 1;
        boolean thin = tb && (long) m * (k + n) * 5 < (long) k * n * 4;
        boolean high = ta && !tb && m >= 2 * n && k >= INNER;
        if (thin || high) {
            if (turned.length < n * m) turned = new float[n * m];
            if (add) Turning.turn(c, co, ldc, m, n, turned, 0, m);
            multiply(n, m, k, b, bo, tb ? ldb : 1, tb ? 1 : ldb, a, ao, lda, !ta, turned, 0, m, add);
            Turning.turn(turned, 0, m, n, m, c, co, ldc);
        } else multiply(m, n, k, a, ao, rs, cs, b, bo, ldb, tb, c, co, ldc, add);
    }

    private void multiply(
            int m,
            int n,
            int k,
            float[] a,
            int ao,
            int rs,
            int cs,
            float[] b,
            int bo,
            int ldb,
            boolean tb,
            float[] c,
            int co,
            int ldc,
            boolean add) {
        if (!tb && (m <= 32 || k <= 8 || n <= W && ldb <= 2 * W)) {
            direct(m, n, k, a, ao, rs, cs, b, bo, ldb, c, co, ldc, add);
            return;
        }
        int most = Math.min(INNER, k) * padded(n);
        if (panels.length < most) panels = new float[most];
        for (int p = 0; p < k; p += INNER) {
            int kc = Math.min(INNER, k - p);
            pack(tb, kc, n, b, bo + (tb ? p : p * ldb), ldb, panels);
            steps(m, n, kc, a, ao + p * cs, rs, cs, panels, 0, kc, c, co, ldc, add || p > 0);
        }
    }

    private static int padded(int n) {
        return (n + L - 1) / L * L;
    }

    @Override
    public void pack(boolean tb, int n, int k, float[] b, int bo, int ldb, Packed into) {
        into.n = n;
        into.k = k;
        pack(tb, k, n, b, bo, ldb, into.room(k * padded(n)));
    }

    @Override
    public void multiply(
            boolean ta, int m, float[] a, int ao, int lda, Packed b, float[] c, int co, int ldc, boolean add) {
        packed(m, b.n, b.k, a, ao, ta ? 1 : lda, ta ? lda : 1, b.numbers, c, co, ldc, add);
    }

    /** B is used where it lies; only what is narrower than a vector is packed. */
    private void direct(
            int m,
            int n,
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
        int j = 0;
        for (; j + W <= n; j += W) VectorTiles.column(V, m, k, a, ao, rs, cs, b, bo + j, ldb, c, co + j, ldc, add);
        int v = (n - j) / L;
        if (v > 0) VectorTiles.column(v, m, k, a, ao, rs, cs, b, bo + j, ldb, c, co + j, ldc, add);
        j += v * L;
        if (j == n) return;
        if (edge.length < k * L) edge = new float[k * L];
        for (int p = 0; p < k; p++) {
            System.arraycopy(b, bo + p * ldb + j, edge, p * L, n - j);
            Arrays.fill(edge, p * L + n - j, (p + 1) * L, 0f);
        }
        narrow(1, n - j, m, k, a, ao, rs, cs, edge, 0, L, c, co + j, ldc, add);
    }

    private void packed(
            int m,
            int n,
            int k,
            float[] a,
            int ao,
            int rs,
            int cs,
            float[] right,
            float[] c,
            int co,
            int ldc,
            boolean add) {
        for (int p = 0; p < k; p += INNER)
            steps(m, n, Math.min(INNER, k - p), a, ao + p * cs, rs, cs, right, p, k, c, co, ldc, add || p > 0);
    }

    /** Some inner steps of all of C, by panels of B that are so high and of which the first step comes after others. */
    private void steps(
            int m,
            int n,
            int k,
            float[] a,
            int ao,
            int rs,
            int cs,
            float[] right,
            int first,
            int height,
            float[] c,
            int co,
            int ldc,
            boolean add) {
        boolean packs = cs > 1 && n >= 2 * W;
        for (int i = 0; i < m; i += OUTER) {
            int mc = Math.min(OUTER, m - i);
            float[] rows = a;
            int at = ao + i * rs;
            if (packs) rows = packA(mc, k, a, at, cs);
            for (int j = 0; j < n; j += W) {
                int w = Math.min(W, n - j);
                int pitch = (w + L - 1) / L * L;
                int from = j * height + first * pitch;
                int to = co + i * ldc + j;
                if (packs) panelOfPacked(w, mc, k, rows, right, from, pitch, c, to, ldc, add);
                else panel(w, mc, k, rows, at, rs, cs, right, from, pitch, c, to, ldc, add);
            }
        }
    }

    private void panelOfPacked(
            int w, int m, int k, float[] a, float[] b, int bo, int ldb, float[] c, int co, int ldc, boolean add) {
        for (int i = 0; i < m; i += ROWS)
            panel(w, Math.min(ROWS, m - i), k, a, i * k, 1, ROWS, b, bo, ldb, c, co + i * ldc, ldc, add);
    }

    /** All rows times one panel of B. */
    private void panel(
            int w,
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
        int v = (w + L - 1) / L;
        if (w == v * L) VectorTiles.column(v, m, k, a, ao, rs, cs, b, bo, ldb, c, co, ldc, add);
        else narrow(v, w, m, k, a, ao, rs, cs, b, bo, ldb, c, co, ldc, add);
    }

    /** All rows times fewer columns than their vectors have, by way of a tile. */
    private void narrow(
            int v,
            int w,
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
        for (int i = 0; i < m; i += ROWS) {
            int r = Math.min(ROWS, m - i);
            if (add) for (int x = 0; x < r; x++) System.arraycopy(c, co + (i + x) * ldc, tile, x * W, w);
            VectorTiles.column(v, r, k, a, ao + i * rs, rs, cs, b, bo, ldb, tile, 0, W, add);
            for (int x = 0; x < r; x++) System.arraycopy(tile, x * W, c, co + (i + x) * ldc, w);
        }
    }

    /** Panels as wide as a tile, one after another; the last is rounded up to whole vectors. */
    private static void pack(boolean tb, int k, int n, float[] b, int bo, int ldb, float[] into) {
        int to = 0;
        for (int j = 0; j < n; j += W) {
            int w = Math.min(W, n - j);
            int pitch = (w + L - 1) / L * L;
            if (tb) {
                if (w < pitch) Arrays.fill(into, to, to + k * pitch, 0f);
                Turning.turn(b, bo + j * ldb, ldb, w, k, into, to, pitch);
            } else if (w == W) packWide(k, b, bo + j, ldb, into, to);
            else
                for (int p = 0; p < k; p++) {
                    System.arraycopy(b, bo + p * ldb + j, into, to + p * pitch, w);
                    Arrays.fill(into, to + p * pitch + w, to + (p + 1) * pitch, 0f);
                }
            to += k * pitch;
        }
    }

    private static void packWide(int k, float[] b, int bo, int ldb, float[] into, int to) {
        for (int p = 0, from = bo, at = to; p < k; p++, from += ldb, at += W)
            for (int x = 0; x < W; x += L)
                FloatVector.fromArray(VectorTiles.S, b, from + x).intoArray(into, at + x);
    }

    /** As many rows as a tile has at a time, their elements of one inner step side by side, as they already are in a transposed A. */
    private float[] packA(int m, int k, float[] a, int ao, int cs) {
        int size = (m + ROWS - 1) / ROWS * ROWS * k;
        if (packedA.length < size) packedA = new float[size];
        for (int i = 0; i < m; i += ROWS) {
            if (i + ROWS > m) packRagged(m - i, k, a, ao + i, cs, packedA, i * k);
            else packWhole(k, a, ao + i, cs, packedA, i * k);
        }
        return packedA;
    }

    private static void packWhole(int k, float[] a, int ao, int cs, float[] into, int to) {
        for (int p = 0, from = ao, at = to; p < k; p++, from += cs, at += ROWS) {
            into[at] = a[from];
            into[at + 1] = a[from + 1];
            into[at + 2] = a[from + 2];
            into[at + 3] = a[from + 3];
            if (ROWS == 6) {
                into[at + 4] = a[from + 4];
                into[at + 5] = a[from + 5];
            }
        }
    }

    private static void packRagged(int r, int k, float[] a, int ao, int cs, float[] into, int to) {
        for (int p = 0; p < k; p++) for (int x = 0; x < r; x++) into[to + p * ROWS + x] = a[ao + p * cs + x];
    }
}
