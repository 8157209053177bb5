package io.graft.reference;

import java.io.IOException;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Gives scores, before the softmax, of each row. */
interface Network {
    Tensor scores(List<Tensor> inputs);

    static Network of(String program, Parameters p) throws IOException {
        return switch (program) {
            case "classifier" -> new Classifier(p);
            case "mlp" -> new Mlp(p);
            case "lenet" -> new LeNet(p);
            case "textcnn" -> new TextCnn(p);
            case "lstm" -> new Lstm(p);
            case "transformer" -> new Transformer(p);
            default -> throw new IllegalArgumentException("There is no network " + program + ".");
        };
    }
}
