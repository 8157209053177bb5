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

    /** Lays it out for a product, unless that was done and still holds. */
    void renew(Product product, Runnable layOut) {
        long now = t.version();
        if (product == by && now == version) return;
        by = null;
        layOut.run();
        by = keeps ? product : null;
        version = now;
    }
}
