package io.graft.backend.dl4j;

import io.graft.api.graph.Dim;
import io.graft.api.graph.Shape;
import java.util.Arrays;
import java.util.Map;

/** Convolution, and its transpose. */
final class Convolutions {
    private Convolutions() {}

    static void register(Map<String, Lowerings.Lowering> table) {
        table.put("Conv", Convolutions::conv);
        table.put("ConvTranspose", Convolutions::transposed);
    }

    private static Lowered conv(Tape t, Node n) {
        if (HelpedConvolution.fits(t, n)) return HelpedConvolution.lower(t, n);
        Tensor x = t.tensor(n.name(0));
        Tensor w = t.tensor(n.name(1));
        Convolution c = new Convolution(t, n, x.shape, n.output().shape());
        return new Lowered(c.narrow(x, w, bias(t, n)), (dy, to) -> {
            to.add(0, () -> c.wide(dy, w, null));
            to.add(1, () -> c.weight(x, dy));
            to.add(2, () -> biasGradient(t, dy, n));
        });
    }

    private static Lowered transposed(Tape t, Node n) {
        Tensor x = t.tensor(n.name(0));
        Tensor w = t.tensor(n.name(1));
        Convolution c = new Convolution(t, n, n.output().shape(), x.shape);
        return new Lowered(c.wide(x, w, bias(t, n)), (dy, to) -> {
            to.add(0, () -> c.narrow(dy, w, null));
            to.add(1, () -> c.weight(dy, x));
            to.add(2, () -> biasGradient(t, dy, n));
        });
    }

    private static Tensor bias(Tape t, Node n) {
        return n.has(2) ? t.tensor(n.name(2)) : null;
    }

    static Tensor biasGradient(Tape t, Tensor dy, Node n) {
        Dim[] dims = new Dim[dy.shape.rank()];
        Arrays.fill(dims, Dim.of(1));
        dims[1] = dy.shape.dim(1);
        return t.sumTo(dy, Shape.of(dims)).view(n.shape(2));
    }
}
