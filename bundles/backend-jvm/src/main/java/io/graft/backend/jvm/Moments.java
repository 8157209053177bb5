package io.graft.backend.jvm;

/** Sums over stretches, as normalizations need them: in several floats side by side within a stretch, in a double between stretches. */
final class Moments {
    private Moments() {}

    /** Σ x. */
    static double sum(float[] x, int from, int n) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = from;
        int end = from + n;
        for (; i + 4 <= end; i += 4) {
            s0 += x[i];
            s1 += x[i + 1];
            s2 += x[i + 2];
            s3 += x[i + 3];
        }
        double sum = (double) (s0 + s1) + (s2 + s3);
        for (; i < end; i++) sum += x[i];
        return sum;
    }

    /** Σ (x − shift) (y − other). */
    static double product(float[] x, float shift, float[] y, float other, int from, int n) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = from;
        int end = from + n;
        for (; i + 4 <= end; i += 4) {
            s0 += (x[i] - shift) * (y[i] - other);
            s1 += (x[i + 1] - shift) * (y[i + 1] - other);
            s2 += (x[i + 2] - shift) * (y[i + 2] - other);
            s3 += (x[i + 3] - shift) * (y[i + 3] - other);
        }
        double sum = (double) (s0 + s1) + (s2 + s3);
        for (; i < end; i++) sum += (x[i] - shift) * (y[i] - other);
        return sum;
    }

    /** y = x · factor + addend. */
    static void scaled(float[] x, float factor, float addend, float[] y, int from, int n) {
        for (int i = from; i < from + n; i++) y[i] = x[i] * factor + addend;
    }

    /** dx = dy · a + x · b + c. */
    static void mixed(float[] dy, float a, float[] x, float b, float c, float[] dx, int from, int n) {
        for (int i = from; i < from + n; i++) dx[i] = dy[i] * a + (x[i] * b + c);
    }
}
