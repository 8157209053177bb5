package io.graft.reference;

import static org.bytedeco.pytorch.global.torch.linear;

import java.io.IOException;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/** A dense layer; Graft keeps its weight as [in, out], libtorch as [out, in]. */
final class Dense {
    private final Tensor weight;
    private final TensorOptional bias;

    Dense(Parameters p, String name) throws IOException {
        weight = p.learnt(p.read(name + ".weight").t());
        bias = new TensorOptional(p.learnt(name + ".bias"));
    }

    Tensor weight() {
        return weight;
    }

    Tensor bias() {
        return bias.get();
    }

    Tensor of(Tensor x) {
        return linear(x, weight, bias);
    }
}
