package io.graft.api.graph;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The operator set: for each operator how many inputs it takes, which attributes, and the type and shape of what it gives.
 *
 * <p>Names and semantics are those of ONNX opset 21, with three deviations, so that a backend sees every fact about an operator in one
 * place: what ONNX moved from attributes into constant inputs is an attribute here ({@code axes}, {@code shape}, {@code starts},
 * {@code ends}, {@code min}, {@code max}, {@code ratio}); {@code OneHot} takes {@code depth} as an attribute and gives FLOAT zeros and
 * ones; and {@code BatchNormalization} updates its running statistics while training. Operators of Graft's own:
 *
 * <ul>
 *   <li>{@code EmbeddingBag(table [n, size], ids [batch, length], mask [batch, length]) → [batch, size]}: looks rows up and pools
 *       those whose mask is 1. Attribute {@code mode}: {@code mean}, {@code sum}, {@code max} or {@code last}. A row with nothing
 *       unmasked gives zeros.
 * </ul>
 */
public final class Operators {
    private static final Map<String, Rule> RULES = new TreeMap<>();

    private static final Set<String> FLOATS = Set.of(
            "Exp",
            "Log",
            "Sqrt",
            "Reciprocal",
            "Sigmoid",
            "Tanh",
            "Softplus",
            "Mish",
            "Elu",
            "LeakyRelu",
            "Selu",
            "Gelu",
            "Softmax",
            "LogSoftmax",
            "Dropout",
            "MatMul",
            "Gemm",
            "LayerNormalization",
            "BatchNormalization");

    private static final Set<String> POOLINGS = Set.of("mean", "sum", "max", "last");

    private static final Set<String> BOOLS = Set.of("And", "Or", "Not");

    private Operators() {}

    /** The names of all operators. */
    public static Set<String> names() {
        return new TreeSet<>(RULES.keySet());
    }

    /** What an operator gives. */
    record Result(ElementType type, Shape shape) {}

    /** The inputs and attributes that a rule looks at. */
    record Call(String type, List<Value> inputs, Map<String, Object> attributes) {
        Shape shape(int input) {
            return inputs.get(input).shape();
        }

        ElementType element(int input) {
            return inputs.get(input).type();
        }

        int integer(String name, int otherwise) {
            return attributes.get(name) instanceof Integer i ? i : otherwise;
        }

        List<Integer> integers(String name) {
            if (!(attributes.get(name) instanceof List<?> list)) return List.of();
            return list.stream().map(Integer.class::cast).toList();
        }
    }

    private interface Inference {
        Result infer(Call call);
    }

    private record Rule(int least, int most, Set<String> attributes, Inference inference) {}

    /** Finds type and shape of an operator's output, or says what does not fit. */
    static Result infer(Call call, String at) {
        Rule rule = RULES.get(call.type());
        if (rule == null)
            throw new PipelineException(
                    ErrorCode.UNSUPPORTED,
                    at,
                    "There is no operator '" + call.type() + "'. Available: " + String.join(", ", names()));
        int n = call.inputs().size();
        if (n < rule.least || n > rule.most)
            throw new PipelineException(
                    ErrorCode.SHAPE_MISMATCH,
                    at,
                    call.type() + " takes " + (rule.least == rule.most ? "" : rule.least + " to ") + rule.most
                            + " inputs, not " + n + ".");
        for (String name : call.attributes().keySet())
            if (!rule.attributes.contains(name))
                throw new PipelineException(
                        ErrorCode.UNSUPPORTED,
                        at,
                        call.type() + " has no attribute '" + name + "', only " + new TreeSet<>(rule.attributes) + ".");
        call.attributes().forEach((name, value) -> {
            if (!plain(value)
                    && !(value instanceof List<?> list && list.stream().allMatch(Operators::plain)))
                throw new PipelineException(
                        ErrorCode.UNSUPPORTED,
                        at,
                        "The attribute '" + name + "' of " + call.type() + " is " + value + ", a "
                                + value.getClass().getSimpleName()
                                + "; it must be an Integer, a Float, a String or a list of these.");
        });
        try {
            types(call);
            return rule.inference.infer(call);
        } catch (IllegalArgumentException | IllegalStateException e) {
            String shapes =
                    call.inputs().stream().map(v -> v.shape().toString()).collect(Collectors.joining(" and "));
            throw new PipelineException(
                    ErrorCode.SHAPE_MISMATCH, at, call.type() + " of " + shapes + ": " + e.getMessage() + ".", e);
        }
    }

