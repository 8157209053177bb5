package io.graft.backend.jvm;

import io.graft.api.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Normalizes each group of channels of each row by its own mean and variance, then scales and shifts each channel (Wu and He, 2018). */
final class GroupNormalization {
    private final Tape t;
    private final Tensor x;
    private final Tensor scale;
    private final Tensor bias;
    private final Tensor y;
    private final Tensor middle;
    private final Tensor inverse;
    private final float epsilon;
    private final int channels;
    private final int each;
    private final Extent groups;
    private final Extent inner;

    private GroupNormalization(Tape t, Node n) {
        this.t = t;
        x = t.in(n, 0);
        scale = t.in(n, 1);
        bias = t.in(n, 2);
        epsilon = n.operator().number("epsilon", 1e-5f);
        int count = n.operator().integer("num_groups", 1);
        channels = x.shape.size(1);
        each = channels / count;
        Shape all = Shape.of(x.shape.dim(0), Shape.of(count).dim(0));
        groups = Extent.of(all);
        inner = Extent.around(x.shape, 1)[2];
        y = t.floats(x.shape);
        middle = t.floats(all);
        inverse = t.floats(all);
    }

    static void register(Map<String, Lowering> table) {
        table.put("GroupNormalization", (t, n) -> new GroupNormalization(t, n).lower());
    }

    private Lowered lower() {
        t.run(List.of(x, scale, bias), List.of(y, middle, inverse), this::forward);
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

    private void forward(int rows) {
        int size = inner.at(rows);
        int all = each * size;
        float[] v = x.floats();
        for (int g = 0; g < groups.at(rows); g++) {
            float mean = (float) (Moments.sum(v, g * all, all) / all);
            double variance = Moments.product(v, mean, v, mean, g * all, all) / all;
            float factor = (float) (1 / Math.sqrt(variance + epsilon));
            middle.floats()[g] = mean;
            inverse.floats()[g] = factor;
            for (int k = 0; k < each; k++) {
                int c = (g * each + k) % channels;
                float own = factor * scale.floats()[c];
                Moments.scaled(v, own, bias.floats()[c] - mean * own, y.floats(), (g * each + k) * size, size);
            }
        }
    }

    private void backward(int rows, float[] dy, float[] dScale, float[] dBias, float[] dx) {
        int size = inner.at(rows);
        float[] v = x.floats();
        Arrays.fill(dScale, 0, channels, 0f);
        Arrays.fill(dBias, 0, channels, 0f);
        for (int g = 0; g < groups.at(rows); g++) {
            float mean = middle.floats()[g];
            float factor = inverse.floats()[g];
            double sum = 0;
            double dot = 0;
            for (int k = 0; k < each; k++) {
                int from = (g * each + k) * size;
                int c = (g * each + k) % channels;
                double channelSum = Moments.sum(dy, from, size);
                double channelDot = Moments.product(v, mean, dy, 0, from, size) * factor;
                dBias[c] += (float) channelSum;
                dScale[c] += (float) channelDot;
                sum += channelSum * scale.floats()[c];
                dot += channelDot * scale.floats()[c];
            }
            double count = each * (double) size;
            float along = (float) (-factor * factor * dot / count);
            float shift = (float) (-factor * sum / count - along * mean);
            for (int k = 0; k < each; k++) {
                int c = (g * each + k) % channels;
                Moments.mixed(dy, factor * scale.floats()[c], v, along, shift, dx, (g * each + k) * size, size);
            }
        }
    }
}
