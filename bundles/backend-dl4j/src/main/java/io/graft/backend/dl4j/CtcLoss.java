package io.graft.backend.dl4j;

import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import java.util.Arrays;

/**
 * Connectionist temporal classification (Graves et al., 2006): −ln of the sum of the probabilities of all alignments of the labels.
 *
 * <p>The labels with a blank before, between and after them are the states of a path; α and β are the logarithms of the probabilities of
 * all paths to a state and from it (eq. 6 to 11). Sums are taken in double precision.
 */
final class CtcLoss {
    private final Shape shape;
    private final int length;
    private final int classes;
    private final int most;
    private final int blank;
    private final boolean zeroInfinity;
    private final Host logits;
    private final Host labels;
    private final Host lengths;
    private final Host labelLengths;
    private final String labelsName;
    private final Host loss;
    private final double[][] alpha;
    private final double[][] beta;
    private final int[] states;

    private CtcLoss(Tape t, Node n) {
        shape = n.shape(0);
        length = shape.size(1);
        classes = shape.last();
        most = n.shape(1).last();
        blank = n.operator().integer("blank", 0);
        zeroInfinity = n.operator().integer("zero_infinity", 0) == 1;
        logits = t.host(n.name(0));
        labels = t.host(n.name(1));
        lengths = t.host(n.name(2));
        labelLengths = t.host(n.name(3));
        labelsName = n.name(1);
        loss = t.array(ElementType.FLOAT, n.output().shape());
        states = new int[2 * most + 1];
        alpha = new double[length][states.length];
        beta = new double[length][states.length];
    }

    static Lowered lower(Tape t, Node n) {
        CtcLoss c = new CtcLoss(t, n);
        t.kernel(rows -> () -> {
            for (int row = 0; row < c.rows(rows); row++) c.loss.floats()[row] = (float) c.loss(row);
        });
        return new Lowered(
                t.upload(c.loss),
                (dy, to) -> to.add(0, () -> {
                    Host slope = t.download(dy);
                    Host into = t.array(ElementType.FLOAT, c.shape);
                    t.kernel(rows -> () -> {
                        Arrays.fill(into.floats(), 0, c.rows(rows) * c.length * c.classes, 0);
                        for (int row = 0; row < c.rows(rows); row++)
                            c.gradient(row, slope.floats()[row], into.floats());
                    });
                    return t.upload(into);
                }));
    }

    private int rows(int rows) {
        return Sizes.of(shape.dim(0), rows);
    }

    private int steps(int row) {
        int steps = lengths.ints()[row];
        if (steps < 0 || steps > length)
            throw new IllegalArgumentException(
                    "a sequence has the length " + steps + ", which is not from 0 to " + length);
        return steps;
    }

    /** Fills the states of a row's path and gives their number. */
    private int path(int row) {
        int count = labelLengths.ints()[row];
        if (count < 0 || count > most)
            throw new IllegalArgumentException("a row has " + count + " labels, which is not from 0 to " + most);
        for (int i = 0; i < count; i++) {
            int label = labels.ints()[row * most + i];
            Lookups.check(label, classes, labelsName);
            states[2 * i] = blank;
            states[2 * i + 1] = label;
        }
        states[2 * count] = blank;
        return 2 * count + 1;
    }

    private double log(int row, int step, int state) {
        return logits.floats()[(row * length + step) * classes + states[state]];
    }

    /** Whether a path may come from the state two before: past a blank, between different labels. */
    private boolean skips(int state) {
        return state >= 2 && states[state] != blank && states[state] != states[state - 2];
    }

    private double loss(int row) {
        double total = forward(row, steps(row), path(row));
        return total == Double.NEGATIVE_INFINITY && zeroInfinity ? 0 : -total;
    }

    /** The logarithm of the probability of all paths. */
    private double forward(int row, int steps, int count) {
        if (steps == 0) return count == 1 ? 0 : Double.NEGATIVE_INFINITY;
        for (int t = 0; t < steps; t++)
            for (int s = 0; s < count; s++) {
                double from = t == 0 ? s < 2 ? 0 : Double.NEGATIVE_INFINITY : alpha[t - 1][s];
                if (t > 0 && s > 0) from = sum(from, alpha[t - 1][s - 1]);
                if (t > 0 && skips(s)) from = sum(from, alpha[t - 1][s - 2]);
                alpha[t][s] = from + log(row, t, s);
            }
        double last = alpha[steps - 1][count - 1];
        return count == 1 ? last : sum(last, alpha[steps - 1][count - 2]);
    }

    /** Paths from a state on, without the state's own probability. */
    private void backward(int row, int steps, int count) {
        for (int t = steps - 1; t >= 0; t--)
            for (int s = count - 1; s >= 0; s--) {
                if (t == steps - 1) {
                    beta[t][s] = s >= count - 2 ? 0 : Double.NEGATIVE_INFINITY;
                    continue;
                }
                double to = beta[t + 1][s] + log(row, t + 1, s);
                if (s + 1 < count) to = sum(to, beta[t + 1][s + 1] + log(row, t + 1, s + 1));
                if (s + 2 < count && skips(s + 2)) to = sum(to, beta[t + 1][s + 2] + log(row, t + 1, s + 2));
                beta[t][s] = to;
            }
    }

    /** Of −ln p by a logarithm at a step and class: −Σ exp(α + β − ln p) over the states of that class. */
    private void gradient(int row, float slope, float[] into) {
        int steps = steps(row);
        int count = path(row);
        double total = forward(row, steps, count);
        if (total == Double.NEGATIVE_INFINITY && zeroInfinity) return;
        backward(row, steps, count);
        for (int t = 0; t < steps; t++)
            for (int s = 0; s < count; s++) {
                double share = Math.exp(alpha[t][s] + beta[t][s] - total);
                into[(row * length + t) * classes + states[s]] -= (float) (slope * share);
            }
    }

    private static double sum(double a, double b) {
        double most = Math.max(a, b);
        if (most == Double.NEGATIVE_INFINITY) return most;
        return most + Math.log1p(Math.exp(Math.min(a, b) - most));
    }
}
