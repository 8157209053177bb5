package io.graft.steps.audio;

/**
 * The weights that bring sound from one rate to another: a sinc below half of the lower rate, under a Hann window.
 *
 * <p>With rates divided by their greatest common divisor, base = 0.99 · min(from, to) and t = base · (k / from − j / to), the weight of sample k for
 * output j is base / from · sinc(t) · cos²(π t / 12) where |t| &lt; 6. This is {@code sinc_interp_hann} of torchaudio.functional.resample with its defaults.
 */
final class SincKernel {
    private static final int ZERO_CROSSINGS = 6;
    private static final double ROLL_OFF = 0.99;

    private final int from;
    private final int to;
    private final int[] first;
    private final float[][] weights;

    SincKernel(int fromRate, int toRate) {
        int divisor = gcd(fromRate, toRate);
        from = fromRate / divisor;
        to = toRate / divisor;
        first = new int[to];
        weights = new float[to][];
        double base = Math.min(from, to) * ROLL_OFF;
        double reach = ZERO_CROSSINGS * from / base;
        for (int j = 0; j < to; j++) {
            double centre = (double) j * from / to;
            first[j] = (int) Math.ceil(centre - reach);
            weights[j] = new float[(int) Math.floor(centre + reach) - first[j] + 1];
            for (int k = 0; k < weights[j].length; k++)
                weights[j][k] = (float) (base / from * windowedSinc((first[j] + k - centre) * base / from));
        }
    }

    private static double windowedSinc(double t) {
        if (Math.abs(t) >= ZERO_CROSSINGS) return 0;
        double window = Math.cos(t * Math.PI / ZERO_CROSSINGS / 2);
        double x = t * Math.PI;
        return window * window * (x == 0 ? 1 : Math.sin(x) / x);
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** How many samples so many become. */
    int length(int samples) {
        return Math.toIntExact(((long) samples * to + from - 1) / from);
    }

    /** Writes the first so many samples of the output; there is silence before and after the sound. */
    void apply(float[] sound, int length, float[] into, int outputs) {
        int origin = 0;
        int phase = 0;
        for (int i = 0; i < outputs; i++) {
            float[] w = weights[phase];
            int begin = origin + first[phase];
            int low = Math.max(0, -begin);
            int high = Math.min(w.length, length - begin);
            float sum = 0;
            for (int k = low; k < high; k++) sum += w[k] * sound[begin + k];
            into[i] = sum;
            if (++phase == to) {
                phase = 0;
                origin += from;
            }
        }
    }
}
