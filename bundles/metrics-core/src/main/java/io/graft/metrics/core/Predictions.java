package io.graft.metrics.core;

/** Which class scores speak for. */
final class Predictions {
    private Predictions() {}

    /** The index of the highest score, the first of equal ones. */
    static int best(float[] scores, int offset, int width) {
        int best = 0;
        for (int i = 1; i < width; i++) if (scores[offset + i] > scores[offset + best]) best = i;
        return best;
    }
}
