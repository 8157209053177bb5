package io.graft.backend.jvm;

/**
 * How two or three tensors are walked through together: axes that can be walked as one are, and axes of size 1 repeat.
 *
 * <p>{@link #next} moves to the next run of {@link #inner} elements, along the last of the axes that are left.
 */
final class Strides {
    final int inner;
    final int[] innerStride;
    final int[] offset;
    private final int[] size;
    private final int[][] stride;
    private final int[] at;
    private final int runs;
    private int run;

    /**
     * Walks through a shape.
     *
     * @param shape the whole
     * @param sides what is walked through, each broadcast to the whole
     */
    Strides(int[] shape, int[]... sides) {
        int rank = shape.length;
        int[] sizes = new int[rank + 1];
        int[][] strides = new int[rank + 1][sides.length];
        int n = 0;
        int[] extent = new int[sides.length];
        java.util.Arrays.fill(extent, 1);
        int[] wide = new int[sides.length];
        for (int back = 1; back <= rank; back++) {
            int length = shape[rank - back];
            int[] step = new int[sides.length];
            for (int s = 0; s < sides.length; s++) {
                int own = back <= sides[s].length ? sides[s][sides[s].length - back] : 1;
                step[s] = own == 1 ? 0 : extent[s];
                extent[s] *= own;
            }
            if (length == 1) continue;
            boolean joins = n > 0;
            for (int s = 0; joins && s < sides.length; s++) joins = step[s] == wide[s];
            if (joins) sizes[n - 1] *= length;
            else {
                sizes[n] = length;
                strides[n++] = step;
            }
            for (int s = 0; s < sides.length; s++) wide[s] = step[s] * length;
        }
        if (n == 0) {
            sizes[n] = 1;
            strides[n++] = new int[sides.length];
        }
        inner = sizes[0];
        innerStride = strides[0];
        offset = new int[sides.length];
        size = java.util.Arrays.copyOfRange(sizes, 1, n);
        stride = java.util.Arrays.copyOfRange(strides, 1, n);
        at = new int[n - 1];
        int count = inner == 0 ? 0 : 1;
        for (int s : size) count *= s;
        runs = count;
    }

    /** Goes back to the beginning. */
    void begin() {
        run = 0;
        java.util.Arrays.fill(at, 0);
        java.util.Arrays.fill(offset, 0);
    }

    /** Moves to the next run, if there is one; the first call stays at the beginning. */
    boolean next() {
        if (run == runs) return false;
        if (run++ == 0) return true;
        for (int axis = 0; axis < at.length; axis++) {
            for (int s = 0; s < offset.length; s++) offset[s] += stride[axis][s];
            if (++at[axis] < size[axis]) return true;
            for (int s = 0; s < offset.length; s++) offset[s] -= size[axis] * stride[axis][s];
            at[axis] = 0;
        }
        return true;
    }
}
