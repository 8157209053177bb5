package io.graft.layers.convolution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a window moves over a field.
 *
 * @param kernel its size
 * @param stride how far it moves
 * @param dilation how far its elements are apart
 * @param padding what happens at the borders
 */
record Window(Size kernel, Size stride, Size dilation, Padding padding) {
    private static final Size ONE = new Size(1, 1);

    Window(Size kernel, Size stride, Padding padding) {
        this(kernel, stride, ONE, padding);
    }

    /** One that keeps the size of a field. */
    static Window same(Size kernel) {
        return new Window(kernel, ONE, Padding.SAME);
    }

    /** One that looks at one place at a time. */
    static Window point(Size stride) {
        return new Window(ONE, stride, Padding.SAME);
    }

    /** How many elements it reaches over, along an axis. */
    int reach(int axis) {
        return (at(kernel, axis) - 1) * at(dilation, axis) + 1;
    }

    static int at(Size size, int axis) {
        return axis == 0 ? size.height() : size.width();
    }

    private int padded(int axis, int size) {
        if (padding == Padding.VALID) return 0;
        int stride = at(this.stride, axis);
        int windows = (size + stride - 1) / stride;
        return Math.max(0, (windows - 1) * stride + reach(axis) - size);
    }

    /** The attributes of an operator that moves it over a field of these sizes. */
    Map<String, Object> over(List<Integer> sizes) {
        List<Integer> strides = new ArrayList<>();
        List<Integer> dilations = new ArrayList<>();
        List<Integer> begins = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        for (int axis = 0; axis < sizes.size(); axis++) {
            strides.add(at(stride, axis));
            dilations.add(at(dilation, axis));
            int padded = padded(axis, sizes.get(axis));
            begins.add(padded / 2);
            ends.add(padded - padded / 2);
        }
        Map<String, Object> attributes = new LinkedHashMap<>();
        if (strides.stream().anyMatch(n -> n > 1)) attributes.put("strides", strides);
        if (dilations.stream().anyMatch(n -> n > 1)) attributes.put("dilations", dilations);
        begins.addAll(ends);
        if (begins.stream().anyMatch(n -> n > 0)) attributes.put("pads", begins);
        return attributes;
    }

    /** The kernel's sizes along so many axes. */
    List<Integer> kernel(int axes) {
        return axes == 1 ? List.of(kernel.height()) : List.of(kernel.height(), kernel.width());
    }
}
