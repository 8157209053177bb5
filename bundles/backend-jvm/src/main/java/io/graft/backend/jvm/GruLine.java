package io.graft.backend.jvm;

import java.util.Arrays;
import java.util.List;

/** One direction of a GRU (Cho et al., 2014) whose reset gate r is applied to the state: n = tanh(a + R (r · h)), h' = (1 − z) · n + z · h. */
final class GruLine extends RecurrentLine {
    private final float[] bias;
    private final Product.Packed gates = new Product.Packed();
    private final Product.Packed candidate = new Product.Packed();
    private final Product.Packed gatesBack = new Product.Packed();
    private final Product.Packed candidateBack = new Product.Packed();
    /** r · h by steps; 0 behind the end of a row. */
    private final Tensor reset;

    private Tensor dReset;

    GruLine(Recurrence all, int direction) {
        super(all, direction);
        bias = new float[width];
        reset = all.along(0, hidden);
    }

    @Override
    List<Tensor> kept() {
        return List.of(inputs, a, states, reset);
    }

    @Override
    void pack(Product product) {
        product.pack(true, 2 * hidden, hidden, weights(), ro, hidden, gates);
        product.pack(true, hidden, hidden, weights(), ro + 2 * hidden * hidden, hidden, candidate);
        bias(bias, width);
    }

    @Override
    void step(Product product, Kernels k, int s, int from, int to, int rows) {
        float[] h = states.floats();
        float[] g = a.floats();
        float[] kept = reset.floats();
        Functions f = k.functions();
        int first = s * rows;
        int part = s * rows + from;
        product.multiply(false, to - from, h, part * hidden, hidden, gates, g, part * width, width, true);
        for (int b = from; b < to; b++) {
            int at = (first + b) * width;
            int before = (first + b) * hidden;
            if (!active(s, b)) {
                Arrays.fill(kept, before, before + hidden, 0f);
                continue;
            }
            for (int u = 0; u < width; u++) g[at + u] += bias[u];
            f.sigmoid(g, g, at, at + 2 * hidden);
            for (int u = 0; u < hidden; u++) kept[before + u] = g[at + hidden + u] * h[before + u];
        }
        product.multiply(
                false, to - from, kept, part * hidden, hidden, candidate, g, part * width + 2 * hidden, width, true);
        for (int b = from; b < to; b++) {
            int at = (first + b) * width;
            int before = (first + b) * hidden;
            int after = before + rows * hidden;
            if (!active(s, b)) {
                keep(s, b, rows);
                continue;
            }
            f.tanh(g, g, at + 2 * hidden, at + width);
            for (int u = 0; u < hidden; u++)
                h[after + u] = (1 - g[at + u]) * g[at + 2 * hidden + u] + g[at + u] * h[before + u];
        }
    }

    @Override
    List<Tensor> scratch(RecurrentSlopes slopes) {
        dReset = all.each(hidden);
        return Recurrence.both(super.scratch(slopes), List.of(dReset));
    }

    @Override
    void packBack(Product product) {
        product.pack(false, hidden, 2 * hidden, weights(), ro, hidden, gatesBack);
        product.pack(false, hidden, hidden, weights(), ro + 2 * hidden * hidden, hidden, candidateBack);
    }

    @Override
    void back(Product product, Kernels k, int s, int from, int to, int rows) {
        float[] h = states.floats();
        float[] g = a.floats();
        float[] dk = dReset.floats();
        int first = s * rows;
        int part = s * rows + from;
        for (int b = from; b < to; b++) {
            int at = (first + b) * width;
            int before = (first + b) * hidden;
            if (!active(s, b)) {
                Arrays.fill(g, at, at + width, 0f);
                continue;
            }
            for (int u = 0; u < hidden; u++) {
                float z = g[at + u];
                float n = g[at + 2 * hidden + u];
                float d = dh()[b * hidden + u];
                g[at + u] = d * (h[before + u] - n) * (z * (1 - z));
                g[at + 2 * hidden + u] = d * (1 - z) * (1 - n * n);
                dh()[b * hidden + u] = d * z;
            }
        }
        product.multiply(
                false, to - from, g, part * width + 2 * hidden, width, candidateBack, dk, from * hidden, hidden, false);
        for (int b = from; b < to; b++) {
            if (!active(s, b)) continue;
            int at = (first + b) * width + hidden;
            int before = (first + b) * hidden;
            for (int u = 0; u < hidden; u++) {
                float r = g[at + u];
                float d = dk[b * hidden + u];
                g[at + u] = d * h[before + u] * (r * (1 - r));
                dh()[b * hidden + u] += d * r;
            }
        }
        product.multiply(false, to - from, g, part * width, width, gatesBack, dh(), from * hidden, hidden, true);
    }

    @Override
    void stateWeights(Product product, int count, int rows, float[] into) {
        product.multiply(
                true,
                false,
                2 * hidden,
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
        product.multiply(
                true,
                false,
                hidden,
                hidden,
                count,
                a.floats(),
                2 * hidden,
                width,
                reset.floats(),
                0,
                hidden,
                into,
                ro + 2 * hidden * hidden,
                hidden,
                false);
    }
}
