package io.graft.backend.jvm;

/**
 * Whether what was laid out of variables may be used again: when nothing is learnt, they are the model's own, and none has changed since.
 */
final class LaidOut {
    private final Tape t;
    private final boolean keeps;
    private Product by;
    private long version;

    /**
     * Nothing is laid out yet.
     *
     * @param of what it is made of; null for what there is not
     */
    LaidOut(Tape t, Tensor... of) {
        this.t = t;
        boolean all = !t.training();
        for (Tensor x : of) all &= x == null || x.home == Tensor.Home.MODEL;
        keeps = all;
    }

    /** Whether it still holds for this product; if not, the caller lays it out now. */
    boolean holds(Product product) {
        long now = t.version();
        boolean holds = product == by && now == version;
        by = keeps ? product : null;
        version = now;
        return holds;
    }
}
