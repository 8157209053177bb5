package io.graft.backend.dl4j.cpu;

import com.sun.management.OperatingSystemMXBean;
import io.graft.api.backend.Backend;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.data.Batch;
import io.graft.api.graph.Graph;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Measures steps of the networks of the README: {@code Measure <network|start> [threads] [steps] [train|run] [rows]}. Not a test.
 */
public final class Measure {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final int ROUNDS = 6;

    private Measure() {}

    /** Measures. */
    public static void main(String[] arguments) throws IOException {
        long begin = System.nanoTime();
        boolean start = at(arguments, 0, "mlp").equals("start");
        String network = start ? "mlp" : at(arguments, 0, "mlp");
        int threads = Integer.parseInt(at(arguments, 1, "1"));
        int steps = Integer.parseInt(at(arguments, 2, "500"));
        boolean train = at(arguments, 3, "train").equals("train");
        int rows = Integer.parseInt(at(arguments, 4, Integer.toString(Networks.rows(network))));
        Graph graph = Networks.of(network);
        Random random = new Random(7);
        Batch[] batches = new Batch[20];
        for (int i = 0; i < batches.length; i++) batches[i] = Networks.batch(graph, rows, random);
        if (start) begin = System.nanoTime();
        try (Backend backend = Examples.backend();
                Session session =
                        backend.open(Examples.training(graph, Examples.ADAM), new SessionOptions(rows, 7, threads))) {
            Batch answers = Batch.outputs(graph, List.of("scores"), rows);
            step(session, batches[0], answers, train);
            System.out.printf("first step after %.0f ms, %s%n", (System.nanoTime() - begin) / 1e6, memory());
            if (start) return;
            for (int round = 0; round < ROUNDS; round++) {
                double[] each = new double[steps];
                long cpu = PROCESS.getProcessCpuTime();
                for (int i = 0; i < steps; i++) {
                    long from = System.nanoTime();
                    step(session, batches[i % batches.length], answers, train);
                    each[i] = (System.nanoTime() - from) / 1e6;
                }
                double used = (PROCESS.getProcessCpuTime() - cpu) / 1e6 / steps;
                Arrays.sort(each);
                System.out.printf(
                        "%s, %d threads, %d rows: median %.3f ms, best %.3f ms, CPU %.3f ms a step, %s%n",
                        network, threads, rows, each[steps / 2], each[0], used, memory());
            }
        }
    }

    private static void step(Session session, Batch batch, Batch answers, boolean train) {
        if (train) session.train(batch, 0.001);
        else session.run(batch, answers);
    }

    private static String at(String[] arguments, int index, String otherwise) {
        return arguments.length > index ? arguments[index] : otherwise;
    }

    private static String memory() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(l -> l.startsWith("VmRSS"))
                .findFirst()
                .orElse("");
    }
}
