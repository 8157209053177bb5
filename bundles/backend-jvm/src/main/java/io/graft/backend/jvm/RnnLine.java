package io.graft.backend.jvm;

import java.util.Arrays;
import java.util.List;

/** One direction of a plain recurrence (Elman, 1990): h' = f(W x + R h + biases), f the hyperbolic tangent or relu. */
final class RnnLine extends RecurrentLine {
    private final boolean relu;
    private final float[] bias;
    private final Product.Packed packed = new Product.Packed();
    private final Product.Packed packedBack = new Product.Packed();

    RnnLine(Recurrence all, int direction) {
        super(all, direction);
        relu = all.n.operator().string("activation", "Tanh").equals("Relu");
        bias = new float[width];
    }

    @Override
    List<Tensor> kept() {
        return List.of(inputs, a, states);
    }

    @Override
    void pack(Product product) {
        product.pack(true, width, hidden, weights(), ro, hidden, packed);
        bias(bias, width);
    }

    @Override
    void step(Product product, Kernels k, int s, int from, int to, int rows) {
        float[] h = states.floats();
        float[] sums = a.floats();
        product.multiply(
                false,
                to - from,
                h,
                (s * rows + from) * hidden,
                hidden,
                packed,
                sums,
                (s * rows + from) * width,
                width,
                true);
        for (int b = from; b < to; b++) {
            int at = (s * rows + b) * hidden;
            int after = at + rows * hidden;
            if (!active(s, b)) {
                keep(s, b, rows);
                continue;
            }
            for (int u = 0; u < hidden; u++) sums[at + u] += bias[u];
            if (relu) for (int u = 0; u < hidden; u++) h[after + u] = Math.max(0f, sums[at + u]);
            else {
                k.functions().tanh(sums, sums, at, at + hidden);
                System.arraycopy(sums, at, h, after, hidden);
            }
        }
    }

    @Override
    void packBack(Product product) {
        product.pack(false, hidden, width, weights(), ro, hidden, packedBack);
    }

    @Override
    void back(Product product, Kernels k, int s, int from, int to, int rows) {
        float[] d = a.floats();
        float[] y = states.floats();
        for (int b = from; b < to; b++) {
            int at = (s * rows + b) * hidden;
            int after = at + rows * hidden;
            int own = b * hidden;
            if (!active(s, b)) {
                Arrays.fill(d, at, at + hidden, 0f);
                continue;
            }
            for (int u = 0; u < hidden; u++) {
                float value = y[after + u];
                float slope = relu ? value > 0 ? 1 : 0 : 1 - value * value;
                d[at + u] = dh()[own + u] * slope;
            }
            Arrays.fill(dh(), own, own + hidden, 0f);
        }
        product.multiply(
                false, to - from, d, (s * rows + from) * width, width, packedBack, dh(), from * hidden, hidden, true);
    }

    @Override
    void stateWeights(Product product, int count, int rows, float[] into) {
        product.multiply(
                true,
                false,
                width,
                hidden,
                count,
                a.floats(),
                0,
                width,
                states.floats(),
                0,
                hidden,
                into,
                ro,
                hidden,
                false);
    }
}
