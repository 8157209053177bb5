package io.graft.backend.dl4j;

import io.graft.api.graph.Operator;
import io.graft.api.graph.Shape;
import java.util.Arrays;

/**
 * A window that moves over the axes after the second; a single such axis counts as a plane of height 1.
 *
 * @param height of the padded-less plane that it moves over
 * @param width of that plane
 * @param kernelHeight how many places it looks at downwards
 * @param kernelWidth how many to the right
 * @param strideDown how far it moves downwards
 * @param strideRight how far to the right
 * @param dilationDown how far the places lie apart downwards
 * @param dilationRight how far to the right
 * @param top the padding above
 * @param left the padding to the left
 * @param placesDown how many places it stops at downwards
 * @param placesRight how many to the right
 */
record Window(
        int height,
        int width,
        int kernelHeight,
        int kernelWidth,
        int strideDown,
        int strideRight,
        int dilationDown,
        int dilationRight,
        int top,
        int left,
        int placesDown,
        int placesRight) {

    /** The window of an operator over planes of one shape, with a kernel's shape, that stops at the places of another shape. */
    static Window of(Operator operator, Shape plane, int[] kernel, Shape places) {
        int n = plane.rank() - 2;
        int[] strides = axes(operator.integers("strides"), n, 1);
        int[] dilations = axes(operator.integers("dilations"), n, 1);
        int[] pads = axes(operator.integers("pads"), n, 0);
        boolean flat = n == 1;
        int last = n - 1;
        return new Window(
                flat ? 1 : plane.size(2),
                plane.size(-1),
                flat ? 1 : kernel[0],
                kernel[last],
                flat ? 1 : strides[0],
                strides[last],
                flat ? 1 : dilations[0],
                dilations[last],
                flat ? 0 : pads[0],
                pads[last],
                flat ? 1 : places.size(2),
                places.size(-1));
    }

    private static int[] axes(int[] given, int n, int otherwise) {
        if (given.length > 0) return given;
        int[] all = new int[n];
        Arrays.fill(all, otherwise);
        return all;
    }

    /** The sizes of a kernel: those of a weight's axes after the second. */
    static int[] kernel(Shape weight) {
        int[] sizes = new int[weight.rank() - 2];
        for (int i = 0; i < sizes.length; i++) sizes[i] = weight.size(2 + i);
        return sizes;
    }

    /** The window that stands over the whole plane. */
    static Window whole(Shape plane) {
        int height = plane.rank() == 3 ? 1 : plane.size(2);
        int width = plane.size(-1);
        return new Window(height, width, height, width, 1, 1, 1, 1, 0, 0, 1, 1);
    }

    int plane() {
        return height * width;
    }

    int kernel() {
        return kernelHeight * kernelWidth;
    }

    int places() {
        return placesDown * placesRight;
    }

    /** The first place, to the right, at which a place of the kernel is inside the plane. */
    int firstInside(int kernelColumn) {
        int shift = kernelColumn * dilationRight - left;
        return shift >= 0 ? 0 : Math.min(placesRight, (-shift + strideRight - 1) / strideRight);
    }

    /** The place, to the right, after the last at which a place of the kernel is inside the plane. */
    int endInside(int kernelColumn) {
        int shift = kernelColumn * dilationRight - left;
        int room = width - 1 - shift;
        return room < 0 ? 0 : Math.min(placesRight, room / strideRight + 1);
    }
}
