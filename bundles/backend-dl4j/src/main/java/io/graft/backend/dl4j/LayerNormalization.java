package io.graft.backend.dl4j;

import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import java.util.Arrays;

/** {@code (x − mean) / √(variance + ε) · scale + bias} over the last axes (Ba et al., 2016), row by row on the heap. */
final class LayerNormalization {
    private final Shape shape;
    private final int size;
    private final float epsilon;
    private final Host x;
    private final Host scale;
    private final Host bias;
    private final Host y;
    private final float[] normal;
    private final float[] inverse;
    private final float[] row;
    private final float[] none;

    private LayerNormalization(Tape t, Node n) {
        shape = n.shape(0);
        size = n.shape(1).elements();
        epsilon = n.operator().number("epsilon", 1e-5f);
        x = t.host(n.name(0));
        scale = t.host(n.name(1));
        bias = n.has(2) ? t.host(n.name(2)) : null;
        y = t.array(ElementType.FLOAT, shape);
        int room = t.training() ? Sizes.elements(shape, t.maxRows()) : size;
        normal = new float[room];
        inverse = new float[size == 0 ? 0 : Sizes.elements(shape, t.maxRows()) / size];
        row = new float[size];
        none = new float[size];
    }

    static Lowered lower(Tape t, Node n) {
        LayerNormalization l = new LayerNormalization(t, n);
        boolean training = t.training();
        t.kernel(rows -> {
            int count = l.count(rows);
            return () -> {
                for (int i = 0; i < count; i++) l.forward(i, training ? i * l.size : 0);
            };
        });
        return new Lowered(t.upload(l.y), (dy, to) -> l.backward(t, n, t.download(dy), to));
    }

    private int count(int rows) {
        return size == 0 ? 0 : Sizes.elements(shape, rows) / size;
    }

    private void forward(int i, int at) {
        float[] in = x.floats();
        int from = i * size;
        float mean = Gates.sum(in, from, size) / size;
        float variance = Gates.squares(in, from, size, mean) / size;
        inverse[i] = (float) (1 / Math.sqrt(variance + epsilon));
        write(in, from, mean, inverse[i], normal, at, scale.floats(), shift(), y.floats(), size);
    }

    private float[] shift() {
        return bias == null ? none : bias.floats();
    }

    private static void write(
            float[] x,
            int from,
            float mean,
            float inverse,
            float[] normal,
            int at,
            float[] scale,
            float[] shift,
            float[] y,
            int n) {
        for (int k = 0; k < n; k++) {
            float standard = (x[from + k] - mean) * inverse;
            normal[at + k] = standard;
            y[from + k] = standard * scale[k] + shift[k];
        }
    }

    private void backward(Tape t, Node n, Host dy, Gradients to) {
        Host dx = t.array(ElementType.FLOAT, shape);
        Host dScale = t.array(ElementType.FLOAT, n.shape(1));
        Host dBias = t.array(ElementType.FLOAT, n.shape(1));
        t.kernel(rows -> {
            int count = count(rows);
            return () -> {
                Arrays.fill(dScale.floats(), 0);
                Arrays.fill(dBias.floats(), 0);
                for (int i = 0; i < count; i++) backward(i, dy.floats(), dx.floats(), dScale.floats(), dBias.floats());
            };
        });
        to.add(0, () -> t.upload(dx));
        to.add(1, () -> t.upload(dScale));
        to.add(2, () -> t.upload(dBias));
    }

    /** dx = (g − mean(g) − normal · mean(g · normal)) · inverse, with g = dy · scale. */
    private void backward(int i, float[] dy, float[] dx, float[] dScale, float[] dBias) {
        int at = i * size;
        collect(dy, normal, at, dScale, dBias, size);
        float[] g = row;
        float[] factors = scale.floats();
        for (int k = 0; k < size; k++) g[k] = dy[at + k] * factors[k];
        float factor = inverse[i];
        float first = Gates.sum(g, 0, size) / size * factor;
        float second = Gates.product(g, 0, normal, at, size) / size * factor;
        for (int k = 0; k < size; k++) dx[at + k] = g[k] * factor - first - normal[at + k] * second;
    }

    private static void collect(float[] dy, float[] normal, int at, float[] dScale, float[] dBias, int n) {
        for (int k = 0; k < n; k++) {
            dBias[k] += dy[at + k];
            dScale[k] += dy[at + k] * normal[at + k];
        }
    }
}
