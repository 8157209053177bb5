package io.graft.backend.dl4j;

/** Exponential, logistic, hyperbolic and error functions and sums over whole arrays, in loops that the JIT compiler makes vector code of. */
final class Gates {
    private Gates() {}

    /**
     * The hyperbolic tangent of each of the first n elements, in place.
     *
     * <p>A rational function of degrees 13 and 6, right to some units in the last place; beyond ±7.9 it is ±1 in single precision. The
     * coefficients are those of Eigen ({@code MathFunctionsImpl.h}).
     */
    static void tanh(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            float c = Math.max(-7.90531110763549805f, Math.min(7.90531110763549805f, x[i]));
            float s = c * c;
            float p = -2.76076847742355e-16f;
            p = p * s + 2.00018790482477e-13f;
            p = p * s - 8.60467152213735e-11f;
            p = p * s + 5.12229709037114e-08f;
            p = p * s + 1.48572235717979e-05f;
            p = p * s + 6.37261928875436e-04f;
            p = p * s + 4.89352455891786e-03f;
            float q = 1.19825839466702e-06f;
            q = q * s + 1.18534705686654e-04f;
            q = q * s + 2.26843463243900e-03f;
            q = q * s + 4.89352518554385e-03f;
            x[i] = c * p / q;
        }
    }

    /**
     * {@code offset + scale · tanh(scale · x)} of each of the first n elements, in place: with 1/2 and 1/2 the logistic function, with 1 and
     * 0 the tangent.
     */
    static void squash(float[] x, float[] scale, float[] offset, int n) {
        for (int i = 0; i < n; i++) x[i] *= scale[i];
        tanh(x, n);
        for (int i = 0; i < n; i++) x[i] = offset[i] + scale[i] * x[i];
    }

    /**
     * The exponential function of each of the first n elements, in place, right to one unit in the last place; what is below e⁻⁸⁷ becomes 0.
     *
     * <p>2ᵐ eʳ with m whole and |r| ≤ ln 2 / 2; the polynomial is that of Cephes ({@code expf.c}). Adding 1.5 · 2²³ rounds m into the low bits of
     * a float, from where a shift makes it an exponent. Three loops, because each is made vector code of, and one is not.
     *
     * @param room for n numbers
     */
    static void exp(float[] x, float[] room, int n) {
        for (int i = 0; i < n; i++) room[i] = Math.max(-87f, x[i]) * 1.44269504f + 12582912f;
        for (int i = 0; i < n; i++) {
            float m = room[i] - 12582912f;
            float r = Math.max(-87f, x[i]) - m * 0.693359375f + m * 2.12194440e-4f;
            float p = 1.9875691500e-4f;
            p = p * r + 1.3981999507e-3f;
            p = p * r + 8.3334519073e-3f;
            p = p * r + 4.1665795894e-2f;
            p = p * r + 1.6666665459e-1f;
            p = p * r + 5.0000001201e-1f;
            x[i] = p * r * r + r + 1f;
        }
        for (int i = 0; i < n; i++) {
            float power = Float.intBitsToFloat((Float.floatToRawIntBits(room[i]) + 127) << 23);
            x[i] = Math.max(0f, x[i] * power - 1.7e-38f);
        }
    }

    /**
     * The error function of each of the first n elements, in place, right to 5 · 10⁻⁷.
     *
     * <p>A rational function of degrees 13 and 8; beyond ±4 it is ±1 in single precision. The coefficients are those of Eigen
     * ({@code generic_fast_erf_float}).
     */
    static void erf(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            float c = Math.max(-4f, Math.min(4f, x[i]));
            float s = c * c;
            float p = -2.72614225801306e-10f;
            p = p * s + 2.77068142495902e-08f;
            p = p * s - 2.10102402082508e-06f;
            p = p * s - 5.69250639462346e-05f;
            p = p * s - 7.34990630326855e-04f;
            p = p * s - 2.95459980854025e-03f;
            p = p * s - 1.60960333262415e-02f;
            float q = -1.45660718464996e-05f;
            q = q * s - 2.13374055278905e-04f;
            q = q * s - 1.68282697438203e-03f;
            q = q * s - 7.37332916720468e-03f;
            q = q * s - 1.42647390514189e-02f;
            x[i] = c * p / q;
        }
    }

    /** The greatest of n elements; four chains, because a loop with one waits for itself. */
    static float most(float[] x, int at, int n) {
        float a = Float.NEGATIVE_INFINITY;
        float b = a;
        float c = a;
        float d = a;
        int i = at;
        for (; i + 4 <= at + n; i += 4) {
            a = Math.max(a, x[i]);
            b = Math.max(b, x[i + 1]);
            c = Math.max(c, x[i + 2]);
            d = Math.max(d, x[i + 3]);
        }
        for (; i < at + n; i++) a = Math.max(a, x[i]);
        return Math.max(Math.max(a, b), Math.max(c, d));
    }

    /** The sum of n elements. */
    static float sum(float[] x, int at, int n) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = at;
        for (; i + 4 <= at + n; i += 4) {
            a += x[i];
            b += x[i + 1];
            c += x[i + 2];
            d += x[i + 3];
        }
        for (; i < at + n; i++) a += x[i];
        return a + b + (c + d);
    }

    /** Σ (x − mean)². */
    static float squares(float[] x, int at, int n, float mean) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = at;
        for (; i + 4 <= at + n; i += 4) {
            float p = x[i] - mean;
            float q = x[i + 1] - mean;
            float r = x[i + 2] - mean;
            float s = x[i + 3] - mean;
            a += p * p;
            b += q * q;
            c += r * r;
            d += s * s;
        }
        for (; i < at + n; i++) a += (x[i] - mean) * (x[i] - mean);
        return a + b + (c + d);
    }

    /** The sum of the products of n elements. */
    static float product(float[] x, int at, float[] y, int from, int n) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 4 <= n; i += 4) {
            a += x[at + i] * y[from + i];
            b += x[at + i + 1] * y[from + i + 1];
            c += x[at + i + 2] * y[from + i + 2];
            d += x[at + i + 3] * y[from + i + 3];
        }
        for (; i < n; i++) a += x[at + i] * y[from + i];
        return a + b + (c + d);
    }

    /** Adds the elements of one array to those of another. */
    static void add(float[] to, int at, float[] from, int offset, int n) {
        for (int i = 0; i < n; i++) to[at + i] += from[offset + i];
    }
}
