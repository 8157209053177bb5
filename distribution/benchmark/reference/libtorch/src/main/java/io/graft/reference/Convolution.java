package io.graft.reference;

import static org.bytedeco.pytorch.global.torch.conv1d;
import static org.bytedeco.pytorch.global.torch.conv2d;

import java.io.IOException;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/** A convolution with stride 1 and without padding, along one axis or two. */
final class Convolution {
    private static final long[] ONE = {1};
    private static final long[] NONE = {0};

    private final Tensor weight;
    private final TensorOptional bias;

    Convolution(Parameters p, String name) throws IOException {
        weight = p.learnt(name + ".weight");
        bias = new TensorOptional(p.learnt(name + ".bias"));
    }

    Tensor of(Tensor x) {
        return x.dim() == 3
                ? conv1d(x, weight, bias, ONE, NONE, ONE, 1)
                : conv2d(x, weight, bias, ONE, NONE, ONE, 1);
    }
}
