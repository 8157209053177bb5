package io.graft.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The inner loops against arithmetic in double precision, and the vector kernels against the plain ones to the last bit. */
class KernelsTest {
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    KernelsTest() {
        System.out.println("seed " + seed);
    }

    private float[] numbers(int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) x[i] = (float) random.nextGaussian();
        return x;
    }

    private int size(int most) {
        return 1 + (random.nextInt(4) == 0 ? random.nextInt(5) : random.nextInt(most));
    }

    @Test
    void productsOfAnyShapeAreThoseOfDoublePrecisionAndTheSameBitsInBothKernels() {
        Product vector = new VectorProduct();
        Product plain = new PlainProduct();
        for (int round = 0; round < 300; round++) {
            // now and then as high as the gradient of a dense layer's weights
            boolean high = round % 10 == 5;
            int m = high ? 60 + random.nextInt(150) : size(130);
            int n = high ? 1 + random.nextInt(30) : size(200);
            int k = high ? 128 + random.nextInt(400) : size(round % 10 == 0 ? 600 : 90);
            boolean ta = high || random.nextBoolean();
            boolean tb = !high && random.nextBoolean();
            boolean add = random.nextBoolean();
            int ao = random.nextInt(3);
            int bo = random.nextInt(3);
            int co = random.nextInt(3);
            int lda = (ta ? m : k) + random.nextInt(3);
            int ldb = (tb ? k : n) + random.nextInt(3);
            int ldc = n + random.nextInt(3);
            float[] a = numbers(ao + lda * (ta ? k : m));
            float[] b = numbers(bo + ldb * (tb ? n : k));
            float[] before = numbers(co + ldc * m);
            float[] c = before.clone();
            float[] d = before.clone();
            vector.multiply(ta, tb, m, n, k, a, ao, lda, b, bo, ldb, c, co, ldc, add);
            plain.multiply(ta, tb, m, n, k, a, ao, lda, b, bo, ldb, d, co, ldc, add);
            String what = m + "x" + n + "x" + k + (ta ? " ta" : "") + (tb ? " tb" : "") + (add ? " add" : "");
            assertArrayEquals(d, c, what);
            for (int i = 0; i < m; i++)
                for (int j = 0; j < ldc; j++) {
                    int at = co + i * ldc + j;
                    if (at >= c.length) continue;
                    double sum = add || j >= n ? before[at] : 0;
                    if (j < n)
                        for (int p = 0; p < k; p++)
                            sum += (double) a[ao + (ta ? p * lda + i : i * lda + p)]
                                    * b[bo + (tb ? j * ldb + p : p * ldb + j)];
                    assertEquals(sum, c[at], 1e-6 * k + 1e-5, what + " at " + i + ", " + j);
                }
        }
    }

    @Test
    void functionsAreThoseOfDoublePrecisionAndTheSameBitsInBothKernels() {
        Functions vector = new VectorFunctions();
        Functions plain = new PlainFunctions();
        float[] x = numbers(1003);
        for (int i = 0; i < x.length; i++) x[i] *= 10;
        float[] special = {
            0f,
            -0f,
            1e-30f,
            -1e-30f,
            88.8f,
            -88.8f,
            103f,
            -103f,
            1000f,
            -1000f,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.NaN
        };
        for (int i = 0; i < special.length; i++) x[40 + i] = special[i];
        float[] v = new float[x.length];
        float[] p = new float[x.length];
        vector.exp(x, v, 3, 1000);
        plain.exp(x, p, 3, 1000);
        assertArrayEquals(p, v);
        for (int i = 3; i < 1000; i++) {
            double exact = Math.exp(x[i]);
            if (Double.isNaN(exact)) continue;
            if (exact > Float.MAX_VALUE) assertEquals(Float.POSITIVE_INFINITY, v[i]);
            else assertEquals(exact, v[i], 5e-7 * exact + 1e-44, "exp " + x[i]);
        }
        x[52] = 0; // there is no distance to what is not a number
        vector.sigmoid(x, v, 3, 1000);
        plain.sigmoid(x, p, 3, 1000);
        assertArrayEquals(p, v);
        for (int i = 3; i < 1000; i++) assertEquals(1 / (1 + Math.exp(-x[i])), v[i], 3e-7, "sigmoid " + x[i]);
        vector.tanh(x, v, 3, 1000);
        plain.tanh(x, p, 3, 1000);
        assertArrayEquals(p, v);
        for (int i = 3; i < 1000; i++) assertEquals(Math.tanh(x[i]), v[i], 3e-7, "tanh " + x[i]);
        vector.normal(x, v, 3, 1000);
        plain.normal(x, p, 3, 1000);
        assertArrayEquals(p, v);
    }

    @Test
    void scaledStretchesAreTheSameBitsInBothKernels() {
        for (int round = 0; round < 200; round++) {
            int n = random.nextInt(3000);
            float[] x = numbers(n + 5);
            float[] y = numbers(n + 7);
            float[] z = y.clone();
            float alpha = (float) random.nextGaussian();
            new VectorRows().addScaled(n, alpha, x, 5, y, 7);
            new PlainRows().addScaled(n, alpha, x, 5, z, 7);
            assertArrayEquals(z, y);
        }
    }
}
