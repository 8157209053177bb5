package io.graft.backend.dl4j;

import io.graft.api.data.Batch;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A recorded list of instructions with its memory, ready to be run again and again.
 *
 * <p>The instructions are bound once for each number of rows; the bindings used last are kept.
 *
 * <p><b>Threading.</b> For one thread at a time. <b>Lifecycle.</b> {@link #close} frees memory and bindings.
 */
final class Plan implements AutoCloseable {
    private static final int KEPT_BINDINGS = 8;

    private final Engine engine;
    private final List<Instruction> instructions;
    private final Input[] inputs;
    private final NativeMemory memory;
    private final Map<Tensor, Long> addresses = new HashMap<>();
    private final Map<Integer, Instruction.Step[]> bindings = new LinkedHashMap<>(16, 0.75f, true);

    /** What a batch brings, and how many numbers a row of it has. */
    private record Input(String name, Host host, int width) {}

    Plan(Engine engine, Tape tape) {
        this.engine = engine;
        this.instructions = List.copyOf(tape.instructions());
        this.inputs = tape.inputs().entrySet().stream()
                .map(e -> new Input(e.getKey(), e.getValue(), width(e.getValue().shape)))
                .toArray(Input[]::new);
        MemoryPlan plan = MemoryPlan.of(instructions, tape.maxRows());
        memory = new NativeMemory(plan.bytes());
        plan.offsets().forEach((tensor, offset) -> {
            addresses.put(tensor, memory.address() + offset);
            if (tensor.constant != null) fill(tensor, memory.address() + offset, tape.maxRows());
        });
    }

    private static void fill(Tensor tensor, long address, int maxRows) {
        int n = Sizes.elements(tensor.shape, maxRows);
        float[] numbers = tensor.constant;
        if (numbers.length != n) {
            numbers = new float[n];
            Arrays.fill(numbers, tensor.constant[0]);
        }
        new FloatPointer(new NativeMemory.At(address)).put(numbers, 0, n);
    }

    /** Looks at the arrays of a batch. */
    void bind(Batch batch) {
        for (Input input : inputs) {
            Host host = input.host;
            int slot = batch.slot(input.name);
            if (slot < 0)
                throw new IllegalArgumentException("the batch has no '" + input.name + "', only " + batch.names());
            if (batch.isInt(slot) != (host.type == ElementType.INT))
                throw new IllegalArgumentException("'" + input.name + "' must be " + host.type);
            if (batch.width(slot) != input.width)
                throw new IllegalArgumentException(
                        "'" + input.name + "' has rows of " + batch.width(slot) + " numbers, not of " + input.width);
            host.bind(batch.isInt(slot) ? batch.ints(slot) : batch.floats(slot));
        }
    }

    private static int width(Shape shape) {
        boolean batched = shape.rank() > 0 && !shape.dim(0).known();
        return (batched ? shape.row() : shape).elements();
    }

    /** Forgets the arrays of the last batch, so that they can be collected. */
    void release() {
        for (Input input : inputs) input.host.bind(null);
    }

    void run(int rows) {
        Instruction.Step[] steps = bindings.get(rows);
        if (steps == null) steps = bound(rows);
        for (Instruction.Step step : steps) step.run();
    }

    private Instruction.Step[] bound(int rows) {
        if (bindings.size() == KEPT_BINDINGS) {
            Integer eldest = bindings.keySet().iterator().next();
            free(Arrays.asList(bindings.remove(eldest)));
        }
        Frame frame = new Frame(engine, addresses, rows);
        List<Instruction.Step> steps = new ArrayList<>(instructions.size());
        try {
            for (Instruction i : instructions) steps.add(i.bind(frame));
        } catch (RuntimeException | Error e) {
            free(steps);
            throw e;
        }
        Instruction.Step[] array = steps.toArray(Instruction.Step[]::new);
        bindings.put(rows, array);
        return array;
    }

    private static void free(List<Instruction.Step> steps) {
        steps.forEach(Instruction.Step::close);
    }

    @Override
    public void close() {
        bindings.values().forEach(steps -> free(Arrays.asList(steps)));
        bindings.clear();
        memory.close();
    }
}
