package io.graft.backend.dl4j;

import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Records the instructions of a plan.
 *
 * <p>Its methods read like arithmetic: each adds an instruction and gives the tensor that will hold the result.
 */
final class Tape {
    private static final long[] NONE = {};

    private final Graph graph;
    private final Map<String, Variable> variables;
    private final Moment moment;
    private final int maxRows;
    private final boolean training;
    private final boolean helpers;
    private final List<Instruction> instructions = new ArrayList<>();
    private final Map<String, Tensor> tensors = new HashMap<>();
    private final Map<String, Host> inputs = new LinkedHashMap<>();
    private final Map<Tensor, Host> downloads = new HashMap<>();
    private final Map<Float, Tensor> scalars = new HashMap<>();
    private final Map<Variable, RowGradient> rowGradients = new LinkedHashMap<>();

    Tape(Graph graph, Map<String, Variable> variables, Moment moment, int maxRows, boolean training, boolean helpers) {
        this.graph = graph;
        this.variables = variables;
        this.moment = moment;
        this.maxRows = maxRows;
        this.training = training;
        this.helpers = helpers;
    }

    /** All of them, in order, without those that nobody needs. */
    List<Instruction> instructions() {
        Set<Tensor> read = new HashSet<>();
        for (Instruction i : instructions) for (Tensor t : i.reads()) read.add(t.root);
        return instructions.stream()
                .filter(i -> !(i instanceof Copy copy && copy.up() && !read.contains(copy.tensor().root)))
                .toList();
    }

    void add(Instruction instruction) {
        instructions.add(instruction);
    }

