package io.graft.backend.dl4j;

import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import java.util.Arrays;

/**
 * {@code (x − mean) / √(variance + ε) · scale + bias} where a channel's numbers of a row lie side by side, on the heap: over all rows of a channel
 * (Ioffe and Szegedy, 2015) or over the channels of a group (Wu and He, 2018).
 */
final class ChannelNormalization {
    private final Shape shape;
    private final int channels;
    private final int size;
    private final float epsilon;
    private final boolean overRows;
    private final int groups;
    private final Host x;
    private final Host scale;
    private final Host bias;
    private final Host y;
    private final Host mean;
    private final Host variance;
    private final float[] inverse;

    private ChannelNormalization(Tape t, Node n, boolean overRows) {
        this.overRows = overRows;
        shape = n.shape(0);
        channels = shape.size(1);
        size = Sizes.product(shape.dims().subList(2, shape.rank())).size();
        epsilon = n.operator().number("epsilon", 1e-5f);
        groups = overRows ? channels : n.operator().integer("num_groups", 1);
        x = t.host(n.name(0));
        scale = t.host(n.name(1));
        bias = t.host(n.name(2));
        y = t.array(ElementType.FLOAT, shape);
        Shape statistics = overRows ? Shape.of(channels) : Shape.of(shape.dim(0), Dim.of(groups));
        mean = t.array(ElementType.FLOAT, statistics);
        variance = t.array(ElementType.FLOAT, statistics);
        inverse = new float[Sizes.elements(statistics, t.maxRows())];
    }

    /** What the numbers of a batch say of it. */
    record Batched(Lowered lowered, Tensor mean, Tensor variance) {}

    static Batched overRows(Tape t, Node n) {
        ChannelNormalization c = new ChannelNormalization(t, n, true);
        return new Batched(c.lower(t, n), t.upload(c.mean), t.upload(c.variance));
    }

    static Lowered overGroups(Tape t, Node n) {
        return new ChannelNormalization(t, n, false).lower(t, n);
    }

    private Lowered lower(Tape t, Node n) {
        t.kernel(rows -> {
            Sets sets = new Sets(Sizes.of(shape.dim(0), rows));
            return () -> {
                for (int s = 0; s < sets.count; s++) forward(sets, s);
            };
        });
        return new Lowered(t.upload(y), (dy, to) -> {
            Host slope = t.download(dy);
            Host dx = t.array(ElementType.FLOAT, shape);
            Host dScale = t.array(ElementType.FLOAT, n.shape(1));
            Host dBias = t.array(ElementType.FLOAT, n.shape(2));
            t.kernel(rows -> {
                Sets sets = new Sets(Sizes.of(shape.dim(0), rows));
                return () -> {
                    Arrays.fill(dScale.floats(), 0);
                    Arrays.fill(dBias.floats(), 0);
                    for (int s = 0; s < sets.count; s++)
                        backward(sets, s, slope.floats(), dx.floats(), dScale.floats(), dBias.floats());
                };
            });
            to.add(0, () -> t.upload(dx));
            to.add(1, () -> t.upload(dScale));
            to.add(2, () -> t.upload(dBias));
        });
    }

    /** The sets of numbers that share a mean; each is made of blocks, one for a channel of a row. */
    private final class Sets {
        final int count;
        final int blocks;

        Sets(int rows) {
            count = overRows ? channels : rows * groups;
            blocks = overRows ? rows : channels / groups;
        }

        int channel(int set, int block) {
            return overRows ? set : set % groups * blocks + block;
        }

        int begin(int set, int block) {
            return ((overRows ? block : set / groups) * channels + channel(set, block)) * size;
        }
    }

    private void forward(Sets sets, int s) {
        float[] in = x.floats();
        double sum = 0;
        for (int b = 0; b < sets.blocks; b++) sum += Gates.sum(in, sets.begin(s, b), size);
        int count = sets.blocks * size;
        float middle = (float) (sum / count);
        double squares = 0;
        for (int b = 0; b < sets.blocks; b++) squares += Gates.squares(in, sets.begin(s, b), size, middle);
        mean.floats()[s] = middle;
        variance.floats()[s] = (float) (squares / count);
        inverse[s] = (float) (1 / Math.sqrt(variance.floats()[s] + epsilon));
        for (int b = 0; b < sets.blocks; b++) {
            int c = sets.channel(s, b);
            write(in, sets.begin(s, b), middle, inverse[s] * scale.floats()[c], bias.floats()[c], y.floats(), size);
        }
    }

    private static void write(float[] x, int at, float mean, float factor, float bias, float[] y, int n) {
        for (int i = at; i < at + n; i++) y[i] = (x[i] - mean) * factor + bias;
    }

    /** With g = dy · scale and normal = (x − mean) · inverse: dx = (g − mean(g) − normal · mean(g · normal)) · inverse. */
    private void backward(Sets sets, int s, float[] dy, float[] dx, float[] dScale, float[] dBias) {
        float[] in = x.floats();
        float middle = mean.floats()[s];
        double first = 0;
        double second = 0;
        for (int b = 0; b < sets.blocks; b++) {
            int at = sets.begin(s, b);
            int c = sets.channel(s, b);
            float sum = Gates.sum(dy, at, size);
            float product = centred(dy, in, at, size, middle) * inverse[s];
            dBias[c] += sum;
            dScale[c] += product;
            first += (double) sum * scale.floats()[c];
            second += (double) product * scale.floats()[c];
        }
        int count = sets.blocks * size;
        float shift = (float) (first / count) * inverse[s];
        float slope = (float) (second / count) * inverse[s] * inverse[s];
        for (int b = 0; b < sets.blocks; b++) {
            float factor = scale.floats()[sets.channel(s, b)] * inverse[s];
            writeGradient(dy, in, sets.begin(s, b), middle, factor, shift, slope, dx, size);
        }
    }

    private static void writeGradient(
            float[] dy, float[] x, int at, float mean, float factor, float shift, float slope, float[] dx, int n) {
        for (int i = at; i < at + n; i++) dx[i] = dy[i] * factor - shift - (x[i] - mean) * slope;
    }

    /** Σ dy · (x − mean). */
    private static float centred(float[] dy, float[] x, int at, int n, float mean) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = at;
        for (; i + 4 <= at + n; i += 4) {
            a += dy[i] * (x[i] - mean);
            b += dy[i + 1] * (x[i + 1] - mean);
            c += dy[i + 2] * (x[i + 2] - mean);
            d += dy[i + 3] * (x[i + 3] - mean);
        }
        for (; i < at + n; i++) a += dy[i] * (x[i] - mean);
        return a + b + (c + d);
    }
}
