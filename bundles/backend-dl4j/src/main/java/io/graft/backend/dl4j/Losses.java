package io.graft.backend.dl4j;

import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import java.util.Arrays;
import java.util.Map;

/** Cross-entropy of scores against class indices, with softmax inside. */
final class Losses {
    private Losses() {}

    static void register(Map<String, Lowerings.Lowering> table) {
        table.put("SoftmaxCrossEntropyLoss", (t, n) -> new Entropy(t, n).lower());
        table.put("CTCLoss", CtcLoss::lower);
    }

    /**
     * The native kernel gives the probabilities; the loss of a row is {@code ln Σ exp(x) − x[label]}, found from the greatest score
     * and its probability, which is never too small for a logarithm.
     */
    private static final class Entropy {
        private final Tape t;
        private final Node n;
        private final Shape shape;
        private final String reduction;
        private final Host scores;
        private final Host labels;
        private final Host weights;
        private final Host probabilities;
        private final Host each;
        private final Host total;
        private final float[] surprises;
        private final float[] weightSum = new float[1];

        Entropy(Tape t, Node n) {
            this.t = t;
            this.n = n;
            shape = n.shape(0);
            reduction = n.operator().string("reduction", "mean");
            Tensor x = t.tensor(n.name(0));
            scores = t.host(n.name(0));
            labels = t.host(n.name(1));
            weights = n.has(2) ? t.host(n.name(2)) : null;
            probabilities =
                    t.download(t.call("softmax", ElementType.FLOAT, x.shape, rows -> new long[] {1}, new double[0], x));
            each = t.array(ElementType.FLOAT, n.shape(1));
            total = t.array(ElementType.FLOAT, Shape.SCALAR);
            surprises = new float[Sizes.elements(n.shape(1), t.maxRows())];
        }

        Lowered lower() {
            boolean none = reduction.equals("none");
            t.kernel(rows -> {
                int[] around = Sizes.around(shape, 1, rows);
                return () -> forward(around);
            });
            return new Lowered(t.upload(none ? each : total), (dy, to) -> {
                Host from = t.download(dy);
                Host into = t.array(ElementType.FLOAT, shape);
                to.add(0, () -> {
                    t.kernel(rows -> {
                        int[] around = Sizes.around(shape, 1, rows);
                        return () -> backward(around, from.floats(), none, into.floats());
                    });
                    return t.upload(into);
                });
                to.add(2, () -> {
                    Host dw = t.array(ElementType.FLOAT, n.shape(2));
                    t.kernel(rows -> {
                        int count = Sizes.elements(n.shape(1), rows);
                        return () -> weightGradient(count, from.floats(), none, dw.floats());
                    });
                    return t.upload(dw);
                });
            });
        }

        private void weightGradient(int count, float[] dy, boolean none, float[] dw) {
            Arrays.fill(dw, 0);
            float mean = reduction.equals("mean") ? total.floats()[0] : 0;
            for (int row = 0; row < count; row++)
                dw[labels.ints()[row]] += (none ? dy[row] : dy[0] / weightSum[0]) * (surprises[row] - mean);
        }

        /** What is too small to move anything would only make the products behind it subnormal, and a hundred times slower. */
        private static float flushed(float gradient) {
            return Math.abs(gradient) < 1e-30f ? 0 : gradient;
        }

        private float weight(int label) {
            return weights == null ? 1 : weights.floats()[label];
        }

        private void forward(int[] around) {
            float[] x = scores.floats();
            float[] p = probabilities.floats();
            int classes = around[1];
            int inner = around[2];
            double sum = 0;
            double weight = 0;
            for (int o = 0; o < around[0]; o++)
                for (int i = 0; i < inner; i++) {
                    int row = o * inner + i;
                    int label = labels.ints()[row];
                    Lookups.check(label, classes, n.name(1));
                    int base = o * classes * inner + i;
                    int best = base;
                    for (int k = base; k < base + classes * inner; k += inner) if (x[k] > x[best]) best = k;
                    float surprise = (float) ((double) x[best] - x[base + label * inner] - Math.log(p[best]));
                    surprises[row] = surprise;
                    float loss = surprise * weight(label);
                    each.floats()[row] = loss;
                    sum += loss;
                    weight += weight(label);
                }
            weightSum[0] = reduction.equals("mean") ? (float) weight : 1;
            total.floats()[0] = (float) (sum / weightSum[0]);
        }

        private void backward(int[] around, float[] dy, boolean none, float[] dx) {
            float[] p = probabilities.floats();
            int classes = around[1];
            int inner = around[2];
            for (int o = 0; o < around[0]; o++)
                for (int i = 0; i < inner; i++) {
                    int row = o * inner + i;
                    int label = labels.ints()[row];
                    float g = (none ? dy[row] : dy[0] / weightSum[0]) * weight(label);
                    int base = o * classes * inner + i;
                    for (int k = base; k < base + classes * inner; k += inner) dx[k] = flushed(g * p[k]);
                    dx[base + label * inner] = flushed(g * p[base + label * inner] - g);
                }
        }
    }
}
