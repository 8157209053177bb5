package io.graft.reference;

import static org.bytedeco.pytorch.global.torch.embedding_bag;

import java.io.IOException;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/** The mean of the embeddings that are shown, and a dense layer. */
final class Classifier implements Network {
    private static final long MEAN = 1;

    private final Tensor table;
    private final TensorOptional noWeights = new TensorOptional();
    private final Dense classes;

    Classifier(Parameters p) throws IOException {
        table = p.learnt("table");
        classes = new Dense(p, "classes");
    }

    @Override
    public Tensor scores(List<Tensor> inputs) {
        return classes.of(embedding_bag(table, inputs.get(0), inputs.get(1), false, MEAN, false, noWeights, false)
                .get0());
    }
}
