package io.graft.backend.jvm;

import io.graft.api.data.Batch;
import java.util.List;
import java.util.function.IntToLongFunction;

/** A compiled graph: instructions over arrays that are made once, for the most rows. For one thread at a time. */
final class Plan {
    private final Instruction.Kernel[] kernels;
    private final Tensor[] inputs;
    private final long bytes;

    /**
     * Plans memory and makes it.
     *
     * <p><b>Errors.</b> RESOURCE when the heap has too little room, with the largest batch that would fit.
     *
     * @param kept what is read after a run
     */
    Plan(Tape tape, List<Tensor> kept, int maxRows) {
        List<Instruction> instructions =
                Chains.merge(tape.instructions(), tape.kernels().crew());
        Room room = Room.ofHeap();
        String at = tape.training() ? "train.batch" : "serve.batch.max";
        IntToLongFunction needs = rows -> new MemoryPlan(instructions, kept, rows).bytes();
        room.require(needs, maxRows, at);
        MemoryPlan memory = new MemoryPlan(instructions, kept, maxRows);
        try {
            memory.allocate();
        } catch (OutOfMemoryError e) {
            throw room.tooLittle(needs, maxRows, at);
        }
        bytes = memory.bytes();
        kernels = instructions.stream().map(Instruction::kernel).toArray(Instruction.Kernel[]::new);
        inputs = tape.inputs().toArray(Tensor[]::new);
    }

    /** Takes the arrays of a batch until {@link #release}. */
    void bind(Batch batch) {
        for (Tensor input : inputs) {
            int slot = batch.slot(input.name);
            if (slot < 0) throw new IllegalArgumentException("the batch has no '" + input.name + "'");
            if (batch.isInt(slot) != input.isInt())
                throw new IllegalArgumentException("'" + input.name + "' must be " + input.type);
            Object array = input.isInt() ? batch.ints(slot) : batch.floats(slot);
            int room = input.isInt() ? batch.ints(slot).length : batch.floats(slot).length;
            if (room < input.extent.at(batch.rows()))
                throw new IllegalArgumentException(
                        "'" + input.name + "' of shape " + input.shape + " is not wholly in the batch");
            input.bind(array);
        }
    }

    void run(int rows) {
        for (Instruction.Kernel kernel : kernels) kernel.run(rows);
    }

    /** Lets go of the batch. */
    void release() {
        for (Tensor input : inputs) input.bind(null);
    }

    /** The bytes of its own arrays. */
    long bytes() {
        return bytes;
    }
}
