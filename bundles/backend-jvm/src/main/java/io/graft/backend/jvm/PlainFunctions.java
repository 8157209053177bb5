package io.graft.backend.jvm;

/**
 * Transcendental functions in plain Java, in {@code float} throughout.
 *
 * <p>{@code exp} is Cephes' expf: the argument is cut into n · ln 2 and a rest, whose power is a polynomial of degree 7 (relative error
 * 2e-7); 2ⁿ is put in as two factors, so that what overflows or vanishes does so at its end.
 */
final class PlainFunctions implements Functions {
    static final float LEAST = -104f;
    static final float MOST = 89f;
    /** The bound up to which a power and its inverse are normal numbers. */
    static final float WIDEST = 87f;
    /** The bound for a power that is made smaller yet. */
    static final float TAIL = 80f;

    static final float LOG2_E = 1.44269504f;
    /** Added and taken away again, it rounds to a whole number, which is then in its low bits. */
    static final float ROUNDER = 12582912f;

    static final int ROUNDER_BITS = 0x4B400000;
    static final float LN2_HIGH = -0.693359375f;
    static final float LN2_LOW = 2.12194440e-4f;
    static final float E0 = 1.9875691500e-4f;
    static final float E1 = 1.3981999507e-3f;
    static final float E2 = 8.3334519073e-3f;
    static final float E3 = 4.1665795894e-2f;
    static final float E4 = 1.6666665459e-1f;
    static final float E5 = 5.0000001201e-1f;

    /** erfc(x) = t (a1 + t (a2 + …)) e^(−x²) with t = 1 / (1 + 0.3275911 x) (Abramowitz and Stegun, 7.1.26; error 1.5e-7). */
    static final float P = 0.3275911f;

    static final float A1 = 0.254829592f;
    static final float A2 = -0.284496736f;
    static final float A3 = 1.421413741f;
    static final float A4 = -1.453152027f;
    static final float A5 = 1.061405429f;
    static final float HALF_ROOT = 0.70710678f;

    static float exp(float v) {
        float x = Math.min(MOST, Math.max(LEAST, v));
        float t = Rounding.multiplyAdd(x, LOG2_E, ROUNDER);
        int whole = Float.floatToRawIntBits(t) - ROUNDER_BITS;
        int half = whole >> 1;
        float first = Float.intBitsToFloat((half + 127) << 23);
        float second = Float.intBitsToFloat((whole - half + 127) << 23);
        return ofRest(x, t - ROUNDER) * first * second;
    }

    /** e to a number no farther from 0 than a bound of at most 87, to which others are moved: one factor is enough. */
    static float expWithin(float bound, float v) {
        float x = Math.min(bound, Math.max(-bound, v));
        float t = Rounding.multiplyAdd(x, LOG2_E, ROUNDER);
        float power = Float.intBitsToFloat((Float.floatToRawIntBits(t) + 127) << 23);
        return ofRest(x, t - ROUNDER) * power;
    }

    /** e to what is left of a number without n times ln 2. */
    private static float ofRest(float x, float n) {
        float r = Rounding.multiplyAdd(n, LN2_HIGH, x);
        r = Rounding.multiplyAdd(n, LN2_LOW, r);
        float p = Rounding.multiplyAdd(E0, r, E1);
        p = Rounding.multiplyAdd(p, r, E2);
        p = Rounding.multiplyAdd(p, r, E3);
        p = Rounding.multiplyAdd(p, r, E4);
        p = Rounding.multiplyAdd(p, r, E5);
        return Rounding.multiplyAdd(p, r * r, r + 1);
    }

    static float sigmoid(float x) {
        return 1 / (1 + expWithin(WIDEST, -x));
    }

    static float tanh(float x) {
        return 1 - 2 / (expWithin(WIDEST, x + x) + 1);
    }

    static float normal(float x) {
        float z = Math.abs(x) * HALF_ROOT;
        float t = 1 / Rounding.multiplyAdd(P, z, 1);
        float p = Rounding.multiplyAdd(A5, t, A4);
        p = Rounding.multiplyAdd(p, t, A3);
        p = Rounding.multiplyAdd(p, t, A2);
        p = Rounding.multiplyAdd(p, t, A1);
        float tail = p * t * expWithin(TAIL, -(z * z)) * 0.5f;
        return x < 0 ? tail : 1 - tail;
    }

    @Override
    public void exp(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) y[i] = exp(x[i]);
    }

    @Override
    public void sigmoid(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) y[i] = sigmoid(x[i]);
    }

    @Override
    public void tanh(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) y[i] = tanh(x[i]);
    }

    @Override
    public void normal(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) y[i] = normal(x[i]);
    }
}
