package io.graft.backend.jvm;

/** Where a session stands: its seed and the steps made. */
final class Moment {
    final long seed;
    long step;

    Moment(long seed) {
        this.seed = seed;
    }
}
