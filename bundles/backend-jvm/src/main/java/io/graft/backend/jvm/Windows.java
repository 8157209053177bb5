package io.graft.backend.jvm;

import io.graft.api.graph.Operator;
import io.graft.api.graph.Shape;

/**
 * How windows lie over planes: those of a convolution or a pooling. One axis is a plane of height 1.
 *
 * @param height of the plane
 * @param width of the plane
 * @param down windows from top to bottom
 * @param across windows from left to right
 * @param kernelHeight elements of a window from top to bottom
 * @param kernelWidth elements of a window from left to right
 * @param strides how far apart windows are, along both axes
 * @param dilations how far apart the elements of a window are
 * @param top rows of padding before the first
 * @param left columns of padding before the first
 */
record Windows(
        int height,
        int width,
        int down,
        int across,
        int kernelHeight,
        int kernelWidth,
        int[] strides,
        int[] dilations,
        int top,
        int left) {

    /** Those of an operator, with planes on the axes after the second of the larger and the smaller tensor. */
    static Windows of(Operator op, Shape planes, Shape windows, int... kernel) {
        int[] pads = op.integers("pads");
        boolean flat = planes.rank() == 3;
        return new Windows(
                flat ? 1 : planes.size(2),
                planes.size(-1),
                flat ? 1 : windows.size(2),
                windows.size(-1),
                flat ? 1 : kernel[0],
                kernel[kernel.length - 1],
                two(op.integers("strides")),
                two(op.integers("dilations")),
                flat || pads.length == 0 ? 0 : pads[0],
                pads.length == 0 ? 0 : pads[flat ? 0 : 1]);
    }

    private static int[] two(int... given) {
        return switch (given.length) {
            case 0 -> new int[] {1, 1};
            case 1 -> new int[] {1, given[0]};
            default -> given;
        };
    }

    /** The elements of a plane. */
    int plane() {
        return height * width;
    }

    /** The number of windows. */
    int count() {
        return down * across;
    }

    /** The elements of a window. */
    int kernel() {
        return kernelHeight * kernelWidth;
    }

    /** Whether each element is a window by itself. */
    boolean pointwise() {
        return kernel() == 1 && count() == plane() && strides[0] == 1 && strides[1] == 1 && top == 0 && left == 0;
    }

    /** The row of the plane that row i of a window looks at, which may lie in the padding. */
    int row(int window, int i) {
        return window * strides[0] - top + i * dilations[0];
    }

    int column(int window, int j) {
        return window * strides[1] - left + j * dilations[1];
    }

    /** The first window whose element j does not lie in the padding before the first column. */
    int first(int j) {
        int before = left - j * dilations[1];
        return before <= 0 ? 0 : Math.min(across, (before + strides[1] - 1) / strides[1]);
    }

    /** One behind the last window whose element j lies before the padding after the last column. */
    int end(int j) {
        int room = width - 1 + left - j * dilations[1];
        return room < 0 ? 0 : Math.min(across, room / strides[1] + 1);
    }
}
