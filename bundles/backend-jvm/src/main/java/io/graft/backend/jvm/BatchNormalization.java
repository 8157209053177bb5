package io.graft.backend.jvm;

import io.graft.api.graph.Shape;
import java.util.List;
import java.util.Map;

/** Normalizes each channel (axis 1): in training with the batch's mean and variance, in use with the running ones. */
final class BatchNormalization {
    private final Tape t;
    private final Tensor x;
    private final Tensor scale;
    private final Tensor bias;
    private final Tensor mean;
    private final Tensor variance;
    private final Tensor y;
    private final Tensor middle;
    private final Tensor spread;
    private final Tensor inverse;
    private final float epsilon;
    private final float momentum;
    private final int channels;
    private final Extent outer;
    private final Extent inner;

    private BatchNormalization(Tape t, Node n) {
        this.t = t;
        x = t.in(n, 0);
        scale = t.in(n, 1);
        bias = t.in(n, 2);
        mean = t.in(n, 3);
        variance = t.in(n, 4);
        epsilon = n.operator().number("epsilon", 1e-5f);
        momentum = n.operator().number("momentum", 0.9f);
        channels = x.shape.size(1);
        outer = Extent.around(x.shape, 1)[0];
        inner = Extent.around(x.shape, 1)[2];
        y = t.floats(x.shape);
        Shape each = Shape.of(channels);
        middle = t.floats(each);
        spread = t.floats(each);
        inverse = t.floats(each);
    }

    static void register(Map<String, Lowering> table) {
        table.put("BatchNormalization", (t, n) -> new BatchNormalization(t, n).lower());
    }

    private Lowered lower() {
        t.run(List.of(x, scale, bias, mean, variance), List.of(y, middle, spread, inverse), this::forward);
        if (t.training()) t.atEnd(List.of(middle, spread), rows -> move());
        return new Lowered(y, (dy, to) -> {
            Tensor dScale = t.floats(scale.shape);
            Tensor dBias = t.floats(bias.shape);
            Tensor dx = t.floats(x.shape);
            t.run(
                    List.of(x, scale, middle, inverse, dy),
                    List.of(dScale, dBias, dx),
                    rows -> backward(rows, dy.floats(), dScale.floats(), dBias.floats(), dx.floats()));
            to.add(0, () -> dx);
            to.add(1, () -> dScale);
            to.add(2, () -> dBias);
        });
    }

    private void forward(int batch) {
        int rows = outer.at(batch);
        int size = inner.at(batch);
        float[] v = x.floats();
        for (int c = 0; c < channels; c++) {
            if (t.training()) measure(v, c, rows, size);
            else {
                middle.floats()[c] = mean.floats()[c];
                spread.floats()[c] = variance.floats()[c];
            }
            inverse.floats()[c] = (float) (1 / Math.sqrt(spread.floats()[c] + epsilon));
        }
        for (int r = 0, from = 0; r < rows; r++)
            for (int c = 0; c < channels; c++, from += size) {
                float factor = inverse.floats()[c] * scale.floats()[c];
                float addend = bias.floats()[c] - middle.floats()[c] * factor;
                Moments.scaled(v, factor, addend, y.floats(), from, size);
            }
    }

    private void measure(float[] v, int c, int rows, int size) {
        double count = rows * (double) size;
        double sum = 0;
        for (int r = 0; r < rows; r++) sum += Moments.sum(v, (r * channels + c) * size, size);
        float m = (float) (sum / count);
        double squares = 0;
        for (int r = 0; r < rows; r++) squares += Moments.product(v, m, v, m, (r * channels + c) * size, size);
        middle.floats()[c] = m;
        spread.floats()[c] = (float) (squares / count);
    }

    private void move() {
        for (int c = 0; c < channels; c++) {
            mean.floats()[c] = mean.floats()[c] * momentum + middle.floats()[c] * (1 - momentum);
            variance.floats()[c] = variance.floats()[c] * momentum + spread.floats()[c] * (1 - momentum);
        }
    }

    private void backward(int batch, float[] dy, float[] dScale, float[] dBias, float[] dx) {
        int rows = outer.at(batch);
        int size = inner.at(batch);
        double count = rows * (double) size;
        float[] v = x.floats();
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            double dot = 0;
            float m = middle.floats()[c];
            float inv = inverse.floats()[c];
            for (int r = 0; r < rows; r++) {
                sum += Moments.sum(dy, (r * channels + c) * size, size);
                dot += Moments.product(v, m, dy, 0, (r * channels + c) * size, size);
            }
            dot *= inv;
            dScale[c] = (float) dot;
            dBias[c] = (float) sum;
            float factor = inv * scale.floats()[c];
            float along = (float) (-factor * inv * dot / count);
            float shift = (float) (-factor * sum / count - along * m);
            for (int r = 0; r < rows; r++)
                Moments.mixed(dy, factor, v, along, shift, dx, (r * channels + c) * size, size);
        }
    }
}
