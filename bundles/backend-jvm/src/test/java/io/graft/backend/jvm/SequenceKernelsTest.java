package io.graft.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Cells and lines against double precision, and the vector kernels against the plain ones to the last bit. */
class SequenceKernelsTest {
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    SequenceKernelsTest() {
        System.out.println("seed " + seed);
    }

    private float[] numbers(int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) x[i] = (float) random.nextGaussian();
        return x;
    }

    @Test
    void bothKernelsGiveTheSameBits() {
        for (int round = 0; round < 20; round++) {
            SequenceExercise exercise = new SequenceExercise(numbers(4096));
            float[] vector = exercise.run(new VectorCells(), new VectorLines()).clone();
            assertArrayEquals(exercise.run(new PlainCells(), new PlainLines()), vector);
        }
    }

    @Test
    void linesOfAnyLengthAreThoseOfDoublePrecision() {
        for (Lines lines : new Lines[] {new PlainLines(), new VectorLines()})
            for (int n = 1; n < 80; n++) {
                float[] x = numbers(n + 3);
                double sum = 0;
                double squares = 0;
                double max = Double.NEGATIVE_INFINITY;
                for (int i = 0; i < n; i++) {
                    sum += x[3 + i];
                    squares += (x[3 + i] - 0.5) * (x[3 + i] - 0.5);
                    max = Math.max(max, x[3 + i]);
                }
                assertEquals(sum, lines.sum(n, x, 3), 1e-5, "sum of " + n);
                assertEquals(squares, lines.squares(n, 0.5f, x, 3), 1e-4, "squares of " + n);
                assertEquals(max, lines.max(n, x, 3), "greatest of " + n);
                double all = 0;
                for (int i = 0; i < n; i++) all += Math.exp(x[3 + i]);
                float[] shares = x.clone();
                lines.softmax(n, shares, 3);
                for (int i = 0; i < n; i++) assertEquals(Math.exp(x[3 + i]) / all, shares[3 + i], 1e-6);
            }
    }

    @Test
    void aLineOfMinusInfinityHasNoShares() {
        for (Lines lines : new Lines[] {new PlainLines(), new VectorLines()}) {
            float[] x = new float[37];
            Arrays.fill(x, Float.NEGATIVE_INFINITY);
            lines.softmax(37, x, 0);
            assertArrayEquals(new float[37], x);
            x[0] = Float.NaN;
            lines.softmax(37, x, 0);
            assertEquals(Float.NaN, x[36]);
        }
    }

    @Test
    void aStepOfAnLstmIsThatOfItsFormula() {
        int n = 21;
        for (Cells cells : new Cells[] {new PlainCells(), new VectorCells()}) {
            float[] a = numbers(4 * n);
            float[] sums = a.clone();
            float[] bias = numbers(4 * n);
            float[] c = numbers(n);
            float[] after = new float[n];
            float[] h = new float[n];
            cells.lstm(n, a, 0, bias, c, 0, after, 0, new float[n], 0, h, 0);
            for (int u = 0; u < n; u++) {
                double[] gate = new double[4];
                for (int k = 0; k < 4; k++) gate[k] = sums[k * n + u] + bias[k * n + u];
                double memory = c[u] / (1 + Math.exp(-gate[2])) + Math.tanh(gate[3]) / (1 + Math.exp(-gate[0]));
                assertEquals(memory, after[u], 1e-6);
                assertEquals(Math.tanh(memory) / (1 + Math.exp(-gate[1])), h[u], 1e-6);
            }
        }
    }
}
