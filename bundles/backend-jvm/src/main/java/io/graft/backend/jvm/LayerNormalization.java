package io.graft.backend.jvm;

import io.graft.api.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** (x − mean) / √(variance + epsilon) · scale + bias, over the axes from {@code axis} on. */
final class LayerNormalization {
    private LayerNormalization() {}

    static void register(Map<String, Lowering> table) {
        table.put("LayerNormalization", LayerNormalization::lower);
    }

    private static Lowered lower(Tape t, Node n) {
        Tensor x = t.in(n, 0);
        Tensor scale = t.in(n, 1);
        Tensor bias = n.has(2) ? t.in(n, 2) : Tensor.constant(scale.shape, new float[scale.extent.at(1)]);
        float epsilon = n.operator().number("epsilon", 1e-5f);
        int axis = x.shape.axis(n.operator().integer("axis", -1));
        int width = scale.extent.at(1);
        Extent count = Extent.of(x.shape.dims().subList(0, axis));
        Shape each = new Shape(x.shape.dims().subList(0, axis));
        Tensor normal = t.floats(x.shape);
        Tensor inverse = t.floats(each);
        Tensor y = t.floats(x.shape);
        t.run(List.of(x, scale, bias), List.of(normal, inverse, y), rows -> {
            for (int r = 0; r < count.at(rows); r++)
                inverse.floats()[r] = normalize(
                        x.floats(),
                        r * width,
                        width,
                        epsilon,
                        scale.floats(),
                        bias.floats(),
                        normal.floats(),
                        y.floats());
        });
        return new Lowered(y, (dy, to) -> {
            to.add(0, () -> {
                Tensor dx = t.floats(x.shape);
                t.run(List.of(dy, scale, normal, inverse), List.of(dx), rows -> {
                    for (int r = 0; r < count.at(rows); r++)
                        slope(
                                dy.floats(),
                                scale.floats(),
                                normal.floats(),
                                inverse.floats()[r],
                                r * width,
                                width,
                                dx.floats());
                });
                return dx;
            });
            to.add(1, () -> columns(t, t.binary(BinaryFunctions.MUL, dy, normal), scale.shape, count, width));
            to.add(2, () -> columns(t, dy, scale.shape, count, width));
        });
    }

    private static float normalize(
            float[] x, int from, int n, float epsilon, float[] scale, float[] bias, float[] normal, float[] y) {
        double sum = 0;
        for (int i = 0; i < n; i++) sum += x[from + i];
        float mean = (float) (sum / n);
        double squares = 0;
        for (int i = 0; i < n; i++) squares += (double) (x[from + i] - mean) * (x[from + i] - mean);
        float inverse = (float) (1 / Math.sqrt(squares / n + epsilon));
        for (int i = 0; i < n; i++) {
            float z = (x[from + i] - mean) * inverse;
            normal[from + i] = z;
            y[from + i] = z * scale[i] + bias[i];
        }
        return inverse;
    }

    private static void slope(float[] dy, float[] scale, float[] normal, float inverse, int from, int n, float[] dx) {
        double sum = 0;
        double dot = 0;
        for (int i = 0; i < n; i++) {
            float g = dy[from + i] * scale[i];
            sum += g;
            dot += (double) g * normal[from + i];
        }
        float mean = (float) (sum / n);
        float along = (float) (dot / n);
        for (int i = 0; i < n; i++)
            dx[from + i] = inverse * (dy[from + i] * scale[i] - mean - normal[from + i] * along);
    }

    private static Tensor columns(Tape t, Tensor x, Shape shape, Extent count, int width) {
        Tensor sums = t.floats(shape);
        t.run(List.of(x), List.of(sums), rows -> {
            Arrays.fill(sums.floats(), 0, width, 0f);
            for (int r = 0; r < count.at(rows); r++)
                t.kernels().rows().addScaled(width, 1, x.floats(), r * width, sums.floats(), 0);
        });
        return sums;
    }
}
