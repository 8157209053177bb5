package io.graft.steps.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RealFftTest {

    @Test
    void powersAreThoseOfTheNaiveTransform() {
        Random random = new Random(11);
        for (int n = 4; n <= 1024; n *= 2) {
            double[] x = random.doubles(n, -1, 1).toArray();
            double[] powers = new double[n / 2 + 1];
            new RealFft(n).powers(x, powers);
            for (int k = 0; k <= n / 2; k++) {
                double re = 0;
                double im = 0;
                for (int i = 0; i < n; i++) {
                    re += x[i] * Math.cos(2 * Math.PI * k * i / n);
                    im -= x[i] * Math.sin(2 * Math.PI * k * i / n);
                }
                assertEquals(re * re + im * im, powers[k], 1e-9 * n, "seed 11, " + n + " numbers, frequency " + k);
            }
        }
    }

    @Test
    void otherSizesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new RealFft(12));
        assertThrows(IllegalArgumentException.class, () -> new RealFft(2));
    }
}
