package io.graft.reference;

import static org.bytedeco.pytorch.global.torch.max_pool2d;
import static org.bytedeco.pytorch.global.torch.relu;

import java.io.IOException;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Two convolutions with pooling, and two dense layers. */
final class LeNet implements Network {
    private final Convolution first;
    private final Convolution second;
    private final Dense hidden;
    private final Dense classes;

    LeNet(Parameters p) throws IOException {
        first = new Convolution(p, "first");
        second = new Convolution(p, "second");
        hidden = new Dense(p, "hidden");
        classes = new Dense(p, "classes");
    }

    @Override
    public Tensor scores(List<Tensor> inputs) {
        Tensor x = max_pool2d(relu(first.of(inputs.get(0))), 2, 2);
        x = max_pool2d(relu(second.of(x)), 2, 2);
        return classes.of(relu(hidden.of(x.flatten(1, -1))));
    }
}
