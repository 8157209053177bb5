package io.graft.vectorizers;

/** To what length a row of weights is brought; a row of zeros stays. */
public enum Norm {
    /** The sum of squares becomes 1. */
    L2,
    /** The sum of absolute values becomes 1. */
    L1,
    /** Weights stay as they are. */
    NONE;

    /** Scales the weights between two indices. */
    void apply(float[] weights, int from, int to) {
        if (this == NONE) return;
        double sum = 0;
        for (int i = from; i < to; i++) sum += this == L2 ? (double) weights[i] * weights[i] : Math.abs(weights[i]);
        if (sum == 0) return;
        double scale = 1 / (this == L2 ? Math.sqrt(sum) : sum);
        for (int i = from; i < to; i++) weights[i] = (float) (weights[i] * scale);
    }
}
