package io.graft.testkit;

import io.graft.testkit.ReferenceInterpreter.Call;

/**
 * −log of the probability that a sequence of classes, with repetitions and blanks taken out, is the labels (Graves et al., 2006, eq. 8).
 *
 * <p>The slope with respect to a log-probability is that of the formula: minus the probability of the paths that go through it.
 */
final class Ctc {
    private Ctc() {}

    static void register(Kernels kernels) {
        kernels.put("CTCLoss", Ctc::loss);
    }

    private static Tensor loss(Call c) {
        Tensor scores = c.in(0);
        boolean zero = c.operator().integer("zero_infinity", 0) == 1;
        double[] y = new double[scores.size(0)];
        for (int row = 0; row < y.length; row++) {
            double loss = -likelihood(c, row);
            y[row] = zero && loss == Double.POSITIVE_INFINITY ? 0 : loss;
        }
        return Tensor.of(new int[] {y.length}, y);
    }

    /** The forward variable over the labels with a blank before, between and after them. */
    private static double likelihood(Call c, int row) {
        Tensor scores = c.in(0);
        int classes = scores.size(2);
        int blank = c.operator().integer("blank", 0);
        int length = Lookups.index(c.in(2).data()[row], scores.size(1) + 1);
        int labels = Lookups.index(c.in(3).data()[row], c.in(1).size(1) + 1);
        int[] path = new int[2 * labels + 1];
        for (int s = 0; s < path.length; s++)
            path[s] = s % 2 == 0
                    ? blank
                    : Lookups.index(c.in(1).data()[row * c.in(1).size(1) + s / 2], classes);
        double[] alpha = new double[path.length];
        for (int s = 0; s < path.length; s++) alpha[s] = s == 0 ? 0 : Double.NEGATIVE_INFINITY;
        for (int t = 0; t < length; t++) {
            double[] before = alpha.clone();
            for (int s = 0; s < path.length; s++) {
                double sum = before[s];
                if (s > 0) sum = add(sum, before[s - 1]);
                if (t > 0 && s > 1 && path[s] != blank && path[s] != path[s - 2]) sum = add(sum, before[s - 2]);
                alpha[s] = sum + scores.data()[(row * scores.size(1) + t) * classes + path[s]];
            }
        }
        double end = alpha[path.length - 1];
        return length > 0 && labels > 0 ? add(end, alpha[path.length - 2]) : end;
    }

    /** log(eᵃ + eᵇ). */
    private static double add(double a, double b) {
        double max = Math.max(a, b);
        return max == Double.NEGATIVE_INFINITY ? max : max + Math.log1p(Math.exp(Math.min(a, b) - max));
    }
}
