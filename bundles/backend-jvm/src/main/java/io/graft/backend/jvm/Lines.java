package io.graft.backend.jvm;

/**
 * What is done along lines of numbers side by side. Every implementation gives the same bits: sums are taken in {@value #LANES} parts, the
 * element i into part i mod {@value #LANES}, and the parts by halves.
 */
interface Lines {
    int LANES = 16;

    /** The sum. */
    float sum(int n, float[] x, int xo);

    /** The sum of products. */
    float dot(int n, float[] x, int xo, float[] y, int yo);

    /** The sum of the squares of how far the elements are from a number. */
    float squares(int n, float from, float[] x, int xo);

    /** The greatest; NaN if there is one. */
    float max(int n, float[] x, int xo);

    /** x = scale · x + shift. */
    void scale(int n, float scale, float shift, float[] x, int xo);

    /** Makes shares of numbers: e^x over their sum; all 0 when every number is minus infinity. */
    void softmax(int n, float[] x, int xo);

    /** d = scale · p · (d − Σ p d), the gradient of what {@link #softmax} made p of. */
    void softmaxSlope(int n, float scale, float[] p, int po, float[] d, int dof);

    /** normal = (x − mean) · inverse, y = normal · weight + bias. */
    void normalize(
            int n,
            float mean,
            float inverse,
            float[] x,
            int xo,
            float[] weight,
            float[] bias,
            float[] normal,
            float[] y);

    /**
     * The gradient of a line that {@link #normalize} made.
     *
     * @param at where the line begins in all but the weight
     */
    void normalizeSlope(int n, float inverse, float[] dy, float[] weight, float[] normal, int at, float[] dx);

    /** y = a + b, at the same index. */
    void add(int n, float[] a, float[] b, float[] y, int at);

    /** y += a · b. */
    void addProduct(int n, float[] a, int ao, float[] b, int bo, float[] y, int yo);

    /** The parts of a sum by halves: 16 to 8 to 4 to 2 to 1. */
    static float fold(float[] parts) {
        float s0 = parts[0] + parts[8] + (parts[4] + parts[12]);
        float s1 = parts[1] + parts[9] + (parts[5] + parts[13]);
        float s2 = parts[2] + parts[10] + (parts[6] + parts[14]);
        float s3 = parts[3] + parts[11] + (parts[7] + parts[15]);
        return s0 + s2 + (s1 + s3);
    }
}
