package io.graft.testkit;

import io.graft.api.graph.Operator;
import io.graft.testkit.ReferenceInterpreter.Call;
import java.util.Arrays;

/** Operators that give numbers a mean and a variance. */
final class Normalizations {
    private Normalizations() {}

    static void register(Kernels kernels) {
        kernels.put("LayerNormalization", Normalizations::layerNormalization);
        kernels.put("BatchNormalization", Normalizations::batchNormalization);
        kernels.put("GroupNormalization", Normalizations::groupNormalization);
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
                double bias = c.in(2) != null ? c.in(2).data()[i] : 0;
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

    /** As LayerNormalization over each group of neighbouring channels (axis 1) of a row, then scale and bias of each channel. */
    private static Tensor groupNormalization(Call c) {
        Tensor x = c.in(0);
        double epsilon = c.operator().number("epsilon", 1e-5f);
        int group = x.elements() / (x.size(0) * c.operator().integer("num_groups", 1));
        double[] y = new double[x.elements()];
        for (int from = 0; from < y.length; from += group) {
            double mean = 0;
            for (int i = from; i < from + group; i++) mean += x.data()[i] / group;
            double variance = 0;
            for (int i = from; i < from + group; i++) variance += (x.data()[i] - mean) * (x.data()[i] - mean) / group;
            for (int i = from; i < from + group; i++) {
                int k = channel(x, i);
                y[i] = (x.data()[i] - mean)
                                / Math.sqrt(variance + epsilon)
                                * c.in(1).data()[k]
                        + c.in(2).data()[k];
            }
        }
        return Tensor.of(x.shape(), y);
    }
}