    private static boolean plain(Object attribute) {
        return attribute instanceof Integer || attribute instanceof Float || attribute instanceof String;
    }

    /** Operators whose inputs are all FLOAT, and those whose inputs are all BOOL. */
    private static void types(Call call) {
        if (FLOATS.contains(call.type())) require(call, ElementType.FLOAT, call.inputs());
        if (BOOLS.contains(call.type())) require(call, ElementType.BOOL, call.inputs());
        if (call.type().equals("Where"))
            require(call, ElementType.BOOL, call.inputs().subList(0, 1));
    }

    private static void require(Call call, ElementType type, List<Value> inputs) {
        for (Value v : inputs)
            if (v.type() != type)
                throw new IllegalArgumentException("it takes " + type + ", but '" + v.name() + "' is " + v.type()
                        + (v.type() == ElementType.INT ? "; ids become numbers by an embedding" : ""));
    }

    private static void rule(String types, int least, int most, String attributes, Inference inference) {
        Set<String> names = attributes.isEmpty() ? Set.of() : Set.of(attributes.split(" "));
        for (String type : types.split(" ")) RULES.put(type, new Rule(least, most, names, inference));
    }

    static {
        Inference same = c -> new Result(c.element(0), c.shape(0));
        rule("Abs Neg Exp Log Sqrt Reciprocal Sign Relu Sigmoid Tanh Softplus Mish Identity", 1, 1, "", same);
        rule("Elu LeakyRelu", 1, 1, "alpha", same);
        rule("Selu", 1, 1, "alpha gamma", same);
        rule("Gelu", 1, 1, "approximate", same);
        rule("Clip", 1, 1, "min max", same);
        rule("Softmax LogSoftmax", 1, 1, "axis", c -> {
            c.shape(0).axis(c.integer("axis", -1));
            return new Result(c.element(0), c.shape(0));
        });
        rule("Dropout", 1, 1, "ratio", same);
        rule("Cast", 1, 1, "to", c -> {
            Object to = c.attributes().get("to");
            for (ElementType type : ElementType.values())
                if (type.name().equals(to)) return new Result(type, c.shape(0));
            throw new IllegalArgumentException("the attribute 'to' must be FLOAT, INT or BOOL, but is " + to);
        });
        rule("Add Sub Mul Div Pow Max Min", 2, 2, "", c -> {
            if (c.element(0) != c.element(1))
                throw new IllegalArgumentException("types differ: " + c.element(0) + " and " + c.element(1));
            return new Result(c.element(0), broadcast(c.shape(0), c.shape(1)));
        });
        rule(
                "Equal Greater GreaterOrEqual Less LessOrEqual",
                2,
                2,
                "",
                c -> new Result(ElementType.BOOL, broadcast(c.shape(0), c.shape(1))));
        rule("And Or", 2, 2, "", c -> new Result(ElementType.BOOL, broadcast(c.shape(0), c.shape(1))));
        rule("Not", 1, 1, "", same);
        rule("Where", 3, 3, "", c -> {
            if (c.element(1) != c.element(2))
                throw new IllegalArgumentException("types differ: " + c.element(1) + " and " + c.element(2));
            return new Result(c.element(1), broadcast(c.shape(0), broadcast(c.shape(1), c.shape(2))));
        });
        rule("Constant", 0, 0, "value shape", c -> {
            Shape shape = Shape.of(c.integers("shape").stream().mapToInt(i -> i).toArray());
            int given = c.attributes().get("value") instanceof List<?> list ? list.size() : 0;
            if (given != shape.elements())
                throw new IllegalArgumentException(given + " numbers given for shape " + shape);
            return new Result(ElementType.FLOAT, shape);
        });
        rule("MatMul", 2, 2, "", c -> new Result(ElementType.FLOAT, matMul(c.shape(0), c.shape(1))));
        rule("Gemm", 2, 3, "alpha beta transA transB", Operators::gemm);
        rule(
                "ReduceSum ReduceMean ReduceMax ReduceMin",
                1,
                1,
                "axes keepdims",
                c -> new Result(c.element(0), reduce(c)));
        rule("ArgMax", 1, 1, "axis keepdims", c -> {
            int axis = c.shape(0).axis(c.integer("axis", 0));
            return new Result(ElementType.INT, drop(c.shape(0), Set.of(axis), c.integer("keepdims", 1) == 1));
        });
        rule("Reshape", 1, 1, "shape", c -> new Result(c.element(0), reshape(c.shape(0), c.integers("shape"))));
        rule("Flatten", 1, 1, "axis", c -> new Result(c.element(0), flatten(c.shape(0), c.integer("axis", 1))));
        rule("Transpose", 1, 1, "perm", c -> new Result(c.element(0), transpose(c.shape(0), c.integers("perm"))));
        rule("Unsqueeze", 1, 1, "axes", c -> new Result(c.element(0), unsqueeze(c.shape(0), c.integers("axes"))));
        rule("Squeeze", 1, 1, "axes", c -> {
            Set<Integer> axes =
                    c.integers("axes").stream().map(c.shape(0)::axis).collect(Collectors.toSet());
            for (int a : axes)
                if (c.shape(0).dim(a).size() != 1)
                    throw new IllegalArgumentException("axis " + a + " is not of size 1");
            return new Result(c.element(0), drop(c.shape(0), axes, false));
        });
        rule("Concat", 1, Integer.MAX_VALUE, "axis", Operators::concat);
        rule("Slice", 1, 1, "starts ends axes", c -> new Result(c.element(0), slice(c)));
        rule("Gather", 2, 2, "axis", c -> {
            Shape data = c.shape(0);
            int axis = data.axis(c.integer("axis", 0));
            if (c.element(1) != ElementType.INT)
                throw new IllegalArgumentException("indices are " + c.element(1) + ", not INT");
            List<Dim> dims = new ArrayList<>(data.dims().subList(0, axis));
            dims.addAll(c.shape(1).dims());
            dims.addAll(data.dims().subList(axis + 1, data.rank()));
            return new Result(c.element(0), new Shape(dims));
        });
        rule("OneHot", 1, 1, "depth", c -> {
            List<Dim> dims = new ArrayList<>(c.shape(0).dims());
            dims.add(Dim.of(c.integer("depth", 0)));
            return new Result(ElementType.FLOAT, new Shape(dims));
        });
        rule("EmbeddingBag", 3, 3, "mode", c -> {
            if (c.element(1) != ElementType.INT)
                throw new IllegalArgumentException("ids are " + c.element(1) + ", not INT");
            if (!c.shape(1).equals(c.shape(2))) throw new IllegalArgumentException("ids and mask differ in shape");
            if (c.shape(0).rank() != 2 || c.shape(1).rank() != 2)
                throw new IllegalArgumentException("table and ids have two axes each");
            Object mode = c.attributes().getOrDefault("mode", "mean");
            if (!POOLINGS.contains(mode))
                throw new IllegalArgumentException("there is no mode '" + mode + "', only " + new TreeSet<>(POOLINGS));
            return new Result(
                    ElementType.FLOAT, Shape.of(c.shape(1).dim(0), c.shape(0).dim(1)));
        });
        rule("LayerNormalization", 2, 3, "axis epsilon", c -> {
            Shape x = c.shape(0);
            int axis = x.axis(c.integer("axis", -1));
            Shape norm = new Shape(x.dims().subList(axis, x.rank()));
            for (int i = 1; i < c.inputs().size(); i++)
                if (!c.shape(i).equals(norm)) throw new IllegalArgumentException("scale and bias must be " + norm);
            return new Result(ElementType.FLOAT, x);
        });
        rule("BatchNormalization", 5, 5, "epsilon momentum", c -> {
            Shape channels = Shape.of(c.shape(0).dim(1));
            for (int i = 1; i < 5; i++)
                if (!c.shape(i).equals(channels))
                    throw new IllegalArgumentException("scale, bias, mean and variance must be " + channels);
            return new Result(ElementType.FLOAT, c.shape(0));
        });
        rule("SoftmaxCrossEntropyLoss", 2, 3, "reduction", c -> {
            Shape scores = c.shape(0);
            if (c.element(1) != ElementType.INT)
                throw new IllegalArgumentException("labels are " + c.element(1) + ", not INT");
            if (!drop(scores, Set.of(1), false).equals(c.shape(1)))
                throw new IllegalArgumentException("one label for each row of scores is needed");
            return new Result(
                    ElementType.FLOAT, "none".equals(c.attributes().get("reduction")) ? c.shape(1) : Shape.SCALAR);
        });
    }

