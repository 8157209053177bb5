package io.graft.api.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The axes of a tensor, outermost first; no axes for a scalar.
 *
 * @param dims the axes
 */
public record Shape(List<Dim> dims) {

    /** A single number. */
    public static final Shape SCALAR = new Shape(List.of());

    /** Copies. */
    public Shape {
        dims = List.copyOf(dims);
    }

    /** A shape whose sizes are all known. */
    public static Shape of(int... sizes) {
        return new Shape(Arrays.stream(sizes).mapToObj(Dim::of).toList());
    }

    /** A shape of these axes. */
    public static Shape of(Dim... dims) {
        return new Shape(List.of(dims));
    }

    /** The shape of a batch of rows of these sizes: {@code [batch, sizes…]}. */
    public static Shape batch(int... sizes) {
        return of(sizes).prepend(Dim.BATCH);
    }

    /** The number of axes. */
    public int rank() {
        return dims.size();
    }

    /** The axis at an index; negative indices count from the end. */
    public Dim dim(int axis) {
        return dims.get(axis(axis));
    }

    /** The size of an axis, which must be known; negative indices count from the end. */
    public int size(int axis) {
        Dim d = dim(axis);
        if (!d.known())
            throw new IllegalStateException("the size of axis '" + d.name() + "' is not known before a batch is");
        return d.size();
    }

    /** The size of the last axis. */
    public int last() {
        return size(-1);
    }

    /** The index of an axis, counted from the front. */
    public int axis(int axis) {
        int a = axis < 0 ? axis + rank() : axis;
        if (a < 0 || a >= rank()) throw new IllegalArgumentException("shape " + this + " has no axis " + axis);
        return a;
    }

    /** This shape with another axis in front. */
    public Shape prepend(Dim dim) {
        List<Dim> all = new ArrayList<>(dims);
        all.add(0, dim);
        return new Shape(all);
    }

    /** This shape without its first axis. */
    public Shape row() {
        return new Shape(dims.subList(1, rank()));
    }

    /** This shape with one axis replaced. */
    public Shape with(int axis, Dim dim) {
        List<Dim> all = new ArrayList<>(dims);
        all.set(axis(axis), dim);
        return new Shape(all);
    }

    /** Whether all sizes are known. */
    public boolean known() {
        return dims.stream().allMatch(Dim::known);
    }

    /** The number of elements; all sizes must be known. */
    public int elements() {
        if (!known()) throw new IllegalStateException("the size of " + this + " is not known before a batch is");
        return elements(1);
    }

    /** The number of elements when every named axis has this size. */
    public int elements(int named) {
        long n = 1;
        for (Dim d : dims) n *= d.known() ? d.size() : named;
        return Math.toIntExact(n);
    }

    @Override
    public String toString() {
        return dims.stream().map(Dim::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
