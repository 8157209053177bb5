package io.graft.backend.dl4j;

import io.graft.api.graph.Dim;
import io.graft.api.graph.Shape;
import java.util.Map;

/** Layer and batch normalization. */
final class Normalizations {
    private Normalizations() {}

    static void register(Map<String, Lowerings.Lowering> table) {
        table.put("LayerNormalization", Normalizations::layer);
        table.put("BatchNormalization", Normalizations::batch);
    }

    /** x freed of mean and deviation over some axes, and what its gradient needs. */
    private record Standardized(Tensor mean, Tensor variance, Tensor inverse, Tensor normal) {

        static Standardized of(Tape t, Tensor x, boolean[] axes, float epsilon) {
            Tensor mean = t.mean(x, axes);
            Tensor centred = t.sub(x, mean);
            Tensor variance = t.mean(t.mul(centred, centred), axes);
            Tensor inverse = inverseRoot(t, variance, epsilon);
            return new Standardized(mean, variance, inverse, t.mul(centred, inverse));
        }

        /** inverse · (g − mean(g) − normal · mean(g · normal)). */
        Tensor gradient(Tape t, Tensor g, boolean[] axes) {
            Tensor share = t.share(g.shape, axes);
            Tensor first = t.mul(t.reduce("reduce_sum", g, axes), share);
            Tensor second = t.mul(t.reduce("reduce_sum", t.mul(g, normal), axes), share);
            return t.mul(t.sub(t.sub(g, first), t.mul(normal, second)), inverse);
        }
    }

    private static Tensor inverseRoot(Tape t, Tensor variance, float epsilon) {
        return t.apply(
                Transform.Function.RECIPROCAL, t.apply(Transform.Function.SQRT, t.add(variance, t.scalar(epsilon))));
    }

    private static Lowered layer(Tape t, Node n) {
        Tensor x = t.tensor(n.name(0));
        Tensor scale = t.tensor(n.name(1));
        int axis = x.shape.axis(n.operator().integer("axis", -1));
        boolean[] axes = new boolean[x.shape.rank()];
        for (int i = axis; i < axes.length; i++) axes[i] = true;
        Standardized s = Standardized.of(t, x, axes, n.operator().number("epsilon", 1e-5f));
        Tensor y = t.mul(s.normal(), scale);
        if (n.has(2)) y = t.add(y, t.tensor(n.name(2)));
        return new Lowered(y, (dy, to) -> {
            to.add(0, () -> s.gradient(t, t.mul(dy, scale), axes));
            to.add(1, () -> t.mul(dy, s.normal()));
            to.add(2, () -> dy);
        });
    }

    /**
     * Over all axes but the channels'. While training, the batch's own mean and population variance are used, and the running ones become
     * {@code running · momentum + batch · (1 − momentum)}, as ONNX says; PyTorch keeps the sample variance there.
     */
    private static Lowered batch(Tape t, Node n) {
        Tensor x = t.tensor(n.name(0));
        int rank = x.shape.rank();
        Dim[] dims = new Dim[rank];
        boolean[] axes = new boolean[rank];
        for (int i = 0; i < rank; i++) {
            axes[i] = i != 1;
            dims[i] = i == 1 ? x.shape.dim(1) : Dim.of(1);
        }
        Shape channels = Shape.of(dims);
        Tensor scale = t.tensor(n.name(1)).view(channels);
        Tensor bias = t.tensor(n.name(2)).view(channels);
        Tensor mean = t.tensor(n.name(3));
        Tensor variance = t.tensor(n.name(4));
        float epsilon = n.operator().number("epsilon", 1e-5f);
        if (!t.training()) {
            Tensor factor = t.mul(scale, inverseRoot(t, variance.view(channels), epsilon));
            return Lowered.constant(t.add(t.mul(t.sub(x, mean.view(channels)), factor), bias));
        }
        Standardized s = Standardized.of(t, x, axes, epsilon);
        float momentum = n.operator().number("momentum", 0.9f);
        follow(t, mean, s.mean(), momentum);
        follow(t, variance, s.variance(), momentum);
        return new Lowered(t.add(t.mul(s.normal(), scale), bias), (dy, to) -> {
            to.add(0, () -> s.gradient(t, t.mul(dy, scale), axes));
            to.add(1, () -> t.sumTo(t.mul(dy, s.normal()), channels).view(n.shape(1)));
            to.add(2, () -> t.sumTo(dy, channels).view(n.shape(2)));
        });
    }

    private static void follow(Tape t, Tensor running, Tensor batch, float momentum) {
        if (running.root.variable == null) return;
        t.store(t.add(t.mul(running, momentum), t.mul(batch.view(running.shape), 1 - momentum)), running);
    }
}
