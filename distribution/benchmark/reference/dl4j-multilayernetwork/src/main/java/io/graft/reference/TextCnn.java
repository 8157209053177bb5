package io.graft.reference;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Embedding, convolutions of three widths along the words, the greatest of each: as a {@link ComputationGraph}. */
final class TextCnn implements Network {
    private static final int[] WIDTHS = {3, 4, 5};

    private final ComputationGraph network;

    TextCnn(ExchangeFolder folder) {
        ComputationGraphConfiguration.GraphBuilder graph = Layered.configuration(folder)
                .graphBuilder()
                .addInputs("ids")
                .setInputTypes(Layered.ids(folder))
                .addLayer("table", Layered.embedding(folder), "ids");
        String[] greatest = new String[WIDTHS.length];
        for (int i = 0; i < WIDTHS.length; i++) {
            String name = "width" + WIDTHS[i];
            Convolution1DLayer convolution = new Convolution1DLayer.Builder(WIDTHS[i])
                    .nOut(folder.size(name + ".weight", 0))
                    .convolutionMode(ConvolutionMode.Truncate)
                    .activation(Activation.RELU)
                    .build();
            graph.addLayer(name, convolution, "table");
            greatest[i] = "greatest" + WIDTHS[i];
            graph.addLayer(greatest[i], new GlobalPoolingLayer.Builder(PoolingType.MAX).build(), name);
        }
        // a layer with several inputs gets a merge vertex before it
        graph.addLayer("classes", Layered.classes(folder), greatest).setOutputs("classes");
        network = new ComputationGraph(graph.build());
        network.init();
        network.getLayer("table").setParam("W", folder.parameter("table"));
        for (int width : WIDTHS) put("width" + width, turned(folder.parameter("width" + width + ".weight")), folder);
        put("classes", folder.parameter("classes.weight"), folder);
    }

    @Override
    public String api() {
        return "ComputationGraph";
    }

    @Override
    public void fit(DataSet batch) {
        network.fit(batch);
    }

    @Override
    public double loss(DataSet batch) {
        return network.score(batch);
    }

    @Override
    public INDArray answer(DataSet rows) {
        return network.outputSingle(rows.getFeatures());
    }

    private void put(String name, INDArray weight, ExchangeFolder folder) {
        INDArray bias = folder.parameter(name + ".bias");
        network.getLayer(name).setParam("W", weight);
        network.getLayer(name).setParam("b", bias.reshape(1, bias.length()));
    }

    /** The layer says that its weights are [out, in, width, 1] and reads the same numbers as [width, in, out]. */
    private static INDArray turned(INDArray weight) {
        return weight.permute(2, 1, 0).dup('c').reshape('c', weight.size(0), weight.size(1), weight.size(2), 1);
    }
}
