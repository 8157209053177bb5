package io.graft.backend.jvm;

import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;

/**
 * A tensor of a plan: one array from index 0, of {@code float} for FLOAT and BOOL (1 and 0), of {@code int} for INT.
 *
 * <p>Views of other shape share the array of their root. The array may be longer than the tensor.
 */
final class Tensor {
    /** Where the array comes from. */
    enum Home {
        /** The batch, anew for each run. */
        BATCH,
        /** The model. */
        MODEL,
        /** The plan, filled when it is made. */
        CONSTANT,
        /** The plan's memory, shared with tensors that live at other times. */
        SCRATCH
    }

    final String name;
    final ElementType type;
    final Shape shape;
    final Extent extent;
    final Home home;
    final Tensor root;
    private float[] floats;
    private int[] ints;

    Tensor(String name, ElementType type, Shape shape, Home home) {
        this(name, type, shape, home, null);
    }

    private Tensor(String name, ElementType type, Shape shape, Home home, Tensor root) {
        this.name = name;
        this.type = type;
        this.shape = shape;
        this.extent = Extent.of(shape);
        this.home = home;
        this.root = root == null ? this : root;
    }

    static Tensor constant(Shape shape, float... numbers) {
        Tensor t = new Tensor("constant", ElementType.FLOAT, shape, Home.CONSTANT);
        t.floats = numbers;
        return t;
    }

    /** The same elements in another shape. */
    Tensor view(Shape other) {
        return other.equals(shape) ? this : new Tensor(name, type, other, home, root);
    }

    boolean isInt() {
        return type == ElementType.INT;
    }

    void bind(Object array) {
        if (isInt()) ints = (int[]) array;
        else floats = (float[]) array;
    }

    float[] floats() {
        return root.floats;
    }

    int[] ints() {
        return root.ints;
    }

    /** The array, whatever its type. */
    Object array() {
        return isInt() ? root.ints : root.floats;
    }

    @Override
    public String toString() {
        return name + shape;
    }
}
