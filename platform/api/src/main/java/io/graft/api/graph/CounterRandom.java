package io.graft.api.graph;

/**
 * Random numbers that depend on a key and a position only, so that any part of a sequence can be made again anywhere.
 *
 * <p>Initial parameters and dropout masks come from here on every backend: the same seed gives the same numbers, whatever computes,
 * and a resumed run continues as if it had never stopped. The mixing function is SplitMix64's (Steele, Lea, Flood: "Fast Splittable
 * Pseudorandom Number Generators", OOPSLA 2014, section 3).
 */
public final class CounterRandom {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long key;

    private CounterRandom(long key) {
        this.key = key;
    }

    /** The sequence for a seed and a name. */
    public static CounterRandom of(long seed, String name) {
        long h = seed;
        for (int i = 0; i < name.length(); i++) h = mix(h + GOLDEN + name.charAt(i));
        return new CounterRandom(mix(h));
    }

    /** The sequence that belongs to a step of this one. */
    public CounterRandom at(long step) {
        return new CounterRandom(mix(key ^ mix(step + GOLDEN)));
    }

    /** 64 random bits. */
    public long bits(long position) {
        return mix(key + position * GOLDEN);
    }

    /** Uniform in [0, 1), with 24 bits. */
    public float uniform(long position) {
        return (bits(position) >>> 40) * 0x1p-24f;
    }

    /** Normal with mean 0 and deviation 1 (Box–Muller, 53-bit uniforms). */
    public double normal(long position) {
        double u = ((bits(2 * position) >>> 11) + 1) * 0x1p-53;
        double v = (bits(2 * position + 1) >>> 11) * 0x1p-53;
        return Math.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * Math.PI * v);
    }

    /**
     * Writes the mask of a Dropout operator for one training step: 0 with probability {@code ratio}, else {@code 1 / (1 - ratio)}.
     *
     * @param operatorOutput the name of the operator's output, which tells its mask from those of others
     */
    public static void dropoutMask(long seed, String operatorOutput, long step, float ratio, float[] mask, int length) {
        CounterRandom random = of(seed, operatorOutput).at(step);
        float kept = 1 / (1 - ratio);
        for (int i = 0; i < length; i++) mask[i] = random.uniform(i) < ratio ? 0 : kept;
    }

    private static long mix(long z) {
        long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }
}
