package io.graft.steps.image;

/**
 * The weights with which an axis of one size becomes one of another.
 *
 * <p>Growing interpolates between the two nearest; shrinking takes the mean of what a place covers, weighed by a triangle (antialiasing, as PIL's and
 * PyTorch's {@code bilinear} with {@code antialias=True} do).
 *
 * @param first the first source place of each target place
 * @param weights for each target place, the weights of the source places from the first on; they sum to 1
 */
record Sampling(int[] first, float[][] weights) {

    static Sampling of(int from, int to) {
        int[] first = new int[to];
        float[][] weights = new float[to][];
        double scale = (double) from / to;
        double reach = Math.max(1, scale);
        for (int i = 0; i < to; i++) {
            double centre = (i + 0.5) * scale;
            int low = Math.max(0, (int) (centre - reach + 0.5));
            int high = Math.min(from, (int) (centre + reach + 0.5));
            float[] w = new float[high - low];
            double sum = 0;
            for (int k = 0; k < w.length; k++) {
                double distance = Math.abs((low + k - centre + 0.5) / reach);
                w[k] = (float) Math.max(0, 1 - distance);
                sum += w[k];
            }
            for (int k = 0; k < w.length; k++) w[k] /= (float) sum;
            first[i] = low;
            weights[i] = w;
        }
        return new Sampling(first, weights);
    }

    static Sampling nearest(int from, int to) {
        int[] first = new int[to];
        float[][] weights = new float[to][];
        for (int i = 0; i < to; i++) {
            first[i] = (int) ((i + 0.5) * from / to);
            weights[i] = new float[] {1};
        }
        return new Sampling(first, weights);
    }
}
