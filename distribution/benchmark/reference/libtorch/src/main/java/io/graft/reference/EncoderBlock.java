package io.graft.reference;

import static org.bytedeco.pytorch.global.torch.layer_norm;
import static org.bytedeco.pytorch.global.torch.relu;
import static org.bytedeco.pytorch.global.torch.scaled_dot_product_attention;

import java.io.IOException;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;

/** What {@code nn.TransformerEncoderLayer} computes: attention and two dense layers, each added to its input and then normalized. */
final class EncoderBlock {
    private static final int HEADS = 4;

    private final OperatorHandle inference =
            Dispatcher.singleton().findSchemaOrThrow("aten::_transformer_encoder_layer_fwd", "");
    private final Dense in;
    private final Dense out;
    private final Dense wide;
    private final Dense narrow;
    private final Norm first;
    private final Norm second;

    EncoderBlock(Parameters p, String name) throws IOException {
        in = new Dense(p, name + ".in");
        out = new Dense(p, name + ".out");
        first = new Norm(p, name + ".norm1");
        wide = new Dense(p, name + ".wide");
        narrow = new Dense(p, name + ".narrow");
        second = new Norm(p, name + ".norm2");
    }

    Tensor of(Tensor x) {
        return GradMode.is_enabled() ? learning(x) : answering(x);
    }

    /** The one call that {@code nn.TransformerEncoderLayer} makes when no gradient is asked for. */
    private Tensor answering(Tensor x) {
        IValueVector stack = new IValueVector(
                new IValue(x), new IValue(x.size(2)), new IValue((long) HEADS),
                new IValue(in.weight()), new IValue(in.bias()), new IValue(out.weight()), new IValue(out.bias()),
                new IValue(false), new IValue(false), new IValue(Norm.EPSILON),
                new IValue(first.weight()), new IValue(first.bias()),
                new IValue(second.weight()), new IValue(second.bias()),
                new IValue(wide.weight()), new IValue(wide.bias()),
                new IValue(narrow.weight()), new IValue(narrow.bias()),
                new IValue(), new IValue());
        inference.callBoxed(stack);
        return stack.get(0).toTensor();
    }

    private Tensor learning(Tensor x) {
        Tensor attended = first.of(x.add(out.of(attention(x))));
        return second.of(attended.add(narrow.of(relu(wide.of(attended)))));
    }

    private Tensor attention(Tensor x) {
        long rows = x.size(0);
        long length = x.size(1);
        long size = x.size(2);
        // queries, keys and values as [rows, heads, length, size / heads], without a copy
        TensorVector parts = in.of(x)
                .view(rows, length, 3, HEADS, size / HEADS)
                .permute(2, 0, 3, 1, 4)
                .unbind(0);
        return scaled_dot_product_attention(parts.get(0), parts.get(1), parts.get(2))
                .transpose(1, 2)
                .reshape(rows, length, size);
    }

    private static final class Norm {
        private static final double EPSILON = 1e-5;

        private final long[] shape;
        private final TensorOptional weight;
        private final TensorOptional bias;

        Norm(Parameters p, String name) throws IOException {
            Tensor scale = p.learnt(name + ".weight");
            shape = new long[] {scale.size(0)};
            weight = new TensorOptional(scale);
            bias = new TensorOptional(p.learnt(name + ".bias"));
        }

        Tensor weight() {
            return weight.get();
        }

        Tensor bias() {
            return bias.get();
        }

        Tensor of(Tensor x) {
            return layer_norm(x, shape, weight, bias, EPSILON, true);
        }
    }
}
