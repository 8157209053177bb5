package io.graft.api.graph;

import io.graft.api.graph.Operators.Call;
import io.graft.api.graph.Operators.Register;
import io.graft.api.graph.Operators.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What moves elements without computing. */
final class LayoutRules {
    private LayoutRules() {}

    private static final Set<String> PADDINGS = new TreeSet<>(Set.of("constant", "reflect", "edge"));

    static void register(Register register) {
        register.rule("Constant", 0, 0, "value shape", c -> {
            Shape shape = Shape.of(c.integers("shape").stream().mapToInt(i -> i).toArray());
            int given = c.attributes().get("value") instanceof List<?> list ? list.size() : 0;
            if (given != shape.elements())
                throw new IllegalArgumentException(given + " numbers given for shape " + shape);
            return Result.floats(shape);
        });
        register.rule("Reshape", 1, 1, "shape", c -> Result.of(c.element(0), reshape(c.shape(0), c.integers("shape"))));
        register.rule("Flatten", 1, 1, "axis", c -> Result.of(c.element(0), flatten(c.shape(0), c.integer("axis", 1))));
        register.rule(
                "Transpose", 1, 1, "perm", c -> Result.of(c.element(0), transpose(c.shape(0), c.integers("perm"))));
        register.rule(
                "Unsqueeze", 1, 1, "axes", c -> Result.of(c.element(0), unsqueeze(c.shape(0), c.integers("axes"))));
        register.rule("Squeeze", 1, 1, "axes", c -> {
            Set<Integer> axes =
                    c.integers("axes").stream().map(c.shape(0)::axis).collect(Collectors.toSet());
            for (int a : axes)
                if (c.shape(0).dim(a).size() != 1)
                    throw new IllegalArgumentException("axis " + a + " is not of size 1");
            return Result.of(c.element(0), drop(c.shape(0), axes, false));
        });
        register.rule("Concat", 1, Integer.MAX_VALUE, "axis", LayoutRules::concat);
        register.rule("Slice", 1, 1, "starts ends axes steps", c -> Result.of(c.element(0), slice(c)));
        register.rule("Split", 1, 1, "axis split", LayoutRules::split);
        register.rule("Pad", 1, 1, "pads mode value", LayoutRules::pad);
    }

    /** A shape without some axes, or with 1 in their place. */
    static Shape drop(Shape x, Set<Integer> axes, boolean keep) {
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

    private static List<Result> concat(Call c) {
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
        return Result.of(c.element(0), first.with(axis, Dim.of(size)));
    }

    private static Shape slice(Call c) {
        Shape x = c.shape(0);
        List<Integer> starts = c.integers("starts");
        List<Integer> ends = c.integers("ends");
        List<Integer> axes = c.integers("axes");
        List<Integer> steps = c.integers("steps");
        if (starts.size() != ends.size()
                || starts.size() != axes.size()
                || !steps.isEmpty() && steps.size() != axes.size())
            throw new IllegalArgumentException("starts, ends, axes and steps must be of one length");
        for (int i = 0; i < axes.size(); i++) {
            int size = x.size(axes.get(i));
            int step = steps.isEmpty() ? 1 : steps.get(i);
            if (step == 0) throw new IllegalArgumentException("a step must not be 0");
            int low = step > 0 ? 0 : -1;
            int high = step > 0 ? size : size - 1;
            int start = Math.max(0, Math.min(high, wrap(starts.get(i), size)));
            int end = Math.max(low, Math.min(size, wrap(ends.get(i), size)));
            int count = step > 0 ? (end - start + step - 1) / step : (start - end - step - 1) / -step;
            x = x.with(axes.get(i), Dim.of(size == 0 ? 0 : Math.max(0, count)));
        }
        return x;
    }

    private static int wrap(int index, int size) {
        return index < 0 ? index + size : index;
    }

    private static List<Result> split(Call c) {
        Shape x = c.shape(0);
        int axis = x.axis(c.integer("axis", 0));
        List<Integer> sizes = c.integers("split");
        int sum = sizes.stream().mapToInt(i -> i).sum();
        if (sizes.isEmpty() || sizes.stream().anyMatch(i -> i < 0) || sum != x.size(axis))
            throw new IllegalArgumentException(
                    "split " + sizes + " does not add up to the " + x.size(axis) + " of axis " + axis);
        return sizes.stream()
                .map(n -> new Result(c.element(0), x.with(axis, Dim.of(n))))
                .toList();
    }

    private static List<Result> pad(Call c) {
        Shape x = c.shape(0);
        List<Integer> pads = c.integers("pads");
        String mode = c.string("mode", "constant");
        if (!PADDINGS.contains(mode))
            throw new IllegalArgumentException("there is no mode '" + mode + "', only " + PADDINGS);
        if (pads.size() != 2 * x.rank() || pads.stream().anyMatch(p -> p < 0))
            throw new IllegalArgumentException(
                    "pads must be two numbers of 0 or more for each axis, all begins and then all ends");
        Shape y = x;
        for (int a = 0; a < x.rank(); a++) {
            int before = pads.get(a);
            int after = pads.get(a + x.rank());
            if (before == 0 && after == 0) continue;
            if (mode.equals("reflect") && Math.max(before, after) >= x.size(a) || mode.equals("edge") && x.size(a) == 0)
                throw new IllegalArgumentException("axis " + a + " of " + x.size(a) + " is too short for that padding");
            y = y.with(a, Dim.of(before + x.size(a) + after));
        }
        return Result.of(c.element(0), y);
    }
}
