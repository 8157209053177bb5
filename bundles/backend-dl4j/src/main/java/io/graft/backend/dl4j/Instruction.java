package io.graft.backend.dl4j;

import java.util.List;

/**
 * One thing that a plan does, for any number of rows.
 *
 * <p>{@link #bind} makes it ready for one number of rows: native contexts, addresses and sizes are settled then, so that running it again
 * and again costs nothing but the work.
 */
interface Instruction {

    /** The tensors whose memory must hold what was written to it before. */
    List<Tensor> reads();

    /** The tensors whose memory it fills. */
    List<Tensor> writes();

    /** Makes it ready for the frame's number of rows. */
    Step bind(Frame frame);

    /** An instruction that is ready. */
    interface Step extends AutoCloseable {
        /** Does it. */
        void run();

        /** Frees what binding made. */
        @Override
        default void close() {}
    }
}
