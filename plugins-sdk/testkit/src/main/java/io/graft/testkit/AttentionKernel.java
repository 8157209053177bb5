package io.graft.testkit;

import io.graft.api.graph.ElementType;
import io.graft.testkit.ReferenceInterpreter.Call;

/**
 * softmax(scale · Q Kᵀ + mask) V for each head (Vaswani et al., 2017, eq. 1), the heads side by side on the last axis.
 *
 * <p>Neighbouring heads of Q share a head of K and V when there are fewer of these. A query that may look at nothing gives zeros.
 */
final class AttentionKernel {
    private AttentionKernel() {}

    static void register(Kernels kernels) {
        kernels.put("Attention", AttentionKernel::attention);
    }

    private static Tensor attention(Call c) {
        Tensor q = c.in(0);
        Tensor k = c.in(1);
        Tensor v = c.in(2);
        int heads = c.operator().integer("q_num_heads", 0);
        int pairs = c.operator().integer("kv_num_heads", heads);
        int rows = q.size(0);
        int queries = q.size(1);
        int size = v.size(2) / pairs;
        int[] shape = {rows, queries, heads * size};
        double[] y = new double[Tensor.elements(shape)];
        for (int row = 0; row < rows; row++)
            for (int head = 0; head < heads; head++)
                for (int i = 0; i < queries; i++) {
                    double[] weights = weights(c, row, head, heads / pairs, i);
                    for (int j = 0; j < weights.length; j++)
                        for (int n = 0; n < size; n++)
                            y[(row * queries + i) * shape[2] + head * size + n] += weights[j]
                                    * v.data()[
                                            (row * weights.length + j) * v.size(2) + head / (heads / pairs) * size + n];
                }
        return Tensor.of(shape, y);
    }

    /** How much a query looks at each key. */
    private static double[] weights(Call c, int row, int head, int sharing, int query) {
        Tensor q = c.in(0);
        Tensor k = c.in(1);
        int heads = c.operator().integer("q_num_heads", 0);
        int size = q.size(2) / heads;
        double scale =
                c.operator().attributes().containsKey("scale") ? c.operator().number("scale", 0) : 1 / Math.sqrt(size);
        double[] scores = new double[k.size(1)];
        double max = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < scores.length; j++) {
            double dot = 0;
            for (int n = 0; n < size; n++)
                dot += q.data()[(row * q.size(1) + query) * q.size(2) + head * size + n]
                        * k.data()[(row * scores.length + j) * k.size(2) + head / sharing * size + n];
            scores[j] = scale * dot + mask(c, row, head, query, j);
            max = Math.max(max, scores[j]);
        }
        if (max == Double.NEGATIVE_INFINITY) return new double[scores.length];
        double sum = 0;
        for (int j = 0; j < scores.length; j++) sum += Math.exp(scores[j] - max);
        for (int j = 0; j < scores.length; j++) scores[j] = Math.exp(scores[j] - max) / sum;
        return scores;
    }

    /** What is added to a score: −∞ where the query may not look. */
    private static double mask(Call c, int row, int head, int query, int key) {
        if (c.operator().integer("is_causal", 0) == 1 && key > query) return Double.NEGATIVE_INFINITY;
        Tensor mask = c.in(3);
        if (mask == null) return 0;
        int[] scores = {
            c.in(0).size(0),
            c.operator().integer("q_num_heads", 0),
            c.in(0).size(1),
            c.in(1).size(1)
        };
        double at = mask.broadcastAt(scores, Tensor.position(scores, row, head, query, key));
        if (c.types().get(3) == ElementType.FLOAT) return at;
        return at != 0 ? 0 : Double.NEGATIVE_INFINITY;
    }
}
