package io.graft.api.graph;

import io.graft.api.PipelineException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Builds a {@link Graph}, checking types and shapes as it goes.
 *
 * <p><b>Lifecycle.</b> One builder a graph: inputs, operators, outputs, {@link #build()}.
 *
 * <p><b>Threading.</b> For one thread.
 *
 * <p><b>Errors.</b> What does not fit throws a {@link PipelineException} that names the layer and its place in the descriptor.
 */
public final class GraphBuilder {
    /** The name of the number of classes. */
    public static final String CLASSES = "classes";

    /** Operators whose result has no positions on axis 1, or may have others. */
    private static final Set<String> CHANNELS_FIRST = Set.of(
            "Transpose",
            "Conv",
            "ConvTranspose",
            "MaxPool",
            "AveragePool",
            "GlobalMaxPool",
            "GlobalAveragePool",
            "Resize",
            "GroupNormalization");

    /** Operators whose result has the positions of the first input. */
    private static final Set<String> ALONG_THE_FIRST = Set.of("LSTM", "GRU", "RNN", "Attention");

    private final Map<String, Integer> dimensions;
    private final List<Value> inputs = new ArrayList<>();
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<Operator> operators = new ArrayList<>();
    private final Map<String, Value> outputs = new LinkedHashMap<>();
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final Map<String, Operator> producers = new LinkedHashMap<>();
    private final Deque<Place> places = new ArrayDeque<>();

    /** Begins a graph in which these named numbers are known, e.g. {@link #CLASSES}. */
    public GraphBuilder(Map<String, Integer> dimensions) {
        this.dimensions = Map.copyOf(dimensions);
        places.push(Place.NONE);
    }

    /** A named number, e.g. of classes. */
    public OptionalInt dimension(String name) {
        Integer n = dimensions.get(name);
        return n == null ? OptionalInt.empty() : OptionalInt.of(n);
    }

    /** Goes into a layer: names and error messages carry its path until the scope is closed. */
    public Scope scope(String name, String at) {
        Place outer = places.peek();
        places.push(
                new Place(outer.scope().isEmpty() ? name : outer.scope() + "." + name, at.isEmpty() ? outer.at() : at));
        return places::pop;
    }

    /** A layer being built. */
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    /** Where in the descriptor the graph is being built, for error messages. */
    public String place() {
        return places.peek().toString();
    }

    /** What a batch brings. */
    public Value input(String name, ElementType type, Shape shape) {
        Value v = define(new Value(name, type, shape));
        inputs.add(v);
        return v;
    }

    /** A parameter that the optimizer trains. */
    public Value parameter(String name, Shape shape, Initializer initializer) {
        return parameter(name, shape, initializer, true);
    }

    /** A number that belongs to the model but is not trained, e.g. a running mean. */
    public Value statistic(String name, Shape shape, Initializer initializer) {
        return parameter(name, shape, initializer, false);
    }

    private Value parameter(String name, Shape shape, Initializer initializer, boolean trainable) {
        Place place = places.peek();
        String full = place.scope().isEmpty() ? name : place.scope() + "." + name;
        Value v = define(new Value(full, ElementType.FLOAT, shape));
        parameters.add(new Parameter(full, shape, initializer, trainable, place));
        return v;
    }

    private Value define(Value v) {
        if (values.putIfAbsent(v.name(), v) != null)
            throw new IllegalArgumentException("the graph has a value '" + v.name() + "' already");
        return v;
    }

    /** Makes a value available to whoever runs the graph, under a name. */
    public void output(String name, Value value) {
        if (outputs.putIfAbsent(name, value) != null)
            throw new IllegalArgumentException("the graph has an output '" + name + "' already");
    }

    /** Ends the graph; operators that no output depends on are left out. */
    public Graph build() {
        Set<String> needed = new HashSet<>();
        outputs.values().forEach(v -> needed.add(v.name()));
        List<Operator> kept = new ArrayList<>();
        for (int i = operators.size() - 1; i >= 0; i--) {
            Operator op = operators.get(i);
            if (Collections.disjoint(needed, op.outputs())) continue;
            needed.addAll(op.inputs());
            kept.add(op);
        }
        Collections.reverse(kept);
        Set<String> alive = new HashSet<>(needed);
        inputs.forEach(v -> alive.add(v.name()));
        Map<String, Value> live = new LinkedHashMap<>();
        values.forEach((name, v) -> {
            if (alive.contains(name)) live.put(name, v);
        });
        return new Graph(
                inputs,
                parameters.stream().filter(p -> alive.contains(p.name())).toList(),
                kept,
                outputs,
                live);
    }

    /** Adds an operator and gives its first output. */
    public Value op(String type, Map<String, Object> attributes, Value... in) {
        return ops(type, attributes, in).get(0);
    }

    /** Adds an operator that gives several values; {@link Value#ABSENT} stands for an input left out. */
    public List<Value> ops(String type, Map<String, Object> attributes, Value... in) {
        List<Value> given = List.of(in);
        List<Operators.Result> results = infer(new Operators.Call(type, given, attributes));
        String name = (places.peek().scope().isEmpty() ? "" : places.peek().scope() + ".")
                + type.toLowerCase(java.util.Locale.ROOT) + "_" + operators.size();
        List<Value> outputs = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            Value out = new Value(
                    i == 0 ? name : name + ":" + i,
                    results.get(i).type(),
                    results.get(i).shape());
            boolean positions = i == 0 && !CHANNELS_FIRST.contains(type);
            outputs.add(define(
                    positions ? masked(out, ALONG_THE_FIRST.contains(type) ? given.subList(0, 1) : given) : out));
        }
        Operator op = new Operator(
                type,
                given.stream().map(Value::name).toList(),
                outputs.stream().map(Value::name).toList(),
                attributes,
                places.peek());
        operators.add(op);
        for (Value out : outputs) producers.put(out.name(), op);
        return outputs;
    }

    private List<Operators.Result> infer(Operators.Call call) {
        try {
            return Operators.infer(call, place());
        } catch (PipelineException e) {
            String scope = places.peek().scope();
            // which part of a composite layer it is, the place does not tell
            throw scope.isEmpty()
                    ? e
                    : new PipelineException(e.code(), e.at(), "In " + scope + ": " + e.getMessage(), e);
        }
    }

    private static Value masked(Value out, List<Value> given) {
        for (Value v : given)
            if (v.mask().isPresent()
                    && out.shape().rank() > 2
                    && covers(v.mask().get().shape(), out.shape())) return out.maskedLike(v);
        return out;
    }

    private static boolean covers(Shape mask, Shape shape) {
        return mask.dim(0).equals(shape.dim(0)) && mask.dim(1).equals(shape.dim(1));
    }

    /** Adds an operator without attributes. */
    public Value op(String type, Value... in) {
        return op(type, Map.of(), in);
    }

    /** A number that never changes. */
    public Value constant(double number) {
        return constant(Shape.SCALAR, (float) number);
    }

    /** Numbers that never change. */
    public Value constant(Shape shape, float... numbers) {
        List<Float> list = new ArrayList<>(numbers.length);
        for (float f : numbers) list.add(f);
        return op(
                "Constant",
                Map.of(
                        "value",
                        list,
                        "shape",
                        shape.dims().stream().map(Dim::size).toList()));
    }

    /** a + b. */
    public Value add(Value a, Value b) {
        return op("Add", a, b);
    }

    /** a − b. */
    public Value sub(Value a, Value b) {
        return op("Sub", a, b);
    }

    /** a · b, element by element. */
    public Value mul(Value a, Value b) {
        return op("Mul", a, b);
    }

    /** a · b. */
    public Value mul(Value a, double b) {
        return op("Mul", a, constant(b));
    }

    /** a + b. */
    public Value add(Value a, double b) {
        return op("Add", a, constant(b));
    }

    /** a / b, element by element. */
    public Value div(Value a, Value b) {
        return op("Div", a, b);
    }

    /** b − a, e.g. 1 − a. */
    public Value subFrom(double b, Value a) {
        return op("Sub", constant(b), a);
    }

    /** √a. */
    public Value sqrt(Value a) {
        return op("Sqrt", a);
    }

    /** a², as a · a. */
    public Value square(Value a) {
        return op("Mul", a, a);
    }

    /** The matrix product over the last two axes. */
    public Value matMul(Value a, Value b) {
        return op("MatMul", a, b);
    }

    /** x · w + b over the last axis, for two axes or more. */
    public Value linear(Value x, Value w, Value b) {
        return x.shape().rank() == 2 ? op("Gemm", x, w, b) : add(matMul(x, w), b);
    }

    /** The softmax over an axis. */
    public Value softmax(Value x, int axis) {
        return op("Softmax", Map.of("axis", axis), x);
    }

    /** The logarithm of the softmax over an axis. */
    public Value logSoftmax(Value x, int axis) {
        return op("LogSoftmax", Map.of("axis", axis), x);
    }

    /** A reduction, e.g. {@code ReduceSum}, over some axes, or over all when none are given. */
    public Value reduce(String type, Value x, boolean keep, Integer... axes) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        if (axes.length > 0) attributes.put("axes", List.of(axes));
        attributes.put("keepdims", keep ? 1 : 0);
        return op(type, attributes, x);
    }

    /** Another shape for the same elements: 0 copies the axis at that index, -1 is found. */
    public Value reshape(Value x, Integer... shape) {
        return op("Reshape", Map.of("shape", List.of(shape)), x);
    }

    /** Values side by side along an axis. */
    public Value concat(int axis, Value... in) {
        return op("Concat", Map.of("axis", axis), in);
    }

    /** The elements from start to before end along an axis. */
    public Value slice(Value x, int axis, int start, int end) {
        return op("Slice", Map.of("starts", List.of(start), "ends", List.of(end), "axes", List.of(axis)), x);
    }

    /** The first element along an axis and, from there, every {@code step}-th. */
    public Value every(Value x, int axis, int step) {
        return step == 1
                ? x
                : op(
                        "Slice",
                        Map.of(
                                "starts",
                                List.of(0),
                                "ends",
                                List.of(Integer.MAX_VALUE),
                                "axes",
                                List.of(axis),
                                "steps",
                                List.of(step)),
                        x);
    }

    /** The axes in another order; the result is not masked, for axis 1 may have become another. */
    public Value transpose(Value x, Integer... perm) {
        return op("Transpose", Map.of("perm", List.of(perm)), x);
    }

    /** The same elements with an axis of size 1 more. */
    public Value unsqueeze(Value x, int axis) {
        return op("Unsqueeze", Map.of("axes", List.of(axis)), x);
    }

    /** A sequence {@code [batch, length, …]} with zeros at its masked positions; itself when it is not masked. */
    public Value zeroMasked(Value x) {
        if (x.mask().isEmpty()) return x;
        Value mask = x.mask().get();
        for (int axis = 2; axis < x.shape().rank(); axis++) mask = unsqueeze(mask, axis);
        return mul(x, mask);
    }

    /** How many positions of each row are unmasked: INT {@code [batch]}; {@link Value#ABSENT} when the value is not masked. */
    public Value lengths(Value x) {
        return x.mask().isEmpty()
                ? Value.ABSENT
                : op("Cast", Map.of("to", "INT"), reduce("ReduceSum", x.mask().get(), false, 1));
    }

    /** The rows of a table at these ids; the ids' mask stays. */
    public Value gather(Value table, Value ids) {
        return op("Gather", Map.of("axis", 0), table, ids);
    }

    /**
     * The mean of a loss over the rows of a batch, by weight: Σ loss · weight / Σ weight.
     *
     * @param rowLoss the loss of each row, {@code [batch]}
     * @param rowWeight the weight of each row, {@code [batch]}
     */
    public Value weightedMean(Value rowLoss, Value rowWeight) {
        Value sum = reduce("ReduceSum", mul(rowLoss, rowWeight), false);
        return div(sum, reduce("ReduceSum", rowWeight, false));
    }

    /**
     * Pools a sequence over axis 1, looking at unmasked positions only: {@code [batch, length, size] → [batch, size]}.
     *
     * <p>What was just looked up in a table becomes one {@code EmbeddingBag}, which engines have a kernel for.
     *
     * @param mode {@code mean}, {@code sum}, {@code max} or {@code last}
     */
    public Value pool(Value x, String mode) {
        Operator source = producers.get(x.name());
        if (source != null
                && source.type().equals("Gather")
                && source.integer("axis", 0) == 0
                && x.mask().isPresent())
            return op(
                    "EmbeddingBag",
                    Map.of("mode", mode),
                    values.get(source.inputs().get(0)),
                    values.get(source.inputs().get(1)),
                    x.mask().get());
        return Pooling.pool(this, x, mode);
    }
}