    /** The inputs of the graph that the instructions look at, by name. */
    Map<String, Host> inputs() {
        return inputs;
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

    /** The variable of this name, or null. */
    Variable variable(String name) {
        return variables.get(name);
    }

    void define(String value, Tensor tensor) {
        tensors.put(value, tensor);
    }

    /** A value of the graph in native memory. */
    Tensor tensor(String value) {
        Tensor known = tensors.get(value);
        if (known != null) return known;
        Variable variable = variables.get(value);
        Tensor t = variable != null ? Tensor.of(variable) : upload(input(value));
        tensors.put(value, t);
        return t;
    }

    /** A value of the graph on the Java heap. */
    Host host(String value) {
        Variable variable = variables.get(value);
        if (variable != null && variable.trainable()) return Host.of(variable);
        if (variable == null && !tensors.containsKey(value)) return input(value);
        if (inputs.containsKey(value)) return inputs.get(value);
        return download(tensor(value));
    }

    private Host input(String name) {
        Value v = graph.value(name);
        return inputs.computeIfAbsent(name, n -> Host.input(n, v.type(), v.shape()));
    }

    /** A heap array of the plan's own. */
    Host array(ElementType type, Shape shape) {
        return Host.own(type, shape, maxRows);
    }

    /** What a kernel wrote on the heap, in native memory; the copy is left out when nothing native reads it. */
    Tensor upload(Host host) {
        Tensor t = Tensor.scratch(host.type, host.shape);
        instructions.add(new Copy(host, t, true));
        downloads.put(t, host);
        return t;
    }

    /** A tensor on the heap, where others may read it too. */
    Host download(Tensor t) {
        return downloads.computeIfAbsent(t.root, root -> copy(t));
    }

    /** A tensor on the heap, for one reader who may change it. */
    Host copy(Tensor t) {
        Host host = array(t.type, t.shape);
        instructions.add(new Copy(host, t, false));
        return host;
    }

    /** Where the gradient of a table's rows is collected on the heap. */
    RowGradient rowGradient(Variable variable) {
        return rowGradients.computeIfAbsent(variable, v -> {
            int rows = v.shape().size(0);
            return new RowGradient(rows, rows == 0 ? 0 : v.values().length / rows);
        });
    }

    Map<Variable, RowGradient> rowGradients() {
        return rowGradients;
    }

    /** Adds a kernel written in Java, over arrays on the heap. */
    void kernel(IntFunction<Runnable> kernel) {
        kernel(List.of(), List.of(), frame -> {
            Runnable ready = kernel.apply(frame.rows());
            return ready::run;
        });
    }

    /** Adds a kernel written in Java that works on native memory too. */
    void kernel(List<Tensor> reads, List<Tensor> writes, Function<Frame, Instruction.Step> kernel) {
        instructions.add(new HostKernel(reads, writes, kernel));
    }

    /** A number. */
    Tensor scalar(double number) {
        return scalars.computeIfAbsent((float) number, n -> Tensor.constant(Shape.SCALAR, n));
    }

    /** Adds an operator of libnd4j. */
    Tensor call(
            String operator, ElementType type, Shape shape, NativeCall.Whole whole, double[] numbers, Tensor... in) {
        Tensor out = Tensor.scratch(type, shape);
        instructions.add(new NativeCall(operator, List.of(in), List.of(out), whole, numbers, false));
        return out;
    }

    /** Whether oneDNN's kernels can be used. */
    boolean helpers() {
        return helpers;
    }

    /** Adds an operator of libnd4j that oneDNN has a faster kernel for, with FLOAT results of these shapes. */
    List<Tensor> helped(String operator, long[] whole, List<Shape> shapes, Tensor... in) {
        List<Tensor> out = shapes.stream()
                .map(shape -> Tensor.scratch(ElementType.FLOAT, shape))
                .toList();
        instructions.add(new NativeCall(operator, List.of(in), out, rows -> whole, new double[0], helpers));
        return out;
    }

    Tensor call(String operator, ElementType type, Shape shape, Tensor... in) {
        return call(operator, type, shape, rows -> NONE, new double[0], in);
    }

    Tensor apply(Transform.Function function, Tensor x) {
        Tensor out = Tensor.scratch(x.type, x.shape);
        instructions.add(new Transform(function, x, out));
        return out;
    }

    private Tensor binary(String operator, Tensor a, Tensor b) {
        return broadcast(operator, a.type, a, b);
    }

    /** libnd4j repeats one side only: where both are to be repeated, the first is made whole before. */
    private Tensor broadcast(String operator, ElementType type, Tensor a, Tensor b) {
        Shape shape = Sizes.broadcast(a.shape, b.shape);
        Tensor whole = a.shape.equals(shape) || b.shape.equals(shape) ? a : expand(a, shape);
        return call(operator, type, shape, whole, b);
    }

    Tensor add(Tensor a, Tensor b) {
        return binary("add", a, b);
    }

    Tensor sub(Tensor a, Tensor b) {
        return binary("subtract", a, b);
    }

    Tensor mul(Tensor a, Tensor b) {
        return binary("multiply", a, b);
    }

    Tensor mul(Tensor a, double b) {
        return b == 1 ? a : mul(a, scalar(b));
    }

    Tensor div(Tensor a, Tensor b) {
        return binary("divide", a, b);
    }

    Tensor max(Tensor a, Tensor b) {
        return binary("maximum", a, b);
    }

    Tensor min(Tensor a, Tensor b) {
        return binary("minimum", a, b);
    }

    Tensor pow(Tensor a, Tensor b) {
        return binary("Pow", a, b);
    }

    /** A comparison: {@code equals greater greater_equal less less_equal}. */
    Tensor compare(String operator, Tensor a, Tensor b) {
        return broadcast(operator, ElementType.BOOL, a, b);
    }

    Tensor cast(Tensor x, ElementType type) {
        return x.type == type
                ? x
                : call("cast", type, x.shape, rows -> new long[] {Shapes.type(type)}, new double[0], x);
    }

    /** One for true, zero for false. */
    Tensor mask(Tensor condition) {
        return cast(condition, ElementType.FLOAT);
    }

    /** Where the condition holds a, else b; all of one shape. */
    Tensor select(Tensor condition, Tensor a, Tensor b) {
        return call("select", a.type, a.shape, condition, a, b);
    }

    /** Repeats what broadcasting repeats. */
    Tensor expand(Tensor x, Shape shape) {
        if (x.shape.equals(shape)) return x;
        if (x.type == ElementType.BOOL) return compare("greater", expand(mask(x), shape), scalar(0.5));
        Tensor out = Tensor.scratch(x.type, shape);
        instructions.add(assign(List.of(out, x), out));
        return out;
    }

    /** Sums what broadcasting repeated. */
    Tensor sumTo(Tensor x, Shape shape) {
        if (x.shape.equals(shape)) return x;
        int more = x.shape.rank() - shape.rank();
        boolean[] axes = new boolean[x.shape.rank()];
        for (int i = 0; i < axes.length; i++)
            axes[i] = i < more
                    || shape.dim(i - more).size() == 1 && x.shape.dim(i).size() != 1;
        return reduce("reduce_sum", x, axes).view(shape);
    }

    /** Reduces over some axes, which stay as 1: {@code reduce_sum reduce_max reduce_min}. */
    Tensor reduce(String operator, Tensor x, boolean[] axes) {
        Shape kept = Sizes.reduced(x.shape, axes);
        if (kept.equals(x.shape)) return x;
        int leading = 0;
        while (leading < axes.length && (axes[leading] || x.shape.dim(leading).size() == 1)) leading++;
        boolean columns = operator.equals("reduce_sum") && x.type == ElementType.FLOAT;
        for (int i = leading; i < axes.length; i++) columns &= !axes[i];
        if (columns) {
            Tensor out = Tensor.scratch(x.type, kept);
            Shape rows = new Shape(x.shape.dims().subList(0, leading));
            instructions.add(new ColumnSum(x, Tensor.constant(rows, 1), out));
            return out;
        }
        long[] chosen = java.util.stream.IntStream.range(0, axes.length)
                .filter(i -> axes[i])
                .asLongStream()
                .toArray();
        return call(operator, x.type, kept, rows -> chosen, new double[] {1}, x);
    }

    /** A number that depends on how many rows there are, as a tensor. */
    Tensor ofRows(java.util.function.IntToDoubleFunction number) {
        Host one = array(ElementType.FLOAT, Shape.SCALAR);
        kernel(rows -> {
            float value = (float) number.applyAsDouble(rows);
            return () -> one.floats()[0] = value;
        });
        return upload(one);
    }

    /** The mean over some axes, which stay as 1. */
    Tensor mean(Tensor x, boolean[] axes) {
        return mul(reduce("reduce_sum", x, axes), share(x.shape, axes));
    }

    /** One over the number of elements of some axes. */
    Tensor share(Shape shape, boolean[] axes) {
        Shape kept = Sizes.reduced(shape, axes);
        return ofRows(rows -> (double) Sizes.elements(kept, rows) / Sizes.elements(shape, rows));
    }

    /** A matrix product over the last two axes. */
    Tensor product(Tensor a, boolean transA, Tensor b, boolean transB, Shape shape, float alpha) {
        Tensor out = Tensor.scratch(ElementType.FLOAT, shape);
        instructions.add(new Product(a, transA, b, transB, out, alpha, false));
        return out;
    }

    /** Adds a matrix product to what a tensor holds. */
    void addProduct(Tensor a, boolean transA, Tensor b, boolean transB, Tensor to, float alpha) {
        instructions.add(new Product(a, transA, b, transB, to, alpha, true));
    }

    private static NativeCall assign(List<Tensor> reads, Tensor to) {
        return new NativeCall("assign", reads, List.of(to), rows -> NONE, new double[0], false);
    }

    /** Writes a tensor over another, e.g. over a running statistic. */
    void store(Tensor from, Tensor to) {
        instructions.add(assign(List.of(to, from.view(to.shape)), to));
    }
}
