package io.graft.api.graph;

/**
 * How a parameter begins.
 *
 * <p>The fans of a weight {@code [in, out]} are its axes; those of a convolution kernel {@code [out, in, k…]} count the kernel's
 * positions. A fan that cannot be told apart (one axis) is the number of elements.
 *
 * @param kind the distribution
 * @param a the constant; the lower bound; the mean; the gain
 * @param b the upper bound; the standard deviation
 */
public record Initializer(Kind kind, double a, double b) {

    /** The distributions. */
    public enum Kind {
        /** All elements equal. */
        CONSTANT,
        /** Between two bounds. */
        UNIFORM,
        /** Normal with a mean and a deviation. */
        NORMAL,
        /** U(±√(6 / (fan in + fan out))) (Glorot and Bengio, 2010, eq. 16). */
        GLOROT_UNIFORM,
        /** N(0, 2 / (fan in + fan out)) (Glorot and Bengio, 2010, eq. 12). */
        GLOROT_NORMAL,
        /** U(±√(6 / fan in)) (He et al., 2015, eq. 10). */
        HE_UNIFORM,
        /** N(0, 2 / fan in) (He et al., 2015, eq. 10). */
        HE_NORMAL,
        /** Orthonormal rows or columns, times a gain (Saxe, McClelland and Ganguli, 2014). */
        ORTHOGONAL,
        /** sin(p / 10000^(i / size)) at even i and the cosine of the same angle at i + 1, for {@code [positions, size]} (Vaswani et al., 2017, section 3.5). */
        SINUSOID
    }

    /** All zeros. */
    public static Initializer zeros() {
        return constant(0);
    }

    /** All ones. */
    public static Initializer ones() {
        return constant(1);
    }

    /** All elements equal. */
    public static Initializer constant(double value) {
        return new Initializer(Kind.CONSTANT, value, 0);
    }

    /** Uniform between two bounds. */
    public static Initializer uniform(double low, double high) {
        return new Initializer(Kind.UNIFORM, low, high);
    }

    /** Normal. */
    public static Initializer normal(double mean, double deviation) {
        return new Initializer(Kind.NORMAL, mean, deviation);
    }

    /** Glorot (Xavier), uniform. */
    public static Initializer glorotUniform() {
        return new Initializer(Kind.GLOROT_UNIFORM, 1, 0);
    }

    /** Glorot (Xavier), normal. */
    public static Initializer glorotNormal() {
        return new Initializer(Kind.GLOROT_NORMAL, 1, 0);
    }

    /** He (Kaiming), uniform. */
    public static Initializer heUniform() {
        return new Initializer(Kind.HE_UNIFORM, 1, 0);
    }

    /** He (Kaiming), normal. */
    public static Initializer heNormal() {
        return new Initializer(Kind.HE_NORMAL, 1, 0);
    }

    /** Orthogonal. */
    public static Initializer orthogonal(double gain) {
        return new Initializer(Kind.ORTHOGONAL, gain, 0);
    }

    /** The sinusoids of positions. */
    public static Initializer sinusoid() {
        return new Initializer(Kind.SINUSOID, 0, 0);
    }

    /** The values that a parameter begins with, for the seed of a run. */
    public static float[] values(Parameter parameter, long seed) {
        return parameter.initializer().values(parameter.shape(), CounterRandom.of(seed, parameter.name()));
    }

    private float[] values(Shape shape, CounterRandom random) {
        float[] x = new float[shape.elements()];
        int receptive = 1;
        for (int i = 2; i < shape.rank(); i++) receptive *= shape.size(i);
        double fanIn =
                shape.rank() < 2 ? x.length : shape.rank() == 2 ? shape.size(0) : (double) shape.size(1) * receptive;
        double fanOut =
                shape.rank() < 2 ? x.length : shape.rank() == 2 ? shape.size(1) : (double) shape.size(0) * receptive;
        switch (kind) {
            case CONSTANT -> java.util.Arrays.fill(x, (float) a);
            case UNIFORM -> uniform(x, random, a, b);
            case NORMAL -> normal(x, random, a, b);
            case GLOROT_UNIFORM ->
                uniform(x, random, -Math.sqrt(6 / (fanIn + fanOut)), Math.sqrt(6 / (fanIn + fanOut)));
            case GLOROT_NORMAL -> normal(x, random, 0, Math.sqrt(2 / (fanIn + fanOut)));
            case HE_UNIFORM -> uniform(x, random, -Math.sqrt(6 / fanIn), Math.sqrt(6 / fanIn));
            case HE_NORMAL -> normal(x, random, 0, Math.sqrt(2 / fanIn));
            case SINUSOID -> sinusoid(x, shape.last());
            case ORTHOGONAL -> orthogonal(x, shape.rank() == 0 ? 1 : shape.size(0), random);
        }
        return x;
    }

    private static void sinusoid(float[] x, int size) {
        for (int i = 0; i < x.length; i++) {
            int element = i % size;
            double angle = (i / size) / Math.pow(10_000, (element - element % 2) / (double) size);
            x[i] = (float) (element % 2 == 0 ? Math.sin(angle) : Math.cos(angle));
        }
    }

    private static void uniform(float[] x, CounterRandom random, double low, double high) {
        for (int i = 0; i < x.length; i++) x[i] = (float) (low + (high - low) * random.uniform(i));
    }

    private static void normal(float[] x, CounterRandom random, double mean, double deviation) {
        for (int i = 0; i < x.length; i++) x[i] = (float) (mean + deviation * random.normal(i));
    }

    /** Modified Gram–Schmidt over the shorter side of the matrix {@code rows × (elements / rows)}. */
    private void orthogonal(float[] x, int rows, CounterRandom random) {
        int columns = x.length / Math.max(1, rows);
        boolean byRow = rows <= columns;
        int vectors = byRow ? rows : columns;
        int length = byRow ? columns : rows;
        double[][] q = new double[vectors][length];
        for (int v = 0; v < vectors; v++) {
            for (int i = 0; i < length; i++) q[v][i] = random.normal((long) v * length + i);
            for (int pass = 0; pass < 2; pass++)
                for (int u = 0; u < v; u++) {
                    double dot = 0;
                    for (int i = 0; i < length; i++) dot += q[u][i] * q[v][i];
                    for (int i = 0; i < length; i++) q[v][i] -= dot * q[u][i];
                }
            double norm = 0;
            for (double e : q[v]) norm += e * e;
            norm = Math.sqrt(norm);
            for (int i = 0; i < length; i++) q[v][i] /= norm;
        }
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < columns; c++) x[r * columns + c] = (float) (a * (byRow ? q[r][c] : q[c][r]));
    }
}
