package io.graft.backend.jvm;

import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plan being written: operators add tensors and instructions in the order in which they will run. */
final class Tape {
    private final Model model;
    private final Kernels kernels;
    private final Map<String, LazyTable> tables;
    private final Moment moment;
    private final int maxRows;
    private final boolean training;
    private final List<Instruction> instructions = new ArrayList<>();
    private final List<Instruction> endings = new ArrayList<>();
    private final Map<String, Tensor> tensors = new HashMap<>();
    private final Map<String, Tensor> inputs = new LinkedHashMap<>();

    /**
     * An empty one.
     *
     * @param tables what is only looked up in, when this is for training
     */
    Tape(Model model, Kernels kernels, Moment moment, int maxRows, boolean training, Map<String, LazyTable> tables) {
        this.model = model;
        this.tables = tables;
        this.kernels = kernels;
        this.moment = moment;
        this.maxRows = maxRows;
        this.training = training;
    }

    Kernels kernels() {
        return kernels;
    }

    Moment moment() {
        return moment;
    }

    int maxRows() {
        return maxRows;
    }

    boolean training() {
        return training;
    }

    /** All instructions, those for the end last. */
    List<Instruction> instructions() {
        List<Instruction> all = new ArrayList<>(instructions);
        all.addAll(endings);
        return all;
    }

    List<Tensor> inputs() {
        return List.copyOf(inputs.values());
    }

    /** The model's variable of this name, or null. */
    Variable variable(String name) {
        return model.variables().get(name);
    }

    /** A number that is another whenever the model's variables have changed. */
    long version() {
        return model.version();
    }

    /** The table of this name, when it is trained and only ever looked up in; else null. */
    LazyTable table(String name) {
        return tables.get(name);
    }

    void define(String name, Tensor tensor) {
        tensors.put(name, tensor);
    }

    /** The tensor of a value of the graph. */
    Tensor tensor(Value v) {
        Tensor known = tensors.get(v.name());
        if (known != null) return known;
        Variable variable = variable(v.name());
        Tensor t = new Tensor(v.name(), v.type(), v.shape(), variable == null ? Tensor.Home.BATCH : Tensor.Home.MODEL);
        if (variable == null) inputs.put(v.name(), t);
        else t.bind(variable.values());
        tensors.put(v.name(), t);
        return t;
    }

    /** The tensor that an operator takes. */
    Tensor in(Node n, int input) {
        return tensor(n.inputs().get(input));
    }

    /** A new tensor that lives in the plan's memory. */
    Tensor scratch(ElementType type, Shape shape) {
        return new Tensor("t" + instructions.size(), type, shape, Tensor.Home.SCRATCH);
    }

    Tensor floats(Shape shape) {
        return scratch(ElementType.FLOAT, shape);
    }

    void run(List<Tensor> reads, List<Tensor> writes, Instruction.Kernel kernel) {
        instructions.add(Instruction.of(reads, writes, kernel));
    }

    /** Runs after everything else, when nothing can fail any more. */
    void atEnd(List<Tensor> reads, Instruction.Kernel kernel) {
        endings.add(Instruction.of(reads, List.of(), kernel));
    }

    void elementwise(Extent range, List<Tensor> reads, List<Tensor> writes, Instruction.Pass pass) {
        instructions.add(Instruction.elementwise(range, reads, writes, pass));
    }

    /** f(a, b), broadcast. */
    Tensor binary(BinaryFunctions.Binary f, Tensor a, Tensor b) {
        return Broadcasts.binary(this, f, a, b, a.type, Broadcasts.shape(a.shape, b.shape));
    }

    /** The sum over the axes along which a smaller tensor was broadcast. */
    Tensor sumTo(Tensor x, Shape shape) {
        return Reductions.sumTo(this, x, shape);
    }

    /** The same numbers, repeated along the axes of size 1. */
    Tensor expand(Tensor x, Shape shape, float factor) {
        return Broadcasts.expand(this, x, shape, factor);
    }
}
