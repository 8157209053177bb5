package io.graft.backend.dl4j;

import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;

/**
 * An array on the Java heap that a kernel written in Java reads or fills.
 *
 * <p>The one of a graph's input is the batch's own array, bound anew for every call; others belong to the plan and have room for the
 * most rows.
 */
final class Host {
    final ElementType type;
    final Shape shape;
    final String input;
    private final boolean own;
    private Object array;

    private Host(ElementType type, Shape shape, String input, boolean own, Object array) {
        this.type = type;
        this.shape = shape;
        this.input = input;
        this.own = own;
        this.array = array;
    }

    /** The array that a batch brings for an input. */
    static Host input(String name, ElementType type, Shape shape) {
        return new Host(type, shape, name, false, null);
    }

    /** An array of the plan's own. */
    static Host own(ElementType type, Shape shape, int maxRows) {
        int n = Sizes.elements(shape, maxRows);
        return new Host(type, shape, null, true, type == ElementType.INT ? new int[n] : new float[n]);
    }

    /** The parameter's own numbers. */
    static Host of(Variable variable) {
        return new Host(ElementType.FLOAT, variable.shape(), null, false, variable.values());
    }

    /** Whether the array belongs to the plan. */
    boolean isOwn() {
        return own;
    }

    void bind(Object batchArray) {
        array = batchArray;
    }

    float[] floats() {
        return (float[]) array;
    }

    int[] ints() {
        return (int[]) array;
    }
}
