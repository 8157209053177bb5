package io.graft.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

/** Slopes worked out by hand. */
class CentralDifferencesTest {

    @Test
    void theGradientOfACubicIsItsDerivative() {
        Tensor x = Tensor.vector(-1, 0, 2);
        Tensor g = CentralDifferences.gradient(
                v -> v.data()[0] * v.data()[0] * v.data()[0] + 5 * v.data()[1] + v.data()[2] * v.data()[0], x);
        assertArrayEquals(new double[] {3 + 2, 5, -1}, g.data(), 1e-8);
        assertArrayEquals(new double[] {-1, 0, 2}, x.data(), "the point is not moved");
    }
}
