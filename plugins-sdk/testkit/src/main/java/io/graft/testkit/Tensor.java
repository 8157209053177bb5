package io.graft.testkit;

import java.util.Arrays;

/**
 * Numbers in float64 with a shape, the last axis running fastest. What the reference computes with; INT elements are whole, BOOL ones 0 or 1.
 *
 * <p><b>Threading.</b> As safe as its array: nobody but its maker writes it.
 */
public final class Tensor {
    private final int[] shape;
    private final double[] data;

    private Tensor(int[] shape, double[] data) {
        this.shape = shape.clone();
        this.data = data;
        if (data.length != elements(shape))
            throw new IllegalArgumentException(data.length + " numbers given for shape " + Arrays.toString(shape));
    }

    /** These numbers in this shape; the array is not copied. */
    public static Tensor of(int[] shape, double... data) {
        return new Tensor(shape, data);
    }

    /** A single number. */
    public static Tensor scalar(double number) {
        return new Tensor(new int[0], new double[] {number});
    }

    /** One axis. */
    public static Tensor vector(double... data) {
        return new Tensor(new int[] {data.length}, data);
    }

    /** Two axes. */
    public static Tensor matrix(double[]... rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        double[] data = new double[rows.length * columns];
        for (int r = 0; r < rows.length; r++) System.arraycopy(rows[r], 0, data, r * columns, columns);
        return new Tensor(new int[] {rows.length, columns}, data);
    }

    /** All zeros. */
    public static Tensor zeros(int... shape) {
        return new Tensor(shape, new double[elements(shape)]);
    }

    /** The first numbers of an array, widened. */
    public static Tensor of(int[] shape, float[] numbers) {
        double[] data = new double[elements(shape)];
        for (int i = 0; i < data.length; i++) data[i] = numbers[i];
        return new Tensor(shape, data);
    }

    /** The first numbers of an array, widened. */
    public static Tensor of(int[] shape, int[] numbers) {
        double[] data = new double[elements(shape)];
        for (int i = 0; i < data.length; i++) data[i] = numbers[i];
        return new Tensor(shape, data);
    }

    /** The sizes of its axes. */
    public int[] shape() {
        return shape.clone();
    }

    /** The number of axes. */
    public int rank() {
        return shape.length;
    }

    /** The size of an axis; negative indices count from the end. */
    public int size(int axis) {
        return shape[axis < 0 ? axis + shape.length : axis];
    }

    /** The numbers themselves. */
    public double[] data() {
        return data;
    }

    /** The number of elements. */
    public int elements() {
        return data.length;
    }

    /** The only number of a tensor of one element. */
    public double number() {
        if (data.length != 1) throw new IllegalStateException("not one number but " + Arrays.toString(shape));
        return data[0];
    }

    /** The numbers, narrowed. */
    public float[] floats() {
        float[] f = new float[data.length];
        for (int i = 0; i < f.length; i++) f[i] = (float) data[i];
        return f;
    }

    /** The same numbers in another shape. */
    public Tensor reshaped(int... other) {
        return new Tensor(other, data);
    }

    /** A copy, so that one can be changed. */
    public Tensor copy() {
        return new Tensor(shape, data.clone());
    }

    /** The number of elements of a shape. */
    public static int elements(int... shape) {
        int n = 1;
        for (int size : shape) n *= size;
        return n;
    }

    /** Where along each axis of a shape an element lies. */
    static int[] coordinates(int[] shape, int position) {
        int[] at = new int[shape.length];
        int rest = position;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            at[axis] = rest % shape[axis];
            rest /= shape[axis];
        }
        return at;
    }

    /** Where in a shape the element at these coordinates lies. */
    static int position(int[] shape, int... at) {
        int position = 0;
        for (int axis = 0; axis < shape.length; axis++) position = position * shape[axis] + at[axis];
        return position;
    }

    /** The element that stands at a position of a larger shape when this tensor is broadcast to it: axes are matched from the last, and one of size 1 repeats. */
    double broadcastAt(int[] larger, int position) {
        int index = 0;
        int stride = 1;
        int rest = position;
        for (int back = 1; back <= rank(); back++) {
            int coordinate = rest % larger[larger.length - back];
            rest /= larger[larger.length - back];
            int size = shape[rank() - back];
            if (size != 1) index += coordinate * stride;
            stride *= size;
        }
        return data[index];
    }

    @Override
    public String toString() {
        return Arrays.toString(shape) + " "
                + (data.length <= 20 ? Arrays.toString(data) : Arrays.toString(Arrays.copyOf(data, 20)) + "…");
    }
}