    /** Numpy's rules, as ONNX has them; a named axis fits itself and 1. */
    static Shape broadcast(Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        Dim[] dims = new Dim[rank];
        for (int i = 1; i <= rank; i++) {
            Dim x = i <= a.rank() ? a.dim(-i) : Dim.of(1);
            Dim y = i <= b.rank() ? b.dim(-i) : Dim.of(1);
            if (x.equals(y) || y.size() == 1) dims[rank - i] = x;
            else if (x.size() == 1) dims[rank - i] = y;
            else
                throw new IllegalArgumentException(
                        "axis " + -i + " is " + x + " on one side and " + y + " on the other");
        }
        return Shape.of(dims);
    }

    private static Shape matMul(Shape a, Shape b) {
        if (a.rank() < 2 || b.rank() < 2) throw new IllegalArgumentException("both sides need two axes or more");
        if (!a.dim(-1).equals(b.dim(-2)))
            throw new IllegalArgumentException("the inner sizes " + a.dim(-1) + " and " + b.dim(-2) + " differ");
        Shape batch = broadcast(
                new Shape(a.dims().subList(0, a.rank() - 2)), new Shape(b.dims().subList(0, b.rank() - 2)));
        List<Dim> dims = new ArrayList<>(batch.dims());
        dims.add(a.dim(-2));
        dims.add(b.dim(-1));
        return new Shape(dims);
    }

