package io.graft.steps.audio;

/**
 * Triangles of height 1 that are evenly spaced on the mel scale of HTK: mel(f) = 2595 · log10(1 + f / 700).
 *
 * <p>The form of {@code torchaudio.functional.melscale_fbanks} with {@code norm=None, mel_scale='htk'}.
 */
final class MelFilters {
    private final int[] first;
    private final double[][] weights;

    /** Filters over the powers of a Fourier transform of so many numbers. */
    MelFilters(int mels, double low, double high, int size, int rate) {
        first = new int[mels];
        weights = new double[mels][];
        double from = mel(low);
        double step = (mel(high) - from) / (mels + 1);
        double bin = (double) rate / size;
        for (int m = 0; m < mels; m++) {
            double left = hertz(from + m * step);
            double centre = hertz(from + (m + 1) * step);
            double right = hertz(from + (m + 2) * step);
            first[m] = (int) Math.floor(left / bin) + 1;
            int last = Math.min(size / 2, (int) Math.ceil(right / bin) - 1);
            weights[m] = new double[Math.max(0, last - first[m] + 1)];
            for (int k = 0; k < weights[m].length; k++) {
                double f = (first[m] + k) * bin;
                weights[m][k] = Math.min((f - left) / (centre - left), (right - f) / (right - centre));
            }
        }
    }

    private static double mel(double hertz) {
        return 2595 * Math.log10(1 + hertz / 700);
    }

    private static double hertz(double mel) {
        return 700 * (Math.pow(10, mel / 2595) - 1);
    }

    /** How many of them lie between two frequencies of the transform and so are always 0. */
    int empty() {
        int n = 0;
        for (double[] w : weights) if (w.length == 0) n++;
        return n;
    }

    /** The power that one filter lets through. */
    double apply(int mel, double[] powers) {
        double sum = 0;
        double[] w = weights[mel];
        for (int k = 0; k < w.length; k++) sum += w[k] * powers[first[mel] + k];
        return sum;
    }
}
