package io.graft.testkit;

import io.graft.api.graph.CounterRandom;
import io.graft.api.graph.Operator;
import io.graft.testkit.ReferenceInterpreter.Call;
import io.graft.testkit.ReferenceInterpreter.Kernel;
import java.util.Arrays;
import java.util.Map;

/** Operators that exist for networks: softmax, normalization, dropout, embeddings, the classifier's loss. */
final class Networks {
    private Networks() {}

    static void register(Map<String, Kernel> kernels) {
        kernels.put("Softmax", c -> softmax(c, false));
        kernels.put("LogSoftmax", c -> softmax(c, true));
        kernels.put("Dropout", Networks::dropout);
        kernels.put("EmbeddingBag", Networks::embeddingBag);
        kernels.put("LayerNormalization", Networks::layerNormalization);
        kernels.put("BatchNormalization", Networks::batchNormalization);
        kernels.put("SoftmaxCrossEntropyLoss", Networks::softmaxCrossEntropyLoss);
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

    private static Tensor dropout(Call c) {
        Tensor x = c.in(0);
        if (!c.evaluation().training()) return x;
        float[] mask = new float[x.elements()];
        float ratio = c.operator().number("ratio", 0.5f);
        CounterRandom.dropoutMask(
                c.evaluation().seed(), c.operator().output(), c.evaluation().step(), ratio, mask, mask.length);
        double[] y = new double[mask.length];
        for (int i = 0; i < y.length; i++) y[i] = x.data()[i] * mask[i];
        return Tensor.of(x.shape(), y);
    }

    /** Pools the rows of a table at the unmasked ids; nothing unmasked gives zeros. The id at a masked position is not looked at. */
    private static Tensor embeddingBag(Call c) {
        Tensor table = c.in(0);
        Tensor ids = c.in(1);
        Tensor mask = c.in(2);
        String mode = c.operator().string("mode", "mean");
        int rows = ids.size(0);
        int length = ids.size(1);
        int size = table.size(1);
        double[] y = new double[rows * size];
        for (int r = 0; r < rows; r++)
            for (int k = 0; k < size; k++) {
                int count = 0;
                double sum = 0;
                double max = Double.NEGATIVE_INFINITY;
                double last = 0;
                for (int t = 0; t < length; t++) {
                    if (mask.data()[r * length + t] == 0) continue;
                    last = table.data()[Rearrangements.index(ids.data()[r * length + t], table.size(0)) * size + k];
                    sum += last;
                    max = Math.max(max, last);
                    count++;
                }
                y[r * size + k] = count == 0
                        ? 0
                        : switch (mode) {
                            case "mean" -> sum / count;
                            case "sum" -> sum;
                            case "max" -> max;
                            case "last" -> last;
                            default -> throw new IllegalArgumentException("no pooling '" + mode + "'");
                        };
            }
        return Tensor.of(new int[] {rows, size}, y);
    }

    /** (x − mean) / √(population variance + epsilon) · scale + bias, over the axes from {@code axis} on. */
    private static Tensor layerNormalization(Call c) {
        Tensor x = c.in(0);
        int axis = Reductions.axis(c.operator().integer("axis", -1), x.rank());
        double epsilon = c.operator().number("epsilon", 1e-5f);
        int size = Tensor.elements(Arrays.copyOfRange(x.shape(), axis, x.rank()));
        double[] y = new double[x.elements()];
        for (int from = 0; from < y.length; from += size) {
            double mean = 0;
            for (int i = 0; i < size; i++) mean += x.data()[from + i] / size;
            double variance = 0;
            for (int i = 0; i < size; i++) variance += (x.data()[from + i] - mean) * (x.data()[from + i] - mean) / size;
            for (int i = 0; i < size; i++) {
                double bias = c.in().size() == 3 ? c.in(2).data()[i] : 0;
                y[from + i] = (x.data()[from + i] - mean)
                                / Math.sqrt(variance + epsilon)
                                * c.in(1).data()[i]
                        + bias;
            }
        }
        return Tensor.of(x.shape(), y);
    }

    /** Over all axes but axis 1; see {@link ReferenceInterpreter} for what training changes. */
    private static Tensor batchNormalization(Call c) {
        Tensor x = c.in(0);
        Operator op = c.operator();
        double epsilon = op.number("epsilon", 1e-5f);
        double momentum = op.number("momentum", 0.9f);
        int channels = x.size(1);
        double[] mean = c.in(3).data();
        double[] variance = c.in(4).data();
        if (c.evaluation().training()) {
            mean = new double[channels];
            variance = new double[channels];
            double n = (double) x.elements() / channels;
            for (int i = 0; i < x.elements(); i++) mean[channel(x, i)] += x.data()[i] / n;
            for (int i = 0; i < x.elements(); i++) {
                double d = x.data()[i] - mean[channel(x, i)];
                variance[channel(x, i)] += d * d / n;
            }
            c.evaluation().move(op.inputs().get(3), mixed(c.in(3), mean, momentum));
            c.evaluation().move(op.inputs().get(4), mixed(c.in(4), variance, momentum));
        }
        double[] y = new double[x.elements()];
        for (int i = 0; i < y.length; i++) {
            int k = channel(x, i);
            y[i] = (x.data()[i] - mean[k])
                            / Math.sqrt(variance[k] + epsilon)
                            * c.in(1).data()[k]
                    + c.in(2).data()[k];
        }
        return Tensor.of(x.shape(), y);
    }

    private static int channel(Tensor x, int position) {
        return Tensor.coordinates(x.shape(), position)[1];
    }

    private static Tensor mixed(Tensor running, double[] batch, double momentum) {
        double[] y = new double[batch.length];
        for (int k = 0; k < y.length; k++) y[k] = running.data()[k] * momentum + batch[k] * (1 - momentum);
        return Tensor.of(running.shape(), y);
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
            int label = Rearrangements.index(labels.data()[i], classes);
            double weight = c.in().size() == 3 ? c.in(2).data()[label] : 1;
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
