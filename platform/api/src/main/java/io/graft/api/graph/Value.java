package io.graft.api.graph;

import java.util.Optional;

/**
 * A tensor in a graph: an input, a parameter, or what an operator gives.
 *
 * @param name unique in its graph
 * @param type what its elements are
 * @param shape its axes
 * @param bound for ids, the number that every element is below; otherwise 0
 * @param mask which positions along axis 1 are real: a FLOAT tensor {@code [batch, length]} of ones followed by zeros
 */
public record Value(String name, ElementType type, Shape shape, int bound, Optional<Value> mask) {

    /** Stands for an input of an operator that is left out. */
    public static final Value ABSENT = new Value("", ElementType.FLOAT, Shape.SCALAR);

    /** A value that is neither masked nor bounded. */
    public Value(String name, ElementType type, Shape shape) {
        this(name, type, shape, 0, Optional.empty());
    }

    /** Whether it stands for an input that is left out. */
    public boolean absent() {
        return name.isEmpty();
    }

    /** The same tensor with a mask over axis 1. */
    public Value withMask(Value newMask) {
        return new Value(name, type, shape, bound, Optional.of(newMask));
    }

    /** The same tensor, masked as the other is, or not at all. */
    public Value maskedLike(Value other) {
        return new Value(name, type, shape, bound, other.mask);
    }

    /** The same tensor without a mask. */
    public Value unmasked() {
        return mask.isEmpty() ? this : new Value(name, type, shape, bound, Optional.empty());
    }

    /** The same ids, said to be below a number. */
    public Value below(int newBound) {
        return new Value(name, type, shape, newBound, mask);
    }
}