    private static Result gemm(Call c) {
        Shape a = c.shape(0);
        Shape b = c.shape(1);
        if (a.rank() != 2 || b.rank() != 2) throw new IllegalArgumentException("both sides need two axes");
        boolean ta = c.integer("transA", 0) == 1;
        boolean tb = c.integer("transB", 0) == 1;
        Dim inner = a.dim(ta ? 0 : 1);
        if (!inner.equals(b.dim(tb ? 1 : 0)))
            throw new IllegalArgumentException("the inner sizes " + inner + " and " + b.dim(tb ? 1 : 0) + " differ");
        Shape y = Shape.of(a.dim(ta ? 1 : 0), b.dim(tb ? 0 : 1));
        if (c.inputs().size() == 3 && !broadcast(y, c.shape(2)).equals(y))
            throw new IllegalArgumentException("the bias does not fit " + y);
        return new Result(ElementType.FLOAT, y);
    }

    private static Shape reduce(Call c) {
        Shape x = c.shape(0);
        Set<Integer> axes = new TreeSet<>();
        for (int a : c.integers("axes")) axes.add(x.axis(a));
        if (axes.isEmpty()) for (int i = 0; i < x.rank(); i++) axes.add(i);
        return drop(x, axes, c.integer("keepdims", 1) == 1);
    }

    private static Shape drop(Shape x, Set<Integer> axes, boolean keep) {
        List<Dim> dims = new ArrayList<>();
        for (int i = 0; i < x.rank(); i++)
            if (!axes.contains(i)) dims.add(x.dim(i));
            else if (keep) dims.add(Dim.of(1));
        return new Shape(dims);
    }

