package io.graft.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Vector kernels over stretches give the bits of the plain ones, wherever the stretches begin and however long they are. */
class RowsTest {
    private final Rows plain = new PlainRows();
    private final Rows vectors = new VectorRows();
    private final Random random = new Random(11);

    private float[] numbers(int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) x[i] = random.nextInt(9) == 0 ? 1 : (float) random.nextGaussian();
        return x;
    }

    @Test
    void theGreatestAndWhichIsFirst() {
        for (int n : new int[] {16, 32, 112}) {
            float[] x = numbers(1000);
            int[] offsets = {300, 0, 301, 7, 16, 500};
            for (int count = 1; count <= offsets.length; count++) {
                float[][] best = new float[2][150];
                float[][] which = new float[2][150];
                plain.greatest(n, x, 3, offsets, count, best[0], 5, which[0], 9);
                vectors.greatest(n, x, 3, offsets, count, best[1], 5, which[1], 9);
                assertArrayEquals(best[0], best[1]);
                assertArrayEquals(which[0], which[1]);
                vectors.greatest(n, x, 3, offsets, count, best[1], 5, null, 0);
                assertArrayEquals(best[0], best[1]);
            }
        }
    }

    @Test
    void weighedSums() {
        int[] offsets = {0, 200, 13, 401, 13};
        for (int n = 0; n < 150; n += 7) {
            float[] x = numbers(700);
            float[] weights = numbers(5);
            float[] y = numbers(200);
            float[] other = y.clone();
            plain.weigh(n, 1, 4, weights, offsets, x, 2, y, 11);
            vectors.weigh(n, 1, 4, weights, offsets, x, 2, other, 11);
            assertArrayEquals(y, other);
        }
    }

    @Test
    void stretchesAreCopiedAndAdded() {
        for (int n : new int[] {1, 5, 16, 17, 40, 100}) {
            float[] x = numbers(6 * n + 90);
            float[] y = new float[6 * n];
            float[] other = new float[6 * n];
            plain.copy(6, n, x, 4, n + 15, y, 0, n);
            vectors.copy(6, n, x, 4, n + 15, other, 0, n);
            assertArrayEquals(y, other);
            plain.add(6, n, x, 1, n + 15, y, 0, n / 2);
            vectors.add(6, n, x, 1, n + 15, other, 0, n / 2);
            assertArrayEquals(y, other);
        }
    }
}
