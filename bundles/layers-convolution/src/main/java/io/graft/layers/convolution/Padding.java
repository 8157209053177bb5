package io.graft.layers.convolution;

/** What happens at the borders. */
public enum Padding {
    /** Zeros are put around, so that with stride 1 the size stays; with stride s it is divided by s, rounded up. */
    SAME,
    /** Windows lie within the borders. */
    VALID
}
