package io.graft.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

/** Says where two tensors differ. */
final class Comparisons {
    private Comparisons() {}

    /** Demands |actual − expected| ≤ tolerance · (1 + the greatest |expected|); what is not finite must be the same. */
    static void assertClose(String what, double[] expected, float[] actual, double tolerance) {
        assertEquals(expected.length, actual.length, what + ": number of elements");
        double greatest = 0;
        for (double e : expected) if (Double.isFinite(e)) greatest = Math.max(greatest, Math.abs(e));
        for (int i = 0; i < expected.length; i++) {
            boolean same = Double.isFinite(expected[i])
                    ? Math.abs(actual[i] - expected[i]) <= tolerance * (1 + greatest)
                    : (float) expected[i] == actual[i] || Double.isNaN(expected[i]) && Float.isNaN(actual[i]);
            if (!same)
                fail(what + ": element " + i + " is " + actual[i] + ", not " + expected[i] + "\n  expected "
                        + Tensor.vector(expected) + "\n  actual   "
                        + java.util.Arrays.toString(java.util.Arrays.copyOf(actual, Math.min(20, actual.length))));
        }
    }
}
