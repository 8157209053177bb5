package io.graft.api.data;

import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;

/**
 * A tensor that a row brings to the network. The first feature of a row is what the first layer takes.
 *
 * @param name the name of the input of the graph, e.g. {@code ids}
 * @param type FLOAT or INT
 * @param shape the shape of one row, without the batch axis, all sizes known
 * @param bound for ids, the number that all are below; otherwise 0
 * @param mask the name of the FLOAT feature that masks this one, or an empty string
 */
public record Feature(String name, ElementType type, Shape shape, int bound, String mask) {

    /** A FLOAT feature without a mask. */
    public static Feature floats(String name, int... shape) {
        return new Feature(name, ElementType.FLOAT, Shape.of(shape), 0, "");
    }

    /** Ids below a bound, with a mask. */
    public static Feature ids(String name, int length, int bound, String mask) {
        return new Feature(name, ElementType.INT, Shape.of(length), bound, mask);
    }

    @Override
    public String toString() {
        return name + " " + type.name().toLowerCase(java.util.Locale.ROOT) + shape;
    }
}
