package io.graft.testkit;

import io.graft.api.graph.Operator;
import java.util.Arrays;

/**
 * A window over two axes: where it begins and which elements it looks at. A window over one axis looks at one line of height 1.
 *
 * @param kernel how many elements it looks at
 * @param strides how far apart windows begin
 * @param before how much padding stands before the first element
 * @param after how much padding stands after the last
 * @param dilations how far apart the elements of a window stand
 */
record Window(int[] kernel, int[] strides, int[] before, int[] after, int[] dilations) {

    static Window of(Operator op, int... kernel) {
        int[] pads = op.integers("pads");
        int n = pads.length / 2;
        return new Window(
                flat(kernel, 1),
                flat(op.integers("strides"), 1),
                flat(Arrays.copyOf(pads, n), 0),
                flat(Arrays.copyOfRange(pads, n, 2 * n), 0),
                flat(op.integers("dilations"), 1));
    }

    private static int[] flat(int[] given, int otherwise) {
        return switch (given.length) {
            case 0 -> new int[] {otherwise, otherwise};
            case 1 -> new int[] {otherwise, given[0]};
            default -> given;
        };
    }

    /** The axes after the second as height and width. */
    static int[] plane(Tensor x) {
        return x.rank() == 3 ? new int[] {1, x.size(2)} : new int[] {x.size(2), x.size(3)};
    }

    /** The same rank as the tensor, with other channels and another plane. */
    static int[] shape(Tensor x, int channels, int... plane) {
        return x.rank() == 3
                ? new int[] {x.size(0), channels, plane[1]}
                : new int[] {x.size(0), channels, plane[0], plane[1]};
    }

    /** How many windows fit along each axis of a plane. */
    int[] count(int... plane) {
        int[] count = new int[2];
        for (int a = 0; a < 2; a++) count[a] = (plane[a] + before[a] + after[a] - reach(a)) / strides[a] + 1;
        return count;
    }

    /** From the first to the last element of a window. */
    int reach(int axis) {
        return (kernel[axis] - 1) * dilations[axis] + 1;
    }

    /** Which element of an axis a window looks at; outside of it lies padding. */
    int at(int axis, int window, int element) {
        return window * strides[axis] - before[axis] + element * dilations[axis];
    }

    /** What a window does with an element that it looks at. */
    interface Visit {
        void look(int window, int element, int place);
    }

    /** Goes through all windows over a plane, all elements that each looks at, and the places of these in the plane; padding is passed over. */
    void each(int[] plane, int[] count, Visit visit) {
        for (int wy = 0; wy < count[0]; wy++)
            for (int wx = 0; wx < count[1]; wx++)
                for (int ky = 0; ky < kernel[0]; ky++)
                    for (int kx = 0; kx < kernel[1]; kx++) {
                        int y = at(0, wy, ky);
                        int x = at(1, wx, kx);
                        if (y >= 0 && y < plane[0] && x >= 0 && x < plane[1])
                            visit.look(wy * count[1] + wx, ky * kernel[1] + kx, y * plane[1] + x);
                    }
    }
}
