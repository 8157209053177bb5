package io.graft.backend.jvm;

import com.sun.management.OperatingSystemMXBean;
import io.graft.api.backend.Backend;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.data.Batch;
import io.graft.api.graph.Graph;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * Measures steps of a network of {@link Networks}: {@code Measure <network> [seconds] [rows] [answers] [plain] [two]}; {@code two} threads. Not a test.
 *
 * <p>{@code CPU} is that of the calling thread, {@code process} that of all threads, the JIT compiler's too.
 */
public final class Measure {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Measure() {}

    /** Measures. */
    public static void main(String[] arguments) throws IOException {
        long begin = System.nanoTime();
        String what = arguments.length > 0 ? arguments[0] : "mlp";
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        int rows = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 32;
        List<String> rest = List.of(arguments).subList(Math.min(3, arguments.length), arguments.length);
        boolean plain = rest.contains("plain");
        boolean answers = rest.contains("answers");
        int threads = rest.contains("two") ? 2 : 1;
        Graph graph = Networks.named(what);
        Random random = new Random(7);
        Batch[] batches = new Batch[20];
        for (int i = 0; i < batches.length; i++) batches[i] = Examples.batch(graph, rows, 10, 10_000, random);
        Batch outputs = Batch.outputs(graph, List.of("scores"), rows);
        try (Backend backend = plain ? new JvmBackend(Kernels::plain) : Examples.backend();
                Session session =
                        backend.open(Examples.training(graph, Examples.ADAM), new SessionOptions(rows, 7, threads))) {
            session.train(batches[0], 0.001);
            System.out.printf(
                    "JVM start to first step %d ms, main to first step %.0f ms, %s%n",
                    System.currentTimeMillis()
                            - ManagementFactory.getRuntimeMXBean().getStartTime(),
                    (System.nanoTime() - begin) / 1e6,
                    memory());
            long end = System.nanoTime() + seconds * 1_000_000_000L;
            while (System.nanoTime() < end) {
                long round = System.nanoTime();
                long cpu = THREADS.getCurrentThreadCpuTime();
                long process = PROCESS.getProcessCpuTime();
                int steps = 0;
                for (; System.nanoTime() - round < 500_000_000; steps++) {
                    Batch batch = batches[steps % batches.length];
                    if (answers) session.run(batch, outputs);
                    else session.train(batch, 0.001);
                }
                System.out.printf(
                        "%s: %.4f ms wall, %.4f ms CPU, %.4f ms process, %s%n",
                        what,
                        (System.nanoTime() - round) / 1e6 / steps,
                        (THREADS.getCurrentThreadCpuTime() - cpu) / 1e6 / steps,
                        (PROCESS.getProcessCpuTime() - process) / 1e6 / steps,
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
