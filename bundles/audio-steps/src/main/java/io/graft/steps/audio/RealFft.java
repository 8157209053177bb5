package io.graft.steps.audio;

/**
 * The powers of the discrete Fourier transform of real numbers, in float64.
 *
 * <p>n numbers are taken as n / 2 complex ones, transformed by the radix-2 algorithm of Cooley and Tukey (1965) and taken apart again. <b>Threading.</b> For one thread.
 */
final class RealFft {
    private final int half;
    private final double[] re;
    private final double[] im;
    private final double[] cos;
    private final double[] sin;
    private final int[] reversed;

    /** For this many numbers: a power of two, 4 or more. */
    RealFft(int n) {
        if (n < 4 || Integer.bitCount(n) != 1) throw new IllegalArgumentException(n + " is no power of two above 2");
        half = n / 2;
        re = new double[half];
        im = new double[half];
        cos = new double[half];
        sin = new double[half];
        reversed = new int[half];
        int shift = Integer.numberOfLeadingZeros(half) + 1;
        for (int i = 0; i < half; i++) {
            cos[i] = Math.cos(2 * Math.PI * i / n);
            sin[i] = -Math.sin(2 * Math.PI * i / n);
            reversed[i] = Integer.reverse(i) >>> shift;
        }
    }

    /** Writes |X(k)|² for k from 0 to n / 2. */
    void powers(double[] x, double[] into) {
        for (int i = 0; i < half; i++) {
            int r = reversed[i];
            re[r] = x[2 * i];
            im[r] = x[2 * i + 1];
        }
        for (int size = 2; size <= half; size *= 2) butterflies(size);
        for (int k = 0; k <= half; k++) {
            int a = k == half ? 0 : k;
            int b = k == 0 ? 0 : half - k;
            double evenRe = (re[a] + re[b]) / 2;
            double evenIm = (im[a] - im[b]) / 2;
            double oddRe = (im[a] + im[b]) / 2;
            double oddIm = (re[b] - re[a]) / 2;
            double c = k == half ? -1 : cos[k];
            double s = k == half ? 0 : sin[k];
            double xRe = evenRe + c * oddRe - s * oddIm;
            double xIm = evenIm + c * oddIm + s * oddRe;
            into[k] = xRe * xRe + xIm * xIm;
        }
    }

    private void butterflies(int size) {
        int step = 2 * half / size;
        for (int from = 0; from < half; from += size)
            for (int i = 0; i < size / 2; i++) {
                int a = from + i;
                int b = a + size / 2;
                double c = cos[i * step];
                double s = sin[i * step];
                double tRe = re[b] * c - im[b] * s;
                double tIm = re[b] * s + im[b] * c;
                re[b] = re[a] - tRe;
                im[b] = im[a] - tIm;
                re[a] += tRe;
                im[a] += tIm;
            }
    }
}
