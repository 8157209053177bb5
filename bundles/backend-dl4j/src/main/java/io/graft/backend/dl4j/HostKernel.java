package io.graft.backend.dl4j;

import java.util.List;
import java.util.function.Function;

/**
 * A kernel written in Java, over arrays on the heap and, where it calls matrix products itself, over native memory.
 *
 * @param reads the tensors in native memory that it reads
 * @param writes the tensors in native memory that it fills or works in
 * @param kernel makes it ready for a number of rows
 */
record HostKernel(List<Tensor> reads, List<Tensor> writes, Function<Frame, Step> kernel) implements Instruction {

    @Override
    public Step bind(Frame frame) {
        return kernel.apply(frame);
    }
}
