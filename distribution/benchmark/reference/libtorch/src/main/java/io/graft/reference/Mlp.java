package io.graft.reference;

import static org.bytedeco.pytorch.global.torch.relu;

import java.io.IOException;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** A multilayer perceptron with one hidden layer. */
final class Mlp implements Network {
    private final Dense hidden;
    private final Dense classes;

    Mlp(Parameters p) throws IOException {
        hidden = new Dense(p, "hidden");
        classes = new Dense(p, "classes");
    }

    @Override
    public Tensor scores(List<Tensor> inputs) {
        return classes.of(relu(hidden.of(inputs.get(0))));
    }
}
