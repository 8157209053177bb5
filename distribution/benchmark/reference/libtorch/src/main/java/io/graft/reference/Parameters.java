package io.graft.reference;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** The parameters of one network: its own copies of those in the folder, in the form that libtorch likes. */
final class Parameters {
    private final Exchange exchange;
    private final List<Tensor> all = new ArrayList<>();

    Parameters(Exchange exchange) {
        this.exchange = exchange;
    }

    /** As the folder has it; not learnt. */
    Tensor read(String name) throws IOException {
        return exchange.parameter(name);
    }

    /** From here on the optimizer changes it. */
    Tensor learnt(Tensor value) {
        Tensor leaf = value.contiguous().requires_grad_();
        all.add(leaf);
        return leaf;
    }

    Tensor learnt(String name) throws IOException {
        return learnt(read(name));
    }

    List<Tensor> all() {
        return all;
    }
}
