package io.graft.backend.dl4j;

import io.graft.api.graph.Dim;
import io.graft.api.graph.Operator;
import io.graft.api.graph.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * A convolution by libnd4j's {@code conv2d} with oneDNN's kernels: about twice as fast as the matrix products of {@link Convolution}, for one
 * group and the same padding on both sides; dilated ones it refuses. libnd4j's own kernels are four times slower than those products.
 */
final class HelpedConvolution {
    private static final int LEAST_CHANNELS = 8;

    private final Tape t;
    private final Shape x;
    private final Shape weight;
    private final Shape y;
    private final int[] window;

    private HelpedConvolution(Tape t, Node n) {
        this.t = t;
        x = plane(n.shape(0));
        weight = plane(n.shape(1));
        y = plane(n.output().shape());
        window = window(n.operator(), n.shape(1));
    }

    /** Whether an operator can be computed so, and is faster then: oneDNN fills channels up to 16, and one place is a plain product. */
    static boolean fits(Tape t, Node n) {
        Shape weight = n.shape(1);
        boolean gains = weight.size(1) >= LEAST_CHANNELS && weight.elements() > weight.size(0) * weight.size(1);
        if (!t.helpers() || !gains || n.operator().integer("group", 1) != 1) return false;
        int[] pads = n.operator().integers("pads");
        int half = pads.length / 2;
        return Arrays.equals(Arrays.copyOf(pads, half), Arrays.copyOfRange(pads, half, pads.length))
                && Arrays.stream(n.operator().integers("dilations")).allMatch(d -> d == 1);
    }

    /** A single axis along which windows move becomes a plane of height 1. */
    private static Shape plane(Shape shape) {
        return shape.rank() == 4 ? shape : Shape.of(shape.dim(0), shape.dim(1), Dim.of(1), shape.dim(2));
    }

    /** Kernel, strides, padding and dilations, each down and to the right. */
    private static int[] window(Operator op, Shape weight) {
        int n = weight.rank() - 2;
        int[] all = {1, 1, 1, 1, 0, 0, 1, 1};
        int[][] given = {Window.kernel(weight), op.integers("strides"), op.integers("pads")};
        for (int part = 0; part < given.length; part++)
            for (int axis = 0; axis < Math.min(n, given[part].length); axis++)
                all[2 * part + 2 - n + axis] = given[part][axis];
        return all;
    }

    /** The arguments of libnd4j: the window, no automatic padding, channels first, and the order of the weight's axes. */
    private long[] arguments(int weightOrder) {
        long[] all = new long[11];
        for (int i = 0; i < window.length; i++) all[i] = window[i];
        all[10] = weightOrder;
        return all;
    }

    static Lowered lower(Tape t, Node n) {
        HelpedConvolution c = new HelpedConvolution(t, n);
        Tensor x = t.tensor(n.name(0));
        Tensor w = t.tensor(n.name(1));
        Tensor in = x.view(c.x);
        Tensor kernel = w.view(c.weight);
        Tensor[] given = n.has(2) ? new Tensor[] {in, kernel, t.tensor(n.name(2))} : new Tensor[] {in, kernel};
        Tensor y = t.helped("conv2d", c.arguments(1), List.of(c.y), given).get(0);
        return new Lowered(y.view(n.output().shape()), (dy, to) -> {
            to.add(2, () -> Convolutions.biasGradient(t, dy, n));
            if (to.wants(0)) {
                List<Tensor> gradients = c.backward(in, kernel, dy.view(c.y));
                to.add(0, () -> gradients.get(0).view(x.shape));
                to.add(1, () -> gradients.get(1).view(w.shape));
            } else to.add(1, () -> new Convolution(t, n, x.shape, n.output().shape()).weight(x, dy));
        });
    }

    /** Its gradient takes weights as [height, width, in, out] only. */
    private List<Tensor> backward(Tensor in, Tensor kernel, Tensor dy) {
        Shape order = Shape.of(weight.dim(2), weight.dim(3), weight.dim(1), weight.dim(0));
        Tensor ordered = Layouts.permute(t, kernel, new int[] {2, 3, 1, 0}, order);
        List<Tensor> gradients = t.helped("conv2d_bp", arguments(0), List.of(x, order), in, ordered, dy);
        return List.of(gradients.get(0), Layouts.permute(t, gradients.get(1), new int[] {3, 2, 0, 1}, weight));
    }
}
