package io.graft.reference;

import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.embedding;
import static org.bytedeco.pytorch.global.torch.lstm;
import static org.bytedeco.pytorch.global.torch.zeros;

import java.io.IOException;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** An LSTM over embeddings; a dense layer reads its last state. */
final class Lstm implements Network {
    private final long size;
    private final Tensor table;
    private final TensorVector weights;
    private final Dense classes;

    Lstm(Parameters p) throws IOException {
        table = p.learnt("table");
        Tensor r = p.read("r").select(0, 0);
        Tensor b = p.read("b").select(0, 0);
        size = r.size(1);
        weights = new TensorVector(
                p.learnt(gates(p.read("w").select(0, 0))),
                p.learnt(gates(r)),
                p.learnt(gates(b.narrow(0, 0, 4 * size))),
                p.learnt(gates(b.narrow(0, 4 * size, 4 * size))));
        classes = new Dense(p, "classes");
    }

    @Override
    public Tensor scores(List<Tensor> inputs) {
        Tensor x = embedding(table, inputs.get(0));
        Tensor initial = zeros(1, x.size(0), size);
        Tensor last = lstm(x, new TensorVector(initial, initial), weights, true, 1, 0, true, false, true)
                .get1();
        return classes.of(last.select(0, 0));
    }

    /** ONNX orders the gates i o f c, libtorch i f c o. */
    private Tensor gates(Tensor all) {
        TensorVector ordered = new TensorVector();
        for (int gate : new int[] {0, 2, 3, 1}) ordered.push_back(all.narrow(0, gate * size, size));
        return cat(ordered, 0);
    }
}
