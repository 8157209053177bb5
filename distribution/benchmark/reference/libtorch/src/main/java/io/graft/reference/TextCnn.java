package io.graft.reference;

import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.embedding;
import static org.bytedeco.pytorch.global.torch.relu;

import java.io.IOException;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** Convolutions of three widths over embeddings, the greatest value of each, and a dense layer. */
final class TextCnn implements Network {
    private static final long[] POSITIONS = {2};

    private final Tensor table;
    private final List<Convolution> widths;
    private final Dense classes;

    TextCnn(Parameters p) throws IOException {
        table = p.learnt("table");
        widths = List.of(new Convolution(p, "width3"), new Convolution(p, "width4"), new Convolution(p, "width5"));
        classes = new Dense(p, "classes");
    }

    @Override
    public Tensor scores(List<Tensor> inputs) {
        Tensor x = embedding(table, inputs.get(0)).transpose(1, 2);
        TensorVector greatest = new TensorVector();
        for (Convolution width : widths) greatest.push_back(relu(width.of(x)).amax(POSITIONS, false));
        return classes.of(cat(greatest, 1));
    }
}
