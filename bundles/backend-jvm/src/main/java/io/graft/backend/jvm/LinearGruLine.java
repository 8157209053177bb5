package io.graft.backend.jvm;

import java.util.Arrays;
import java.util.List;

/** One direction of a GRU whose reset gate r is applied to R h + bias: n = tanh(a + r · (R h + bias)), h' = (1 − z) · n + z · h. */
final class LinearGruLine extends RecurrentLine {
    private final float[] bias;
    private final Product.Packed gates = new Product.Packed();
    private final Product.Packed candidate = new Product.Packed();
    private final Product.Packed gatesBack = new Product.Packed();
    private final Product.Packed candidateBack = new Product.Packed();
    /** R h + bias of the candidate by steps; then the gradient of it. */
    private final Tensor fromState;

    LinearGruLine(Recurrence all, int direction) {
        super(all, direction);
        bias = new float[width];
        fromState = all.along(0, hidden);
    }

    @Override
    List<Tensor> kept() {
        return List.of(inputs, a, states, fromState);
    }

    @Override
    void pack(Product product) {
        product.pack(true, 2 * hidden, hidden, weights(), ro, hidden, gates);
        product.pack(true, hidden, hidden, weights(), ro + 2 * hidden * hidden, hidden, candidate);
        bias(bias, 2 * hidden);
    }

    @Override
    void step(Product product, Kernels k, int s, int from, int to, int rows) {
        float[] h = states.floats();
        float[] g = a.floats();
        float[] m = fromState.floats();
        Functions f = k.functions();
        int first = s * rows;
        int part = s * rows + from;
        product.multiply(false, to - from, h, part * hidden, hidden, gates, g, part * width, width, true);
        product.multiply(false, to - from, h, part * hidden, hidden, candidate, m, part * hidden, hidden, false);
        for (int b = from; b < to; b++) {
            int at = (first + b) * width;
            int before = (first + b) * hidden;
            int after = before + rows * hidden;
            if (!active(s, b)) {
                keep(s, b, rows);
                continue;
            }
            for (int u = 0; u < width; u++) g[at + u] += bias[u];
            f.sigmoid(g, g, at, at + 2 * hidden);
            for (int u = 0; u < hidden; u++) {
                m[before + u] += stateBias(2 * hidden + u);
                g[at + 2 * hidden + u] += g[at + hidden + u] * m[before + u];
            }
            f.tanh(g, g, at + 2 * hidden, at + width);
            for (int u = 0; u < hidden; u++)
                h[after + u] = (1 - g[at + u]) * g[at + 2 * hidden + u] + g[at + u] * h[before + u];
        }
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
        float[] m = fromState.floats();
        int first = s * rows;
        int part = s * rows + from;
        for (int b = from; b < to; b++) {
            int at = (first + b) * width;
            int before = (first + b) * hidden;
            if (!active(s, b)) {
                Arrays.fill(g, at, at + width, 0f);
                Arrays.fill(m, before, before + hidden, 0f);
                continue;
            }
            for (int u = 0; u < hidden; u++) {
                float z = g[at + u];
                float r = g[at + hidden + u];
                float n = g[at + 2 * hidden + u];
                float d = dh()[b * hidden + u];
                float dn = d * (1 - z) * (1 - n * n);
                g[at + u] = d * (h[before + u] - n) * (z * (1 - z));
                g[at + hidden + u] = dn * m[before + u] * (r * (1 - r));
                g[at + 2 * hidden + u] = dn;
                m[before + u] = dn * r;
                dh()[b * hidden + u] = d * z;
            }
        }
        product.multiply(false, to - from, g, part * width, width, gatesBack, dh(), from * hidden, hidden, true);
        product.multiply(false, to - from, m, part * hidden, hidden, candidateBack, dh(), from * hidden, hidden, true);
    }

    @Override
    void stateWeights(Product product, int count, int rows, float[] into) {
        float[] h = states.floats();
        product.multiply(
                true, false, 2 * hidden, hidden, count, a.floats(), 0, width, h, 0, hidden, into, ro, hidden, false);
        product.multiply(
                true,
                false,
                hidden,
                hidden,
                count,
                fromState.floats(),
                0,
                hidden,
                h,
                0,
                hidden,
                into,
                ro + 2 * hidden * hidden,
                hidden,
                false);
    }

    @Override
    void stateBias(int count, float[] into, int at) {
        super.stateBias(count, into, at);
        columns(fromState, count, hidden, into, at + 2 * hidden);
    }
}
