package io.graft.backend.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class GatesTest {
    private static final int N = 20_001;

    private interface Loop {
        void run(float[] x, int n);
    }

    private static float[] range(double from, double to) {
        float[] x = new float[N];
        for (int i = 0; i < N; i++) x[i] = (float) (from + (to - from) * i / (N - 1));
        return x;
    }

    private static void compare(float[] x, Loop loop, DoubleUnaryOperator exact, double absolute, double relative) {
        float[] y = x.clone();
        loop.run(y, y.length);
        for (int i = 0; i < x.length; i++) {
            double expected = exact.applyAsDouble(x[i]);
            assertEquals(expected, y[i], absolute + relative * Math.abs(expected), "of " + x[i]);
        }
    }

    @Test
    void tanhIsRightEverywhere() {
        compare(range(-12, 12), Gates::tanh, Math::tanh, 3e-7, 0);
        compare(range(-1e-3, 1e-3), Gates::tanh, Math::tanh, 1e-12, 3e-7);
    }

    @Test
    void expIsRightInTheLastPlaceAndZeroFarBelow() {
        compare(range(-80, 80), (x, n) -> Gates.exp(x, new float[n], n), Math::exp, 2e-38, 3e-7);
        float[] x = {Float.NEGATIVE_INFINITY, -1e30f, -100, 0, Float.NaN};
        Gates.exp(x, new float[5], 5);
        for (int i = 0; i < 3; i++) assertEquals(0, x[i]);
        assertEquals(1, x[3]);
        assertTrue(Float.isNaN(x[4]));
    }

    @Test
    void erfIsRightEverywhere() {
        // erf(x) = 2/√π Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n + 1))
        compare(range(-3, 3), Gates::erf, GatesTest::erf, 6e-7, 0);
        float[] far = {-30, 30};
        Gates.erf(far, 2);
        assertEquals(-1, far[0], 6e-7);
        assertEquals(1, far[1], 6e-7);
    }

    private static double erf(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; n < 80; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    @Test
    void squashIsTheLogisticFunctionOrTheTangentAsTold() {
        float[] x = {-3, 0.5f, -3, 0.5f};
        Gates.squash(x, new float[] {0.5f, 0.5f, 1, 1}, new float[] {0.5f, 0.5f, 0, 0}, 4);
        double[] expected = {1 / (1 + Math.exp(3)), 1 / (1 + Math.exp(-0.5)), Math.tanh(-3), Math.tanh(0.5)};
        for (int i = 0; i < 4; i++) assertEquals(expected[i], x[i], 3e-7);
    }

    @Test
    void sumsCountEveryElementWhateverTheLength() {
        for (int n = 0; n < 11; n++) {
            float[] x = new float[n + 2];
            float[] y = new float[n + 1];
            for (int i = 0; i < n; i++) {
                x[i + 2] = i + 1;
                y[i + 1] = 2;
            }
            assertEquals(n * (n + 1) / 2, Gates.sum(x, 2, n));
            assertEquals(n * (n + 1), Gates.product(x, 2, y, 1, n));
            assertEquals(n == 0 ? Float.NEGATIVE_INFINITY : n, Gates.most(x, 2, n));
        }
    }
}
