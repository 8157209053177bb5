package io.graft.steps.audio;

/** How the frames of one row are brought to one scale. */
public enum Normalize {
    /** Not at all. */
    NONE,
    /** To mean 0 and deviation 1 over all numbers of the row. */
    ROW,
    /** To mean 0 and deviation 1 of each mel or coefficient over the frames of the row. */
    COLUMN;

    private static final double LEAST_DEVIATION = 1e-6;

    /** Changes the first so many frames. */
    void apply(float[] x, int from, int frames, int width) {
        if (this == ROW) scale(x, from, frames * width, 1);
        if (this == COLUMN) for (int c = 0; c < width; c++) scale(x, from + c, frames, width);
    }

    private static void scale(float[] x, int from, int count, int step) {
        double sum = 0;
        for (int i = 0; i < count; i++) sum += x[from + i * step];
        double mean = sum / count;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            double d = x[from + i * step] - mean;
            squares += d * d;
        }
        double deviation = Math.sqrt(squares / count);
        double factor = deviation < LEAST_DEVIATION ? 1 : 1 / deviation;
        for (int i = 0; i < count; i++) x[from + i * step] = (float) ((x[from + i * step] - mean) * factor);
    }
}
