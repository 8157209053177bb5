package io.graft.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** The reference classifier, trained the way DL4J's own users train it, on the batches of an exchange folder. */
public final class MultiLayerNetworkSteps {
    private static final int BLOCKS = 5;
    private static final int WARM_UP_STEPS = 50;

    private final Path folder;
    private final JsonNode program;

    private MultiLayerNetworkSteps(Path folder) throws IOException {
        this.folder = folder;
        program = new ObjectMapper().readTree(folder.resolve("program.json").toFile());
    }

    /** Prints one JSON document, as EXCHANGE.md describes it. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) throw new IllegalArgumentException("Give one exchange folder of the classifier.");
        PrintStream out = System.out;
        System.setOut(System.err);
        Map<String, Object> result = new MultiLayerNetworkSteps(Path.of(arguments[0])).run();
        out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(result));
    }

    private Map<String, Object> run() throws IOException {
        List<DataSet> batches = batches();
        MultiLayerNetwork network = network();
        List<Double> losses = new ArrayList<>();
        for (DataSet batch : batches) {
            network.fit(batch);
            losses.add(network.score());
        }

        for (int i = 0; i < WARM_UP_STEPS; i++) network.fit(batches.get(i % batches.size()));
        OperatingSystemMXBean os = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        double[] cpu = new double[BLOCKS];
        double[] wall = new double[BLOCKS];
        for (int block = 0; block < BLOCKS; block++) {
            long w = System.nanoTime();
            long c = os.getProcessCpuTime();
            for (DataSet batch : batches) network.fit(batch);
            wall[block] = (System.nanoTime() - w) / 1e6 / batches.size();
            cpu[block] = (os.getProcessCpuTime() - c) / 1e6 / batches.size();
        }

        Map<String, Object> timing = new LinkedHashMap<>();
        timing.put("optimizer", "adam");
        timing.put("threads", Integer.parseInt(System.getenv().getOrDefault("OMP_NUM_THREADS", "1")));
        timing.put("cpuMillisPerStep", median(cpu));
        timing.put("wallMillisPerStep", median(wall));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("program", "classifier");
        result.put("engine", "DL4J MultiLayerNetwork 1.0.0-M2.1, " + Nd4j.getBackend().getClass().getSimpleName());
        result.put("losses", Map.of("adam", losses));
        result.put("timing", timing);
        return result;
    }

    private MultiLayerNetwork network() throws IOException {
        int vocabulary = number("vocabulary");
        int size = number("size");
        int classes = number("classes");
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(program.get("rates").get("adam").asDouble()))
                .list()
                .layer(new EmbeddingSequenceLayer.Builder()
                        .nIn(vocabulary)
                        .nOut(size)
                        .inputLength(number("length"))
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new GlobalPoolingLayer.Builder(PoolingType.AVG).build())
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .nIn(size)
                        .nOut(classes)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(vocabulary, number("length")))
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        network.setParam("0_W", Nd4j.createFromArray(floats("embedding", vocabulary * size)).reshape(vocabulary, size));
        network.setParam("2_W", Nd4j.createFromArray(floats("dense.weight", size * classes)).reshape(size, classes));
        network.setParam("2_b", Nd4j.createFromArray(floats("dense.bias", classes)).reshape(1, classes));
        return network;
    }

    private List<DataSet> batches() throws IOException {
        int steps = number("steps");
        int rows = number("rows");
        int length = number("length");
        int classes = number("classes");
        int[] ids = ints("ids", steps * rows * length);
        int[] target = ints("target", steps * rows);
        float[] mask = floats("mask", steps * rows * length);
        List<DataSet> batches = new ArrayList<>();
        for (int s = 0; s < steps; s++) {
            int from = s * rows * length;
            float[] row = new float[rows * length];
            for (int i = 0; i < row.length; i++) row[i] = ids[from + i];
            INDArray features = Nd4j.createFromArray(row).reshape(rows, length);
            INDArray shown = Nd4j.createFromArray(Arrays.copyOfRange(mask, from, from + row.length)).reshape(rows, length);
            INDArray labels = Nd4j.zeros(rows, classes);
            for (int r = 0; r < rows; r++) labels.putScalar(r, target[s * rows + r], 1);
            batches.add(new DataSet(features, labels, shown, null));
        }
        return batches;
    }

    private int number(String key) {
        return program.get(key).asInt();
    }

    private float[] floats(String name, int n) throws IOException {
        float[] values = new float[n];
        bytes(name + ".f32", n).asFloatBuffer().get(values);
        return values;
    }

    private int[] ints(String name, int n) throws IOException {
        int[] values = new int[n];
        bytes(name + ".i32", n).asIntBuffer().get(values);
        return values;
    }

    private ByteBuffer bytes(String file, int n) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve(file));
        if (bytes.length != 4L * n) throw new IOException(file + " holds " + bytes.length + " bytes, not " + 4L * n);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return Math.round(1000 * values[values.length / 2]) / 1000.0;
    }
}
