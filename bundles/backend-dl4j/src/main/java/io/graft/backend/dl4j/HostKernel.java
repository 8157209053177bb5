package io.graft.backend.dl4j;

import java.util.List;
import java.util.function.IntFunction;

/**
 * A kernel written in Java, over arrays on the heap.
 *
 * @param kernel makes it ready for a number of rows
 */
record HostKernel(IntFunction<Runnable> kernel) implements Instruction {

    @Override
    public List<Tensor> reads() {
        return List.of();
    }

    @Override
    public List<Tensor> writes() {
        return List.of();
    }

    @Override
    public Step bind(Frame frame) {
        Runnable ready = kernel.apply(frame.rows());
        return ready::run;
    }
}
