package io.graft.backend.dl4j;

import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;

/**
 * A tensor of a plan in native memory: a value of the graph, a gradient, or something in between.
 *
 * <p>A view is another shape over the memory of its root. A root lives in the plan's scratch memory, in a {@link Variable}, or is filled
 * with one number when the plan is made.
 */
final class Tensor {
    final ElementType type;
    final Shape shape;
    final Tensor root;
    final Variable variable;
    final float[] constant;

    private Tensor(ElementType type, Shape shape, Tensor root, Variable variable, float[] constant) {
        this.type = type;
        this.shape = shape;
        this.root = root == null ? this : root;
        this.variable = variable;
        this.constant = constant;
    }

    /** In scratch memory. */
    static Tensor scratch(ElementType type, Shape shape) {
        return new Tensor(type, shape, null, null, null);
    }

    /** The native copy of a variable. */
    static Tensor of(Variable variable) {
        return new Tensor(ElementType.FLOAT, variable.shape(), null, variable, null);
    }

    /** Numbers that never change: one for all elements, or one for each. */
    static Tensor constant(Shape shape, float... numbers) {
        return new Tensor(ElementType.FLOAT, shape, null, null, numbers);
    }

    /** The same memory in another shape. */
    Tensor view(Shape as) {
        return as.equals(shape) ? this : new Tensor(type, as, root, null, null);
    }

    boolean isScratch() {
        return root.variable == null && root.constant == null;
    }

    static int bytes(ElementType type) {
        return type == ElementType.BOOL ? 1 : 4;
    }
}
