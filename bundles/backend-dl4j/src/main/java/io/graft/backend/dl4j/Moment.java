package io.graft.backend.dl4j;

/** What a session's kernels look at beside the batch: the seed, and how many steps were made. */
final class Moment {
    final long seed;
    long step;

    Moment(long seed) {
        this.seed = seed;
    }
}
