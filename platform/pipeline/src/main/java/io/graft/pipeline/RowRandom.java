package io.graft.pipeline;

import io.graft.api.graph.CounterRandom;
import java.util.random.RandomGenerator;

/**
 * The chance of one augmenter: its numbers follow from the seed of the run, the place of the augmenter, the epoch and the row, so that a run repeats and
 * goes on exactly.
 *
 * <p>SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014), begun anew for each row without allocating.
 */
final class RowRandom implements RandomGenerator {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long key;
    private long state;

    RowRandom(long seed, String place) {
        key = CounterRandom.of(seed, "augment " + place).bits(0);
    }

    /** Begins anew for a row. */
    RowRandom at(long epoch, long row) {
        state = mix(mix(key ^ mix(epoch + GOLDEN)) ^ mix(row + GOLDEN));
        return this;
    }

    @Override
    public long nextLong() {
        return mix(state += GOLDEN);
    }

    private static long mix(long z) {
        long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }
}
