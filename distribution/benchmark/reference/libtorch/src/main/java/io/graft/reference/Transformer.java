package io.graft.reference;

import java.io.IOException;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Two encoder blocks; a dense layer reads the mean of the positions. */
final class Transformer implements Network {
    private final List<EncoderBlock> blocks;
    private final Dense classes;

    Transformer(Parameters p) throws IOException {
        blocks = List.of(new EncoderBlock(p, "block0"), new EncoderBlock(p, "block1"));
        classes = new Dense(p, "classes");
    }

    @Override
    public Tensor scores(List<Tensor> inputs) {
        Tensor x = inputs.get(0);
        for (EncoderBlock block : blocks) x = block.of(x);
        return classes.of(x.mean(1));
    }
}
