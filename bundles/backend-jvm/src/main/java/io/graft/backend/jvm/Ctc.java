package io.graft.backend.jvm;

import io.graft.api.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * −log of the probability of all alignments of labels with a sequence (Graves et al., 2006): the forward and backward variables of their
 * equations 5 to 10 over the labels with a blank before, between and after them, as logarithms in double precision.
 */
final class Ctc {
    private final Tape t;
    private final Tensor scores;
    private final Tensor labels;
    private final Tensor lengths;
    private final Tensor labelLengths;
    private final Tensor y;
    private final int length;
    private final int classes;
    private final int most;
    private final int blank;
    private final boolean zeroInfinity;
    private final int[] path;
    private final double[] alpha;
    private final double[] beta;
    private final double[] betaBefore;

    private Ctc(Tape t, Node n) {
        this.t = t;
        scores = t.in(n, 0);
        labels = t.in(n, 1);
        lengths = t.in(n, 2);
        labelLengths = t.in(n, 3);
        length = scores.shape.size(1);
        classes = scores.shape.size(2);
        most = labels.shape.size(1);
        blank = n.operator().integer("blank", 0);
        zeroInfinity = n.operator().integer("zero_infinity", 0) == 1;
        y = t.floats(Shape.of(scores.shape.dim(0)));
        path = new int[2 * most + 1];
        alpha = new double[(length + 1) * path.length];
        beta = new double[path.length];
        betaBefore = new double[path.length];
    }

    static void register(Map<String, Lowering> table) {
        table.put("CTCLoss", (t, n) -> new Ctc(t, n).lower());
    }

    private Lowered lower() {
        t.run(List.of(scores, labels, lengths, labelLengths), List.of(y), rows -> {
            for (int b = 0; b < y.extent.at(rows); b++) {
                double loss = -forward(b);
                y.floats()[b] = zeroInfinity && loss == Double.POSITIVE_INFINITY ? 0 : (float) loss;
            }
        });
        return new Lowered(
                y,
                (dy, to) -> to.add(0, () -> {
                    Tensor dx = t.floats(scores.shape);
                    t.run(List.of(scores, labels, lengths, labelLengths, dy), List.of(dx), rows -> {
                        Arrays.fill(dx.floats(), 0, dx.extent.at(rows), 0f);
                        for (int b = 0; b < y.extent.at(rows); b++) backward(b, dy.floats()[b], dx.floats());
                    });
                    return dx;
                }));
    }

    private int steps(int row) {
        return within(lengths, row, length);
    }

    private static int within(Tensor of, int row, int most) {
        int n = of.ints()[row];
        if (n < 0 || n > most)
            throw new IllegalArgumentException(
                    "'" + of.name + "' holds " + n + " for row " + row + ", which is not from 0 to " + most);
        return n;
    }

    /** The labels of a row with blanks between them; how many there are in all. */
    private int path(int row) {
        int n = within(labelLengths, row, most);
        for (int i = 0; i < n; i++) {
            int label = labels.ints()[row * most + i];
            Lookups.check(label, classes, labels);
            path[2 * i] = blank;
            path[2 * i + 1] = label;
        }
        path[2 * n] = blank;
        return 2 * n + 1;
    }

    /** Whether a path may jump from two places before. */
    private boolean jumps(int s) {
        return s > 1 && path[s] != blank && path[s] != path[s - 2];
    }

    private double score(int row, int step, int s) {
        return scores.floats()[(row * length + step) * classes + path[s]];
    }

    /** The logarithm of the probability; the variables of step i are in row i + 1. */
    private double forward(int row) {
        int n = path(row);
        int steps = steps(row);
        int width = path.length;
        Arrays.fill(alpha, 0, n, Double.NEGATIVE_INFINITY);
        alpha[0] = 0;
        for (int i = 0; i < steps; i++) {
            int before = i * width;
            for (int s = 0; s < n; s++) {
                double sum = alpha[before + s];
                if (s > 0) sum = add(sum, alpha[before + s - 1]);
                if (i > 0 && jumps(s)) sum = add(sum, alpha[before + s - 2]);
                alpha[before + width + s] = sum + score(row, i, s);
            }
        }
        int end = steps * width + n - 1;
        return n > 1 && steps > 0 ? add(alpha[end], alpha[end - 1]) : alpha[end];
    }

    /** Takes from each log-probability the share of the paths that go through it. */
    private void backward(int row, float dy, float[] dx) {
        double all = forward(row);
        if (dy == 0 || zeroInfinity && all == Double.NEGATIVE_INFINITY) return;
        int n = path(row);
        Arrays.fill(beta, 0, n, Double.NEGATIVE_INFINITY);
        beta[n - 1] = 0;
        if (n > 1) beta[n - 2] = 0;
        for (int i = steps(row) - 1; i >= 0; i--) {
            int at = (row * length + i) * classes;
            for (int s = 0; s < n; s++)
                dx[at + path[s]] -= (float) (dy * Math.exp(alpha[(i + 1) * path.length + s] + beta[s] - all));
            for (int s = 0; s < n; s++) betaBefore[s] = beta[s] + score(row, i, s);
            for (int s = 0; s < n; s++) {
                double sum = betaBefore[s];
                if (s + 1 < n) sum = add(sum, betaBefore[s + 1]);
                if (s + 2 < n && jumps(s + 2)) sum = add(sum, betaBefore[s + 2]);
                beta[s] = sum;
            }
        }
    }

    /** log(eᵃ + eᵇ). */
    private static double add(double a, double b) {
        double max = Math.max(a, b);
        return max == Double.NEGATIVE_INFINITY ? max : max + Math.log1p(Math.exp(Math.min(a, b) - max));
    }
}
