package io.graft.backend.jvm;

import io.graft.api.graph.Shape;
import java.util.List;
import java.util.Map;

/** Cross-entropy of scores against class indices, softmax inside: the probabilities of the forward pass are the gradient but for the labels. */
final class CrossEntropy {
    private final Tape t;
    private final Tensor x;
    private final Tensor labels;
    private final Tensor weights;
    private final Tensor p;
    private final Tensor each;
    private final Tensor total;
    private final Extent[] around;
    private final String reduction;
    private float weightSum;

    private CrossEntropy(Tape t, Node n) {
        this.t = t;
        x = t.in(n, 0);
        labels = t.in(n, 1);
        weights = n.has(2) ? t.in(n, 2) : null;
        p = t.floats(x.shape);
        each = t.floats(labels.shape);
        total = t.floats(Shape.SCALAR);
        around = Extent.around(x.shape, 1);
        reduction = n.operator().string("reduction", "mean");
    }

    static void register(Map<String, Lowering> table) {
        table.put("SoftmaxCrossEntropyLoss", (t, n) -> new CrossEntropy(t, n).lower());
    }

    private Lowered lower() {
        List<Tensor> reads = weights == null ? List.of(x, labels) : List.of(x, labels, weights);
        t.run(reads, List.of(p, each, total), this::forward);
        boolean none = reduction.equals("none");
        return new Lowered(
                none ? each : total,
                (dy, to) -> to.add(0, () -> {
                    Tensor dx = t.floats(x.shape);
                    List<Tensor> needs = weights == null ? List.of(p, labels, dy) : List.of(p, labels, dy, weights);
                    t.run(needs, List.of(dx), rows -> backward(rows, dy.floats(), none, dx.floats()));
                    return dx;
                }));
    }

    private float weight(int label) {
        return weights == null ? 1 : weights.floats()[label];
    }

    private void forward(int rows) {
        int classes = around[1].at(rows);
        int inner = around[2].at(rows);
        double sum = 0;
        double weight = 0;
        for (int o = 0, row = 0; o < around[0].at(rows); o++)
            for (int i = 0; i < inner; i++, row++) {
                int label = labels.ints()[row];
                Lookups.check(label, classes, labels);
                int base = o * classes * inner + i;
                float max = Softmaxes.max(x.floats(), base, classes, inner);
                double exponentials = Softmaxes.exponentials(
                        t.kernels().functions(), x.floats(), p.floats(), base, classes, inner, max);
                float scale = (float) (1 / exponentials);
                for (int k = base; k < base + classes * inner; k += inner) p.floats()[k] *= scale;
                double loss = (double) max - x.floats()[base + label * inner] + Math.log(exponentials);
                each.floats()[row] = (float) (loss * weight(label));
                sum += each.floats()[row];
                weight += weight(label);
            }
        weightSum = reduction.equals("mean") ? (float) weight : 1;
        total.floats()[0] = (float) (sum / weightSum);
    }

    /** What is too small to move anything would only make the products behind it subnormal, and a hundred times slower. */
    private static float flushed(float gradient) {
        return Math.abs(gradient) < 1e-30f ? 0 : gradient;
    }

    private void backward(int rows, float[] dy, boolean none, float[] dx) {
        int classes = around[1].at(rows);
        int inner = around[2].at(rows);
        for (int o = 0, row = 0; o < around[0].at(rows); o++)
            for (int i = 0; i < inner; i++, row++) {
                int label = labels.ints()[row];
                float g = (none ? dy[row] : dy[0] / weightSum) * weight(label);
                int base = o * classes * inner + i;
                for (int k = base; k < base + classes * inner; k += inner) dx[k] = flushed(g * p.floats()[k]);
                int own = base + label * inner;
                dx[own] = flushed(g * p.floats()[own] - g);
            }
    }
}
