package io.graft.backend.jvm;

/** Transcendental functions over ranges of arrays. Every implementation gives the same bits. */
interface Functions {
    /** eˣ. */
    void exp(float[] x, float[] y, int from, int to);

    /** 1 / (1 + e⁻ˣ). */
    void sigmoid(float[] x, float[] y, int from, int to);

    /** The hyperbolic tangent. */
    void tanh(float[] x, float[] y, int from, int to);

    /** Φ(x), the normal distribution function. */
    void normal(float[] x, float[] y, int from, int to);
}
