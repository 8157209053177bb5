package io.graft.api.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class InitializerTest {
    private static float[] values(Initializer i, long seed, int... shape) {
        return Initializer.values(new Parameter("weight", Shape.of(shape), i, true, Place.NONE), seed);
    }

    /** Mean and standard deviation by the papers' formulas, for fan in 200 and fan out 300. */
    static Stream<Arguments> distributions() {
        return Stream.of(
                Arguments.of(Initializer.uniform(-1, 3), 1, 4 / Math.sqrt(12), new int[] {200, 300}),
                Arguments.of(Initializer.normal(2, 0.5), 2, 0.5, new int[] {200, 300}),
                Arguments.of(Initializer.glorotUniform(), 0, Math.sqrt(2 / 500.0), new int[] {200, 300}),
                Arguments.of(Initializer.glorotNormal(), 0, Math.sqrt(2 / 500.0), new int[] {200, 300}),
                Arguments.of(Initializer.heUniform(), 0, Math.sqrt(2 / 200.0), new int[] {200, 300}),
                Arguments.of(Initializer.heNormal(), 0, Math.sqrt(2 / 200.0), new int[] {200, 300}),
                // a convolution kernel [out, in, k]: fan in is in · k
                Arguments.of(Initializer.heNormal(), 0, Math.sqrt(2 / 200.0), new int[] {300, 40, 5}),
                Arguments.of(Initializer.glorotUniform(), 0, Math.sqrt(2 / 500.0), new int[] {60, 40, 5}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("distributions")
    void meanAndDeviationAreThoseOfTheFormula(Initializer i, double mean, double deviation, int[] shape) {
        float[] x = values(i, 7, shape);
        double sum = 0;
        for (float f : x) sum += f;
        double m = sum / x.length;
        double square = 0;
        for (float f : x) square += (f - m) * (f - m);
        assertEquals(mean, m, 5 * deviation / Math.sqrt(x.length));
        assertEquals(deviation, Math.sqrt(square / x.length), 0.02 * deviation);
    }

    @Test
    void uniformDistributionsKeepTheirBounds() {
        float bound = (float) Math.sqrt(6 / 500.0);
        for (float f : values(Initializer.glorotUniform(), 7, 200, 300)) assertTrue(Math.abs(f) <= bound);
        for (float f : values(Initializer.uniform(2, 3), 7, 1000)) assertTrue(f >= 2 && f <= 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"20x50", "50x20", "30x30", "8x3x4"})
    void theShorterSideOfAnOrthogonalMatrixIsOrthogonal(String size) {
        int[] shape = Arrays.stream(size.split("x")).mapToInt(Integer::parseInt).toArray();
        int rows = shape[0];
        float[] x = values(Initializer.orthogonal(2), 7, shape);
        int columns = x.length / rows;
        boolean byRow = rows <= columns;
        int vectors = Math.min(rows, columns);
        for (int a = 0; a < vectors; a++)
            for (int b = 0; b <= a; b++) {
                double dot = 0;
                for (int i = 0; i < Math.max(rows, columns); i++)
                    dot += byRow ? x[a * columns + i] * x[b * columns + i] : x[i * columns + a] * x[i * columns + b];
                assertEquals(a == b ? 4 : 0, dot, 1e-5, "gain 2: the length of each vector is 2");
            }
    }

    @Test
    void constantsAreConstant() {
        for (float f : values(Initializer.constant(0.25), 7, 3, 2)) assertEquals(0.25f, f);
        for (float f : values(Initializer.zeros(), 7, 3)) assertEquals(0f, f);
        for (float f : values(Initializer.ones(), 7)) assertEquals(1f, f);
    }

    @Test
    void theSameSeedAndNameGiveTheSameValues() {
        assertArrayEquals(values(Initializer.heNormal(), 7, 5, 5), values(Initializer.heNormal(), 7, 5, 5));
        assertFalse(Arrays.equals(values(Initializer.heNormal(), 7, 5, 5), values(Initializer.heNormal(), 8, 5, 5)));
        Parameter other = new Parameter("bias", Shape.of(5, 5), Initializer.heNormal(), true, Place.NONE);
        assertFalse(Arrays.equals(values(Initializer.heNormal(), 7, 5, 5), Initializer.values(other, 7)));
    }

    @Test
    void vectorsAndScalarsHaveValuesToo() {
        assertEquals(1, values(Initializer.orthogonal(1), 7).length);
        assertEquals(6, values(Initializer.glorotNormal(), 7, 6).length);
        assertEquals(0, values(Initializer.orthogonal(1), 7, 0, 3).length);
    }
}
