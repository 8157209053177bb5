package io.graft.reference;

import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

/** Encoder blocks that normalize after each part, the mean over positions: in {@link SameDiff}. */
final class Transformer implements Network {
    private static final int BLOCKS = 2;
    private static final int HEADS = 4;

    private final SameDiff graph = SameDiff.create();
    private final ExchangeFolder folder;
    private final long length;
    private final long size;

    Transformer(ExchangeFolder folder) {
        this.folder = folder;
        length = folder.input("x")[0];
        size = folder.input("x")[1];
        SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, length, size).reshape(-1, size);
        for (int i = 0; i < BLOCKS; i++) x = block("block" + i, x);
        SDVariable scores = dense("classes", x.reshape(-1, length, size).mean(1));
        graph.nn.softmax("scores", scores, -1);
        SDVariable label = graph.placeHolder("label", DataType.FLOAT, -1, folder.size("classes.bias", 0));
        graph.loss.softmaxCrossEntropy("loss", label, scores, null);
        graph.setLossVariables("loss");
        graph.setTrainingConfig(TrainingConfig.builder()
                .updater(new Adam(folder.rate()))
                .dataSetFeatureMapping("x")
                .dataSetLabelMapping("label")
                .build());
    }

    @Override
    public String api() {
        return "SameDiff";
    }

    @Override
    public void fit(DataSet batch) {
        graph.fit(batch);
    }

    @Override
    public double loss(DataSet batch) {
        return graph.output(Map.of("x", batch.getFeatures(), "label", batch.getLabels()), List.of("loss"))
                .get("loss")
                .getDouble(0);
    }

    @Override
    public INDArray answer(DataSet rows) {
        return graph.output(Map.of("x", rows.getFeatures()), List.of("scores")).get("scores");
    }

    /** One block; all positions of all rows are rows of {@code x}. */
    private SDVariable block(String name, SDVariable x) {
        x = normalized(name + ".norm1", x.add(dense(name + ".out", attended(dense(name + ".in", x)))));
        SDVariable wide = graph.nn.relu(dense(name + ".wide", x), 0);
        return normalized(name + ".norm2", x.add(dense(name + ".narrow", wide)));
    }

    private SDVariable attended(SDVariable projected) {
        // queries, keys and values, each [rows, heads, positions, size of a head]
        SDVariable[] parts = graph.unstack(
                projected.reshape(-1, length, 3, HEADS, size / HEADS).permute(2, 0, 3, 1, 4), 0, 3);
        double scale = 1 / Math.sqrt(size / (double) HEADS);
        SDVariable likeness = graph.mmul(parts[0], parts[1], false, true, false).mul(scale);
        SDVariable seen = graph.mmul(graph.nn.softmax(likeness, -1), parts[2]);
        return seen.permute(0, 2, 1, 3).reshape(-1, size);
    }

    private SDVariable normalized(String name, SDVariable x) {
        return graph.nn.layerNorm(x, parameter(name + ".weight"), parameter(name + ".bias"), false, 1);
    }

    private SDVariable dense(String name, SDVariable x) {
        return graph.nn.linear(x, parameter(name + ".weight"), parameter(name + ".bias"));
    }

    private SDVariable parameter(String name) {
        return graph.var(name, folder.parameter(name));
    }
}
