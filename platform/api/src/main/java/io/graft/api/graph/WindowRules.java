package io.graft.api.graph;

import io.graft.api.graph.Operators.Call;
import io.graft.api.graph.Operators.Register;
import io.graft.api.graph.Operators.Result;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** What looks through windows over the axes after the second: convolution, pooling, resizing. */
final class WindowRules {
    private WindowRules() {}

    private static final Set<String> RESIZINGS = new TreeSet<>(Set.of("nearest", "linear"));
    private static final Set<String> COORDINATES = new TreeSet<>(Set.of("half_pixel", "align_corners", "asymmetric"));

    static void register(Register register) {
        register.rule("Conv", 2, 3, "strides pads dilations group", WindowRules::conv);
        register.rule("ConvTranspose", 2, 3, "strides pads dilations group output_padding", WindowRules::convTranspose);
        register.rule("MaxPool", 1, 1, "kernel_shape strides pads dilations", WindowRules::pool);
        register.rule("AveragePool", 1, 1, "kernel_shape strides pads count_include_pad", WindowRules::pool);
        register.rule("GlobalMaxPool GlobalAveragePool", 1, 1, "", c -> {
            c.requireFloats();
            Shape y = c.shape(0);
            spatial(y);
            for (int a = 2; a < y.rank(); a++) y = y.with(a, Dim.of(1));
            return Result.floats(y);
        });
        register.rule("Resize", 1, 1, "axes sizes mode coordinate_transformation_mode", WindowRules::resize);
    }

    /** The number of axes that windows move along. */
    private static int spatial(Shape x) {
        if (x.rank() != 3 && x.rank() != 4)
            throw new IllegalArgumentException(
                    "it takes [batch, channels, length] or [batch, channels, height, width]");
        return x.rank() - 2;
    }

    private static int at(Call c, String name, int index, int count, int otherwise, int least) {
        List<Integer> given = c.integers(name);
        if (given.isEmpty()) return otherwise;
        if (given.size() != count)
            throw new IllegalArgumentException(name + " needs " + count + " numbers, not " + given);
        if (given.get(index) < least)
            throw new IllegalArgumentException(name + " must be " + least + " or more, not " + given.get(index));
        return given.get(index);
    }

    private static int window(Call c, Shape x, int axis, int n, int kernel) {
        int before = at(c, "pads", axis, 2 * n, 0, 0);
        int after = at(c, "pads", axis + n, 2 * n, 0, 0);
        int reach = (kernel - 1) * at(c, "dilations", axis, n, 1, 1) + 1;
        int room = x.size(2 + axis) + before + after;
        if (room < reach)
            throw new IllegalArgumentException("a window of " + reach + " does not fit into axis " + (2 + axis) + " of "
                    + x.size(2 + axis) + (before + after > 0 ? " with padding " + before + " and " + after : ""));
        return (room - reach) / at(c, "strides", axis, n, 1, 1) + 1;
    }

    private static int groups(Call c, int channels) {
        int groups = c.integer("group", 1);
        if (groups < 1 || channels % groups != 0)
            throw new IllegalArgumentException(channels + " channels do not divide into " + groups + " groups");
        return groups;
    }

    private static void bias(Call c, int channels) {
        if (c.has(2) && !c.shape(2).equals(Shape.of(channels)))
            throw new IllegalArgumentException("the bias must be [" + channels + "]");
    }

    private static List<Result> conv(Call c) {
        c.requireFloats();
        Shape x = c.shape(0);
        Shape w = c.shape(1);
        int n = spatial(x);
        int groups = groups(c, x.size(1));
        if (w.rank() != x.rank() || w.size(1) != x.size(1) / groups || w.size(0) % groups != 0)
            throw new IllegalArgumentException("the weight of " + x.size(1) + " channels in " + groups
                    + " groups must be [out, " + x.size(1) / groups + ", …], out a multiple of the groups");
        bias(c, w.size(0));
        Shape y = x.with(1, w.dim(0));
        for (int a = 0; a < n; a++) y = y.with(2 + a, Dim.of(window(c, x, a, n, w.size(2 + a))));
        return Result.floats(y);
    }

    private static List<Result> convTranspose(Call c) {
        c.requireFloats();
        Shape x = c.shape(0);
        Shape w = c.shape(1);
        int n = spatial(x);
        int groups = groups(c, x.size(1));
        if (w.rank() != x.rank() || w.size(0) != x.size(1))
            throw new IllegalArgumentException(
                    "the weight of " + x.size(1) + " channels must be [" + x.size(1) + ", out, …]");
        bias(c, w.size(1) * groups);
        Shape y = x.with(1, Dim.of(w.size(1) * groups));
        for (int a = 0; a < n; a++) {
            int stride = at(c, "strides", a, n, 1, 1);
            int more = at(c, "output_padding", a, n, 0, 0);
            if (more >= Math.max(stride, at(c, "dilations", a, n, 1, 1)))
                throw new IllegalArgumentException("output_padding must be less than the stride or the dilation");
            int size = (x.size(2 + a) - 1) * stride
                    + more
                    + (w.size(2 + a) - 1) * at(c, "dilations", a, n, 1, 1)
                    + 1
                    - at(c, "pads", a, 2 * n, 0, 0)
                    - at(c, "pads", a + n, 2 * n, 0, 0);
            if (size < 1) throw new IllegalArgumentException("nothing is left of axis " + (2 + a) + " by that padding");
            y = y.with(2 + a, Dim.of(size));
        }
        return Result.floats(y);
    }

    private static List<Result> pool(Call c) {
        c.requireFloats();
        Shape x = c.shape(0);
        int n = spatial(x);
        if (c.integers("kernel_shape").isEmpty()) throw new IllegalArgumentException("kernel_shape is missing");
        Shape y = x;
        for (int a = 0; a < n; a++) {
            int kernel = at(c, "kernel_shape", a, n, 1, 1);
            if (Math.max(at(c, "pads", a, 2 * n, 0, 0), at(c, "pads", a + n, 2 * n, 0, 0)) >= kernel)
                throw new IllegalArgumentException("the padding must be less than the window");
            y = y.with(2 + a, Dim.of(window(c, x, a, n, kernel)));
        }
        return Result.floats(y);
    }

    private static List<Result> resize(Call c) {
        c.requireFloats();
        Shape y = c.shape(0);
        List<Integer> axes = c.integers("axes");
        List<Integer> sizes = c.integers("sizes");
        if (spatial(y) != axes.size()
                || axes.size() != sizes.size()
                || !axes.equals(IntStream.range(2, y.rank()).boxed().toList()))
            throw new IllegalArgumentException("axes must be all axes after the second, with a size each");
        if (!RESIZINGS.contains(c.string("mode", "nearest"))
                || !COORDINATES.contains(c.string("coordinate_transformation_mode", "half_pixel")))
            throw new IllegalArgumentException(
                    "the mode is one of " + RESIZINGS + ", the coordinates one of " + COORDINATES);
        for (int i = 0; i < axes.size(); i++) {
            if (sizes.get(i) < 1 || y.size(axes.get(i)) < 1)
                throw new IllegalArgumentException("sizes must be 1 or more");
            y = y.with(axes.get(i), Dim.of(sizes.get(i)));
        }
        return Result.floats(y);
    }
}
