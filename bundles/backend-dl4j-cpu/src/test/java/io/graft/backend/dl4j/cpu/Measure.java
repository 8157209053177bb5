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
import java.util.Random;

/**
 * Measures steps of the two programs of the README: {@code Measure <classifier|mlp|start|memory> [threads] [steps]}. Not a test.
 */
public final class Measure {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Measure() {}

    /** Measures. */
    public static void main(String[] arguments) throws IOException {
        long begin = System.nanoTime();
        String what = arguments.length > 0 ? arguments[0] : "mlp";
        int threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
        int steps = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 500;
        boolean classifier = what.equals("classifier");
        Graph graph = classifier ? Examples.classifier(10_000, 32, 512, 10) : Examples.mlp(100, 500, 10);
        Random random = new Random(7);
        Batch[] batches = new Batch[50];
        for (int i = 0; i < batches.length; i++) batches[i] = Examples.batch(graph, 32, 10, 10_000, random);
        if (what.equals("start")) begin = System.nanoTime();
        try (Backend backend = Examples.backend();
                Session session =
                        backend.open(Examples.training(graph, Examples.ADAM), new SessionOptions(32, 7, threads))) {
            session.train(batches[0], 0.001);
            System.out.printf("first step after %.0f ms, %s%n", (System.nanoTime() - begin) / 1e6, memory());
            if (what.equals("start")) return;
            for (int round = 0; round < 6; round++) {
                long wall = System.nanoTime();
                long cpu = PROCESS.getProcessCpuTime();
                for (int i = 0; i < steps; i++) session.train(batches[i % batches.length], 0.001);
                System.out.printf(
                        "%s, %d threads: %.3f ms a step, %.3f ms of CPU, %s%n",
                        what,
                        threads,
                        (System.nanoTime() - wall) / 1e6 / steps,
                        (PROCESS.getProcessCpuTime() - cpu) / 1e6 / steps,
                        memory());
            }
        }
    }

    private static String memory() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(l -> l.startsWith("VmRSS"))
                .findFirst()
                .orElse("");
    }
}