    private static Shape reshape(Shape x, List<Integer> target) {
        List<Dim> rest = new ArrayList<>(x.dims());
        Dim[] dims = new Dim[target.size()];
        int infer = -1;
        for (int i = 0; i < dims.length; i++) {
            int t = target.get(i);
            if (t == 0) {
                dims[i] = x.dim(i);
                if (!dims[i].known()) rest.remove(dims[i]);
            } else if (t == -1) {
                if (infer >= 0) throw new IllegalArgumentException("only one axis can be -1 in " + target);
                infer = i;
            } else dims[i] = Dim.of(t);
        }
        List<Dim> named = rest.stream().filter(d -> !d.known()).toList();
        long have = x.dims().stream().filter(Dim::known).mapToLong(Dim::size).reduce(1, (a, b) -> a * b);
        long want = Arrays.stream(dims)
                .filter(d -> d != null && d.known())
                .mapToLong(Dim::size)
                .reduce(1, (a, b) -> a * b);
        if (infer >= 0) {
            if (want == 0 || have % want != 0)
                throw new IllegalArgumentException(x + " does not divide into " + target);
            if (named.isEmpty()) dims[infer] = Dim.of(Math.toIntExact(have / want));
            else {
                String product = named.stream().map(Dim::name).collect(Collectors.joining("*"));
                dims[infer] = Dim.named(have == want ? product : product + "*" + have / want);
            }
        } else if (!named.isEmpty() || have != want) {
            throw new IllegalArgumentException(x + " has not as many elements as " + target);
        }
        return Shape.of(dims);
    }

    private static Shape flatten(Shape x, int axis) {
        int a = axis < 0 ? axis + x.rank() : axis;
        if (a < 0 || a > x.rank())
            throw new IllegalArgumentException("shape " + x + " cannot be flattened at axis " + axis);
        return Shape.of(product(x.dims().subList(0, a)), product(x.dims().subList(a, x.rank())));
    }

    private static Dim product(List<Dim> dims) {
        int n = 1;
        List<String> names = new ArrayList<>();
        for (Dim d : dims)
            if (d.known()) n *= d.size();
            else names.add(d.name());
        if (names.isEmpty()) return Dim.of(n);
        if (n != 1) names.add(Integer.toString(n));
        return Dim.named(String.join("*", names));
    }

    private static Shape transpose(Shape x, List<Integer> perm) {
        List<Integer> sorted = perm.stream().sorted().toList();
        if (!perm.isEmpty()
                && !sorted.equals(IntStream.range(0, x.rank()).boxed().toList()))
            throw new IllegalArgumentException("perm " + perm + " does not name each axis once");
        List<Dim> dims = new ArrayList<>();
        for (int i = 0; i < x.rank(); i++) dims.add(x.dim(perm.isEmpty() ? x.rank() - 1 - i : perm.get(i)));
        return new Shape(dims);
    }

    private static Shape unsqueeze(Shape x, List<Integer> axes) {
        int rank = x.rank() + axes.size();
        Set<Integer> ones = axes.stream().map(a -> a < 0 ? a + rank : a).collect(Collectors.toSet());
        if (ones.size() != axes.size()
                || !IntStream.range(0, rank).boxed().toList().containsAll(ones))
            throw new IllegalArgumentException("axes " + axes + " are not axes of a result with " + rank);
        List<Dim> dims = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < rank; i++) dims.add(ones.contains(i) ? Dim.of(1) : x.dim(next++));
        return new Shape(dims);
    }

    private static Result concat(Call c) {
        Shape first = c.shape(0);
        int axis = first.axis(c.integer("axis", -1));
        int size = 0;
        for (Value v : c.inputs()) {
            if (v.type() != c.element(0))
                throw new IllegalArgumentException("types differ: " + c.element(0) + " and " + v.type());
            Shape s = v.shape();
            if (s.rank() != first.rank() || !s.with(axis, Dim.of(1)).equals(first.with(axis, Dim.of(1))))
                throw new IllegalArgumentException("shapes may differ along axis " + axis + " only");
            size += s.size(axis);
        }
        return new Result(c.element(0), first.with(axis, Dim.of(size)));
    }

    private static Shape slice(Call c) {
        Shape x = c.shape(0);
        List<Integer> starts = c.integers("starts");
        List<Integer> ends = c.integers("ends");
        List<Integer> axes = c.integers("axes");
        if (starts.size() != ends.size() || starts.size() != axes.size())
            throw new IllegalArgumentException("starts, ends and axes must be of one length");
        for (int i = 0; i < axes.size(); i++) {
            int size = x.size(axes.get(i));
            int start = clamp(starts.get(i), size);
            int end = clamp(ends.get(i), size);
            x = x.with(axes.get(i), Dim.of(Math.max(0, end - start)));
        }
        return x;
    }

    private static int clamp(int index, int size) {
        return Math.max(0, Math.min(size, index < 0 ? index + size : index));
    }
}
