package io.graft.backend.jvm;

import io.graft.api.graph.Shape;
import java.util.Map;

/** Conv and ConvTranspose, with the activation that {@link Fusions} has put into them. */
final class Convolutions {
    private Convolutions() {}

    static void register(Map<String, Lowering> table) {
        table.put("Conv", Convolutions::conv);
        table.put("ConvTranspose", Convolutions::transposed);
    }

    private static int[] kernel(Shape weights) {
        int[] kernel = new int[weights.rank() - 2];
        for (int i = 0; i < kernel.length; i++) kernel[i] = weights.size(2 + i);
        return kernel;
    }

    private static Extent batch(Node n) {
        return Extent.of(n.shape(0).dims().subList(0, 1));
    }

    private static Lowered conv(Tape t, Node n) {
        if (n.operator().integers(Peaks.WINDOW).length > 0) return Peaks.lower(t, n);
        Shape out = n.output().shape();
        Windows windows = Windows.of(n.operator(), n.shape(0), out, kernel(n.shape(1)));
        Convolution c = new Convolution(
                t,
                batch(n),
                windows,
                n.shape(0).size(1),
                out.size(1),
                n.operator().integer("group", 1));
        Tensor x = t.in(n, 0);
        Tensor w = t.in(n, 1);
        Tensor y = c.down(x, w, n.has(2) ? t.in(n, 2) : null, out);
        return activated(t, n, y, (dz, to) -> {
            to.add(0, () -> c.up(dz, w, null, n.shape(0)));
            to.add(1, () -> c.weights(x, dz, n.shape(1)));
            to.add(2, () -> overChannels(t, dz));
        });
    }

    private static Lowered transposed(Tape t, Node n) {
        Shape out = n.output().shape();
        Windows windows = Windows.of(n.operator(), out, n.shape(0), kernel(n.shape(1)));
        Convolution c = new Convolution(
                t,
                batch(n),
                windows,
                out.size(1),
                n.shape(0).size(1),
                n.operator().integer("group", 1));
        Tensor x = t.in(n, 0);
        Tensor w = t.in(n, 1);
        Tensor y = c.up(x, w, n.has(2) ? t.in(n, 2) : null, out);
        return activated(t, n, y, (dz, to) -> {
            to.add(0, () -> c.down(dz, w, null, n.shape(0)));
            to.add(1, () -> c.weights(dz, x, n.shape(1)));
            to.add(2, () -> overChannels(t, dz));
        });
    }

    private static Lowered activated(Tape t, Node n, Tensor y, Lowered.Backward backward) {
        String activation = n.operator().string(Fusions.ACTIVATION, "");
        if (activation.isEmpty()) return new Lowered(y, backward);
        UnaryFunctions.inPlace(t, activation, y);
        return new Lowered(y, (dy, to) -> backward.run(UnaryFunctions.slopeOf(t, activation, y, dy), to));
    }

    /** The sum of each channel. */
    private static Tensor overChannels(Tape t, Tensor dz) {
        int channels = dz.shape.size(1);
        Shape kept = dz.shape.rank() == 3 ? Shape.of(1, channels, 1) : Shape.of(1, channels, 1, 1);
        return t.sumTo(dz, kept);
    }
}
