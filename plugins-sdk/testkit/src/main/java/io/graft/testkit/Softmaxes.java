package io.graft.testkit;

import io.graft.testkit.ReferenceInterpreter.Call;
import java.util.Arrays;

/** The softmax, its logarithm, and the loss that goes with them. */
final class Softmaxes {
    private Softmaxes() {}

    static void register(Kernels kernels) {
        kernels.put("Softmax", c -> softmax(c, false));
        kernels.put("LogSoftmax", c -> softmax(c, true));
        kernels.put("SoftmaxCrossEntropyLoss", Softmaxes::softmaxCrossEntropyLoss);
    }

    private static Tensor softmax(Call c, boolean log) {
        Tensor x = c.in(0);
        int axis = Reductions.axis(c.operator().integer("axis", -1), x.rank());
        int size = x.size(axis);
        int inner = Tensor.elements(Arrays.copyOfRange(x.shape(), axis + 1, x.rank()));
        double[] y = new double[x.elements()];
        for (int i = 0; i < y.length; i++) {
            int first = i - i / inner % size * inner;
            double max = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < size; k++) max = Math.max(max, x.data()[first + k * inner]);
            double sum = 0;
            for (int k = 0; k < size; k++) sum += Math.exp(x.data()[first + k * inner] - max);
            double logarithm = x.data()[i] - max - Math.log(sum);
            y[i] = log ? logarithm : Math.exp(logarithm);
        }
        return Tensor.of(x.shape(), y);
    }

    /** −weight · log softmax(scores)[label], the classes on axis 1. The mean divides by the sum of the weights of the labels. */
    private static Tensor softmaxCrossEntropyLoss(Call c) {
        Tensor scores = c.in(0);
        Tensor labels = c.in(1);
        int classes = scores.size(1);
        int inner = Tensor.elements(Arrays.copyOfRange(scores.shape(), 2, scores.rank()));
        double[] loss = new double[labels.elements()];
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < loss.length; i++) {
            int first = i / inner * classes * inner + i % inner;
            double max = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < classes; k++) max = Math.max(max, scores.data()[first + k * inner]);
            double exponentials = 0;
            for (int k = 0; k < classes; k++) exponentials += Math.exp(scores.data()[first + k * inner] - max);
            int label = Lookups.index(labels.data()[i], classes);
            double weight = c.in(2) != null ? c.in(2).data()[label] : 1;
            loss[i] = -weight * (scores.data()[first + label * inner] - max - Math.log(exponentials));
            sum += loss[i];
            weights += weight;
        }
        return switch (c.operator().string("reduction", "mean")) {
            case "none" -> Tensor.of(labels.shape(), loss);
            case "sum" -> Tensor.scalar(sum);
            default -> Tensor.scalar(sum / weights);
        };
    }
}
