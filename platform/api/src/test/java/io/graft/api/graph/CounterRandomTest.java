package io.graft.api.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CounterRandomTest {
    private static final int N = 200_000;

    /** Models that were trained before must be trainable again: these numbers never change. */
    @Test
    void numbersAreThoseOfEveryReleaseBefore() {
        CounterRandom r = CounterRandom.of(7, "layers.0.dense.weight");
        assertEquals(5733616325379247190L, r.bits(0));
        assertEquals(-4423753629114380383L, r.bits(1));
        assertEquals(998810860304707564L, r.at(3).bits(2));
        assertEquals(0.15570586919784546f, r.uniform(5));
        assertEquals(0.5370624878447541, r.normal(5), 1e-15);
    }

    @Test
    void theMixingFunctionIsSplitMix64() {
        // the JDK's SplittableRandom is SplitMix64 too: its state after k steps is seed + k · golden
        long golden = 0x9E3779B97F4A7C15L;
        CounterRandom r = CounterRandom.of(42, "");
        long key = new SplittableRandom(42 - golden).nextLong(); // mix(42)
        SplittableRandom reference = new SplittableRandom(key);
        for (int i = 1; i <= 10; i++) assertEquals(reference.nextLong(), r.bits(i));
    }

    @Test
    void seedNameAndStepTellSequencesApart() {
        long first = CounterRandom.of(7, "a").bits(0);
        assertEquals(first, CounterRandom.of(7, "a").bits(0));
        assertNotEquals(first, CounterRandom.of(8, "a").bits(0));
        assertNotEquals(first, CounterRandom.of(7, "b").bits(0));
        assertNotEquals(
                CounterRandom.of(7, "ab").bits(0), CounterRandom.of(7, "ba").bits(0));
        assertNotEquals(
                CounterRandom.of(7, "a").at(0).bits(0),
                CounterRandom.of(7, "a").at(1).bits(0));
    }

    @Test
    void uniformNumbersFillTheirIntervalEvenly() {
        CounterRandom r = CounterRandom.of(1, "uniform");
        int[] counts = new int[20];
        double sum = 0;
        for (int i = 0; i < N; i++) {
            float u = r.uniform(i);
            assertTrue(u >= 0 && u < 1);
            counts[(int) (u * 20)]++;
            sum += u;
        }
        assertEquals(0.5, sum / N, 0.003);
        double chi2 = 0;
        double expected = N / 20.0;
        for (int c : counts) chi2 += (c - expected) * (c - expected) / expected;
        assertTrue(chi2 < 43.8, "chi² with 19 degrees of freedom is above 43.8 once in a thousand times: " + chi2);
    }

    @Test
    void normalNumbersHaveTheMomentsOfANormalDistribution() {
        CounterRandom r = CounterRandom.of(1, "normal");
        double sum = 0, square = 0, fourth = 0;
        for (int i = 0; i < N; i++) {
            double x = r.normal(i);
            sum += x;
            square += x * x;
            fourth += x * x * x * x;
        }
        assertEquals(0, sum / N, 0.01);
        assertEquals(1, square / N, 0.02);
        assertEquals(3, fourth / N, 0.1);
    }

    @Test
    void dropoutKeepsTheMean() {
        float[] mask = new float[N + 1];
        mask[N] = 9;
        CounterRandom.dropoutMask(7, "layers.1.dropout", 12, 0.3f, mask, N);
        int zeros = 0;
        double sum = 0;
        for (int i = 0; i < N; i++) {
            if (mask[i] == 0) zeros++;
            else assertEquals(1 / 0.7f, mask[i]);
            sum += mask[i];
        }
        assertEquals(0.3, (double) zeros / N, 0.005);
        assertEquals(1, sum / N, 0.01);
        assertEquals(9, mask[N], "no more than the length is written");
    }

    @Test
    void dropoutMasksDifferFromStepToStepAndComeAgain() {
        float[] a = new float[1000], again = new float[1000], next = new float[1000];
        CounterRandom.dropoutMask(7, "d", 5, 0.5f, a, 1000);
        CounterRandom.dropoutMask(7, "d", 5, 0.5f, again, 1000);
        CounterRandom.dropoutMask(7, "d", 6, 0.5f, next, 1000);
        assertArrayEquals(a, again);
        int equal = 0;
        for (int i = 0; i < 1000; i++) if (a[i] == next[i]) equal++;
        assertTrue(equal > 400 && equal < 600, equal + " of 1000 equal");
    }

    @Test
    void dropoutOfNothingKeepsAll() {
        float[] mask = new float[100];
        CounterRandom.dropoutMask(7, "d", 0, 0f, mask, 100);
        for (float m : mask) assertEquals(1f, m);
    }
}
