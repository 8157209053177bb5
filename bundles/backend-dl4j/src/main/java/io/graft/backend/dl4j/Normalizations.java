package io.graft.backend.dl4j;

import io.graft.api.graph.Dim;
import io.graft.api.graph.Shape;
import java.util.Arrays;
import java.util.Map;

/** Layer, group and batch normalization. */
final class Normalizations {
    private Normalizations() {}

    static void register(Map<String, Lowerings.Lowering> table) {
        table.put("LayerNormalization", LayerNormalization::lower);
        table.put("GroupNormalization", ChannelNormalization::overGroups);
        table.put("BatchNormalization", Normalizations::batch);
    }

    /**
     * Over all axes but the channels'. While training, the batch's own mean and population variance are used, and the running ones become
     * {@code running · momentum + batch · (1 − momentum)}, as ONNX says; PyTorch keeps the sample variance there.
     */
    private static Lowered batch(Tape t, Node n) {
        if (!t.training()) return running(t, n);
        ChannelNormalization.Batched b = n.shape(0).rank() > 2 ? ChannelNormalization.overRows(t, n) : columns(t, n);
        float momentum = n.operator().number("momentum", 0.9f);
        follow(t, t.tensor(n.name(3)), b.mean(), momentum);
        follow(t, t.tensor(n.name(4)), b.variance(), momentum);
        return b.lowered();
    }

    private static Lowered running(Tape t, Node n) {
        Tensor x = t.tensor(n.name(0));
        Dim[] dims = new Dim[x.shape.rank()];
        Arrays.fill(dims, Dim.of(1));
        dims[1] = x.shape.dim(1);
        Shape channels = Shape.of(dims);
        Tensor inverse = inverseRoot(t, t.tensor(n.name(4)).view(channels), n);
        Tensor factor = t.mul(t.tensor(n.name(1)).view(channels), inverse);
        Tensor centred = t.sub(x, t.tensor(n.name(3)).view(channels));
        return Lowered.constant(
                t.add(t.mul(centred, factor), t.tensor(n.name(2)).view(channels)));
    }

    /** Of a table whose columns are the channels: there native kernels over the whole of it are fastest. */
    private static ChannelNormalization.Batched columns(Tape t, Node n) {
        boolean[] rows = {true, false};
        Tensor x = t.tensor(n.name(0));
        Tensor scale = t.tensor(n.name(1));
        Tensor mean = t.mean(x, rows);
        Tensor centred = t.sub(x, mean);
        Tensor variance = t.mean(t.mul(centred, centred), rows);
        Tensor inverse = inverseRoot(t, variance, n);
        Tensor normal = t.mul(centred, inverse);
        Tensor y = t.add(t.mul(normal, scale), t.tensor(n.name(2)));
        Lowered lowered = new Lowered(y, (dy, to) -> {
            to.add(0, () -> {
                // inverse · (g − mean(g) − normal · mean(g · normal)), with g = dy · scale
                Tensor g = t.mul(dy, scale);
                Tensor product = t.mean(t.mul(g, normal), rows);
                return t.mul(t.sub(t.sub(g, t.mean(g, rows)), t.mul(normal, product)), inverse);
            });
            to.add(1, () -> t.mul(dy, normal));
            to.add(2, () -> dy);
        });
        return new ChannelNormalization.Batched(lowered, mean, variance);
    }

    private static Tensor inverseRoot(Tape t, Tensor variance, Node n) {
        Tensor sum = t.add(variance, t.scalar(n.operator().number("epsilon", 1e-5f)));
        return t.apply(Transform.Function.RECIPROCAL, t.apply(Transform.Function.SQRT, sum));
    }

    private static void follow(Tape t, Tensor running, Tensor batch, float momentum) {
        if (running.root.variable == null) return;
        t.store(t.add(t.mul(running, momentum), t.mul(batch.view(running.shape), 1 - momentum)), running);
    }
}
