package io.graft.reference;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.dataset.DataSet;

/** One of the six networks of engines.sh, trained the way DL4J's own users train it: numbers, then times. */
public final class Networks {
    private static final int STEPS = 100;
    private static final int[] SIZES = {1, 32, 256};

    private Networks() {}

    /** Prints one JSON document like that of {@code networks.py}. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 4) throw new IllegalArgumentException("Give: measure|train FOLDER THREADS SECONDS.");
        PrintStream out = System.out;
        System.setOut(System.err);
        ExchangeFolder folder = new ExchangeFolder(Path.of(arguments[1]));
        threads(arguments[2]);
        double seconds = Double.parseDouble(arguments[3]);
        Map<String, Object> found = new LinkedHashMap<>();
        Network network = network(folder);
        found.put("engine", "DL4J 1.0.0-M2.1 " + network.api());
        switch (arguments[0]) {
            case "measure" -> {
                answer(folder, network, seconds, found);
                train(folder, network, seconds, true, found);
            }
            case "train" -> train(folder, network, seconds, false, found);
            default -> throw new IllegalArgumentException("'" + arguments[0] + "' is neither measure nor train.");
        }
        out.println(new ObjectMapper().writeValueAsString(found));
    }

    private static Network network(ExchangeFolder folder) {
        return switch (folder.program()) {
            case "classifier" -> Layered.classifier(folder);
            case "mlp" -> Layered.mlp(folder);
            case "lenet" -> Layered.leNet(folder);
            case "lstm" -> Layered.lstm(folder);
            case "textcnn" -> new TextCnn(folder);
            case "transformer" -> new Transformer(folder);
            default -> throw new IllegalArgumentException("no network '" + folder.program() + "'");
        };
    }

    /** The native threads are set by the environment, before the process starts. */
    private static void threads(String wanted) {
        if (!wanted.equals(System.getenv("OMP_NUM_THREADS")))
            throw new IllegalArgumentException("OMP_NUM_THREADS is not " + wanted + ": start with networks.sh.");
    }

    private static void train(
            ExchangeFolder folder, Network network, double seconds, boolean numbers, Map<String, Object> found) {
        List<DataSet> batches = folder.training();
        if (numbers) {
            List<Double> losses = new ArrayList<>();
            for (int i = 0; i < STEPS; i++) {
                DataSet batch = batches.get(i % batches.size());
                losses.add(network.loss(batch));
                network.fit(batch);
            }
            DataSet next = batches.get(STEPS % batches.size());
            losses.add(network.loss(next));
            found.put("losses", losses);
            found.put("trainedScores", network.answer(next).ravel().toFloatVector());
        }
        found.put("train", Timing.of(i -> network.fit(batches.get(i % batches.size())), seconds));
    }

    private static void answer(ExchangeFolder folder, Network network, double seconds, Map<String, Object> found) {
        DataSet all = folder.answered(SIZES[SIZES.length - 1]).get(0);
        found.put("initialScores", network.answer(all).ravel().toFloatVector());
        for (int size : SIZES) {
            List<DataSet> some = folder.answered(size);
            found.put("answer" + size, Timing.of(i -> network.answer(some.get(i % some.size())), seconds));
        }
    }
}
