package io.graft.backend.jvm;

import java.util.List;

/**
 * A step of a plan.
 *
 * @param reads the tensors it reads
 * @param writes the tensors it writes
 * @param kernel what it does
 * @param pass the same element by element, when each element depends on those at the same index only; else null
 * @param range how many elements the pass has; else null
 */
record Instruction(List<Tensor> reads, List<Tensor> writes, Kernel kernel, Pass pass, Extent range) {

    /** Computes, for a batch of so many rows. */
    interface Kernel {
        void run(int rows);
    }

    /** Computes the elements from an index to before another. */
    interface Pass {
        void run(int from, int to);
    }

    static Instruction of(List<Tensor> reads, List<Tensor> writes, Kernel kernel) {
        return new Instruction(reads, writes, kernel, null, null);
    }

    static Instruction elementwise(Extent range, List<Tensor> reads, List<Tensor> writes, Pass pass) {
        return new Instruction(reads, writes, rows -> pass.run(0, range.at(rows)), pass, range);
    }
}
