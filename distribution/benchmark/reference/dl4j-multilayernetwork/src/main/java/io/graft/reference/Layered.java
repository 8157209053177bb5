package io.graft.reference;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** The networks whose layers follow each other, as a {@link MultiLayerNetwork}. */
final class Layered implements Network {
    private final MultiLayerNetwork network;

    private Layered(MultiLayerConfiguration configuration) {
        network = new MultiLayerNetwork(configuration);
        network.init();
    }

    static Layered classifier(ExchangeFolder folder) {
        Layered made = new Layered(begun(folder)
                .layer(embedding(folder))
                .layer(new GlobalPoolingLayer.Builder(PoolingType.AVG).build())
                .layer(classes(folder))
                .setInputType(ids(folder))
                .build());
        return made.put(0, "W", folder.parameter("table")).dense(2, "classes", folder);
    }

    static Layered mlp(ExchangeFolder folder) {
        Layered made = new Layered(begun(folder)
                .layer(hidden(folder))
                .layer(classes(folder))
                .setInputType(InputType.feedForward(folder.input("x")[0]))
                .build());
        return made.dense(0, "hidden", folder).dense(1, "classes", folder);
    }

    static Layered leNet(ExchangeFolder folder) {
        long[] image = folder.input("x");
        Layered made = new Layered(begun(folder)
                .layer(convolution("first", folder))
                .layer(pooling())
                .layer(convolution("second", folder))
                .layer(pooling())
                .layer(hidden(folder))
                .layer(classes(folder))
                .setInputType(InputType.convolutional(image[1], image[2], image[0]))
                .build());
        return made.dense(0, "first", folder)
                .dense(2, "second", folder)
                .dense(4, "hidden", folder)
                .dense(5, "classes", folder);
    }

    static Layered lstm(ExchangeFolder folder) {
        int size = folder.size("r", 2);
        Layered made = new Layered(begun(folder)
                .layer(embedding(folder))
                .layer(new LastTimeStep(new LSTM.Builder()
                        .nOut(size)
                        .activation(Activation.TANH)
                        .gateActivationFunction(Activation.SIGMOID)
                        .build()))
                .layer(classes(folder))
                .setInputType(ids(folder))
                .build());
        INDArray biases = folder.parameter("b").reshape(2, 4L * size);
        return made.put(0, "W", folder.parameter("table"))
                .put(1, "W", gates(folder.parameter("w").slice(0), size))
                .put(1, "RW", gates(folder.parameter("r").slice(0), size))
                .put(1, "b", gates(biases.sum(0).reshape(4L * size, 1), size))
                .dense(2, "classes", folder);
    }

    @Override
    public String api() {
        return "MultiLayerNetwork";
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
        return network.output(rows.getFeatures(), false, rows.getFeaturesMaskArray(), null);
    }

    static EmbeddingSequenceLayer embedding(ExchangeFolder folder) {
        return new EmbeddingSequenceLayer.Builder()
                .nIn(folder.size("table", 0))
                .nOut(folder.size("table", 1))
                .inputLength((int) folder.input("ids")[0])
                .activation(Activation.IDENTITY)
                .build();
    }

    static OutputLayer classes(ExchangeFolder folder) {
        return new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .nOut(folder.size("classes.weight", 1))
                .activation(Activation.SOFTMAX)
                .build();
    }

    static InputType ids(ExchangeFolder folder) {
        return InputType.recurrent(folder.size("table", 0), folder.input("ids")[0]);
    }

    static NeuralNetConfiguration.Builder configuration(ExchangeFolder folder) {
        return new NeuralNetConfiguration.Builder().seed(7).updater(new Adam(folder.rate()));
    }

    private static NeuralNetConfiguration.ListBuilder begun(ExchangeFolder folder) {
        return configuration(folder).list();
    }

    private static DenseLayer hidden(ExchangeFolder folder) {
        return new DenseLayer.Builder()
                .nOut(folder.size("hidden.weight", 1))
                .activation(Activation.RELU)
                .build();
    }

    private static ConvolutionLayer convolution(String name, ExchangeFolder folder) {
        return new ConvolutionLayer.Builder(5, 5)
                .nOut(folder.size(name + ".weight", 0))
                .activation(Activation.RELU)
                .build();
    }

    private static SubsamplingLayer pooling() {
        return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                .kernelSize(2, 2)
                .stride(2, 2)
                .build();
    }

    /** ONNX orders the gates i o f c in rows, DL4J c f o i in columns. */
    private static INDArray gates(INDArray rows, int size) {
        INDArray[] parts = new INDArray[4];
        for (int i = 0; i < 4; i++) parts[i] = rows.get(NDArrayIndex.interval((3 - i) * size, (4 - i) * size));
        return Nd4j.concat(0, parts).transpose();
    }

    private Layered dense(int layer, String name, ExchangeFolder folder) {
        INDArray bias = folder.parameter(name + ".bias");
        return put(layer, "W", folder.parameter(name + ".weight")).put(layer, "b", bias.reshape(1, bias.length()));
    }

    private Layered put(int layer, String name, INDArray values) {
        network.getLayer(layer).setParam(name, values);
        return this;
    }
}
