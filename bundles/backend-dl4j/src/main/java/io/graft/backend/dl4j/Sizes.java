package io.graft.backend.dl4j;

import io.graft.api.graph.Dim;
import io.graft.api.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/** What the axes of a shape measure once the number of rows of a batch is known. */
final class Sizes {
    private Sizes() {}

    /** The size of an axis; a name such as {@code batch*32} is a product of the rows and numbers. */
    static int of(Dim dim, int rows) {
        if (dim.known()) return dim.size();
        int size = 1;
        for (String factor : dim.name().split("\\*")) {
            boolean number = Character.isDigit(factor.charAt(0));
            size = Math.multiplyExact(size, number ? Integer.parseInt(factor) : rows);
        }
        return size;
    }

    /** The sizes of all axes. */
    static int[] of(Shape shape, int rows) {
        int[] sizes = new int[shape.rank()];
        for (int i = 0; i < sizes.length; i++) sizes[i] = of(shape.dims().get(i), rows);
        return sizes;
    }

    /** The number of elements. */
    static int elements(Shape shape, int rows) {
        return product(shape.dims(), rows);
    }

    /** The number of elements of some axes. */
    static int product(List<Dim> dims, int rows) {
        long n = 1;
        for (Dim d : dims) n *= of(d, rows);
        return Math.toIntExact(n);
    }

    /** Some axes as one. */
    static Dim product(List<Dim> dims) {
        int n = 1;
        List<String> names = new ArrayList<>();
        for (Dim d : dims)
            if (d.known()) n *= d.size();
            else names.add(d.name());
        if (names.isEmpty()) return Dim.of(n);
        if (n != 1) names.add(Integer.toString(n));
        return Dim.named(String.join("*", names));
    }

    /** A shape with its axes at these places made 1. */
    static Shape reduced(Shape shape, boolean[] axes) {
        List<Dim> dims = new ArrayList<>(shape.dims());
        for (int i = 0; i < axes.length; i++) if (axes[i]) dims.set(i, Dim.of(1));
        return new Shape(dims);
    }

    /** Which axes a list of indices means; all of them when it is empty. */
    static boolean[] axes(Shape shape, int... axes) {
        boolean[] chosen = new boolean[shape.rank()];
        if (axes.length == 0) java.util.Arrays.fill(chosen, true);
        for (int a : axes) chosen[shape.axis(a)] = true;
        return chosen;
    }

    /** Numpy's rule: the shape that both sides fit after broadcasting. */
    static Shape broadcast(Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        Dim[] dims = new Dim[rank];
        for (int i = 1; i <= rank; i++) {
            Dim x = i <= a.rank() ? a.dim(-i) : Dim.of(1);
            Dim y = i <= b.rank() ? b.dim(-i) : Dim.of(1);
            dims[rank - i] = x.size() == 1 ? y : x;
        }
        return Shape.of(dims);
    }

    /** A shape split at an axis: the elements before it, its size, the elements after it. */
    static int[] around(Shape shape, int axis, int rows) {
        List<Dim> dims = shape.dims();
        return new int[] {
            product(dims.subList(0, axis), rows),
            of(dims.get(axis), rows),
            product(dims.subList(axis + 1, dims.size()), rows)
        };
    }
}
