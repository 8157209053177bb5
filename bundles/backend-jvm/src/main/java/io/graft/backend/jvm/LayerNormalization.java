package io.graft.backend.jvm;

import io.graft.api.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * (x − mean) / √(variance + epsilon) · scale + bias, over the axes from {@code axis} on (Ba, Kiros and Hinton, 2016); x may be a sum of two,
 * see {@link SequenceFusions}.
 */
final class LayerNormalization {
    /** Elements that are worth a thread. */
    private static final int WORTH = 16_384;

    private final Tape t;
    private final Tensor x;
    private final Tensor residual;
    private final Tensor scale;
    private final Tensor bias;
    private final float epsilon;
    private final int width;
    private final Extent count;
    private final Tensor normal;
    private final Tensor inverse;
    private final Tensor y;

    private LayerNormalization(Tape t, Node n) {
        this.t = t;
        x = t.in(n, 0);
        residual = n.has(SequenceFusions.RESIDUAL) ? t.in(n, SequenceFusions.RESIDUAL) : null;
        scale = t.in(n, 1);
        bias = n.has(2) ? t.in(n, 2) : Tensor.constant(scale.shape, new float[scale.extent.at(1)]);
        epsilon = n.operator().number("epsilon", 1e-5f);
        width = scale.extent.at(1);
        Shape each =
                new Shape(x.shape.dims().subList(0, x.shape.axis(n.operator().integer("axis", -1))));
        count = Extent.of(each);
        y = t.floats(x.shape);
        normal = t.training() ? t.floats(x.shape) : y;
        inverse = t.floats(each);
    }

    static void register(Map<String, Lowering> table) {
        table.put("LayerNormalization", (t, n) -> new LayerNormalization(t, n).lower());
    }

    private Lowered lower() {
        t.run(Recurrence.there(x, residual, scale, bias), List.of(normal, inverse, y), this::forward);
        return new Lowered(y, (dy, to) -> {
            if (to.wants(0) || to.wants(SequenceFusions.RESIDUAL)) {
                Tensor dx = t.floats(x.shape);
                t.run(List.of(dy, scale, normal, inverse), List.of(dx), rows -> backward(rows, dy, dx));
                to.add(0, () -> dx);
                to.add(SequenceFusions.RESIDUAL, () -> dx);
            }
            to.add(1, () -> {
                Tensor sums = t.floats(scale.shape);
                t.run(List.of(dy, normal), List.of(sums), rows -> {
                    Arrays.fill(sums.floats(), 0, width, 0f);
                    Lines lines = t.kernels().lines();
                    for (int r = 0, at = 0; r < count.at(rows); r++, at += width)
                        lines.addProduct(width, dy.floats(), at, normal.floats(), at, sums.floats(), 0);
                });
                return sums;
            });
            to.add(2, () -> t.sumTo(dy, scale.shape));
        });
    }

    private void forward(int rows) {
        t.kernels().crew().each(count.at(rows), WORTH / width + 1, this::forward);
    }

    private void forward(int member, int first, int end) {
        Lines lines = t.kernels().of(member).lines();
        float[] in = residual == null ? x.floats() : normal.floats();
        for (int r = first, at = first * width; r < end; r++, at += width) {
            if (residual != null) lines.add(width, x.floats(), residual.floats(), in, at);
            float mean = lines.sum(width, in, at) / width;
            float variance = lines.squares(width, mean, in, at) / width;
            float one = (float) (1 / Math.sqrt(variance + epsilon));
            inverse.floats()[r] = one;
            lines.normalize(width, mean, one, in, at, scale.floats(), bias.floats(), normal.floats(), y.floats());
        }
    }

    private void backward(int rows, Tensor dy, Tensor dx) {
        t.kernels().crew().each(count.at(rows), WORTH / width + 1, (who, first, end) -> {
            Lines lines = t.kernels().of(who).lines();
            for (int r = first, at = first * width; r < end; r++, at += width)
                lines.normalizeSlope(
                        width, inverse.floats()[r], dy.floats(), scale.floats(), normal.floats(), at, dx.floats());
        });
    }
}
