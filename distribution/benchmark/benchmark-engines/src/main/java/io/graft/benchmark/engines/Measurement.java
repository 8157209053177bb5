package io.graft.benchmark.engines;

import com.sun.management.OperatingSystemMXBean;
import io.graft.api.backend.Backend;
import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.data.Batch;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import io.graft.api.model.Rule;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One network on one backend: its numbers, then its times. {@code reference/measuring.py} measures others the same way. */
final class Measurement {
    static final double RATE = 0.001;
    static final Rule ADAM = new Rule(
            "adam",
            Map.of("beta1", 0.9, "beta2", 0.999, "epsilon", 1e-8),
            RATE,
            0,
            0,
            List.of(new Rule.Slot("m", 0), new Rule.Slot("v", 0)),
            new GraphBuilder(Map.of()).build());

    private static final int STEPS = 100;
    private static final int BLOCKS = 10;
    private static final int COMPILATIONS = 5;
    private static final int[] SIZES = {1, 32, 256};
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Backend backend;
    private final Graph graph;
    private final Exchange exchange;
    private final int rows;
    private final int threads;
    private final double seconds;

    Measurement(Backend backend, String network, Exchange exchange, int threads, double seconds) {
        this.backend = backend;
        graph = Networks.of(network);
        this.exchange = exchange;
        rows = Networks.rows(network);
        this.threads = threads;
        this.seconds = seconds;
    }

    /** Training only, without numbers. */
    Map<String, Object> training() {
        Map<String, Object> found = new LinkedHashMap<>();
        try (Session session = backend.open(program(graph), new SessionOptions(rows, 7, threads))) {
            exchange.parameters(graph, session);
            found.put("train", trained(session, exchange.training(graph, rows)));
        }
        return found;
    }

    Map<String, Object> all() {
        Map<String, Object> found = new LinkedHashMap<>();
        Batch[] batches = exchange.training(graph, rows);
        Batch answered = exchange.answered(graph);
        found.put("compileMillis", compilation());
        try (Session session = backend.open(program(graph), new SessionOptions(rows, 7, threads))) {
            exchange.parameters(graph, session);
            List<Float> losses = new ArrayList<>();
            for (int i = 0; i < STEPS; i++) losses.add(session.train(batches[i % batches.length], RATE));
            // the loss after that many updates, without one more
            Batch loss = Batch.outputs(graph, List.of("loss", "scores"), rows);
            session.run(batches[STEPS % batches.length], loss);
            losses.add(loss.floats("loss")[0]);
            found.put("losses", losses);
            found.put("trainedScores", loss.floats("scores"));
            found.put("train", trained(session, batches));
        }
        try (Session session =
                backend.open(Program.inference(graph), new SessionOptions(Exchange.ANSWERED, 7, threads))) {
            exchange.parameters(graph, session);
            Batch scores = Batch.outputs(graph, List.of("scores"), Exchange.ANSWERED);
            session.run(answered, scores);
            found.put("initialScores", scores.floats("scores").clone());
            for (int size : SIZES) {
                Batch[] some = slices(answered, size);
                found.put("answer" + size, timed(i -> session.run(some[i % some.length], scores)));
            }
        }
        return found;
    }

    static Program program(Graph graph) {
        return Program.training(graph, "loss", ADAM, Program.Clip.NONE);
    }

    private List<Double> compilation() {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < COMPILATIONS; i++) {
            long begin = System.nanoTime();
            try (Session session = backend.open(program(graph), new SessionOptions(rows, 7, threads))) {
                millis.add((System.nanoTime() - begin) / 1e6);
                if (session.step() != 0) throw new IllegalStateException("a new session has made steps");
            }
        }
        return millis;
    }

    private Map<String, Object> trained(Session session, Batch[] batches) {
        return timed(i -> session.train(batches[i % batches.length], RATE));
    }

    private interface Step {
        void run(int i);
    }

    /** Warm-up for the given seconds, then blocks that together last as long: means of each block, and every single time. */
    private Map<String, Object> timed(Step step) {
        long warm = System.nanoTime() + (long) (seconds * 1e9);
        int n = 0;
        do step.run(n++);
        while (System.nanoTime() < warm);
        List<Double> cpu = new ArrayList<>();
        List<Double> wall = new ArrayList<>();
        double[] each = new double[1 << 16];
        int calls = 0;
        for (int b = 0; b < BLOCKS; b++) {
            long used = PROCESS.getProcessCpuTime();
            long begin = System.nanoTime();
            long end = begin + (long) (seconds * 1e9 / BLOCKS);
            long before = begin;
            int steps = 0;
            do {
                step.run(n++);
                long now = System.nanoTime();
                each[calls++ % each.length] = (now - before) / 1e6;
                before = now;
                steps++;
            } while (before < end);
            wall.add((before - begin) / 1e6 / steps);
            cpu.add((PROCESS.getProcessCpuTime() - used) / 1e6 / steps);
        }
        double[] sorted = Arrays.copyOf(each, Math.min(calls, each.length));
        Arrays.sort(sorted);
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("cpu", cpu);
        found.put("wall", wall);
        found.put("p50", sorted[sorted.length / 2]);
        found.put("p99", sorted[(int) (sorted.length * 0.99)]);
        found.put("calls", calls);
        return found;
    }

    private Batch[] slices(Batch all, int size) {
        Batch[] slices = new Batch[all.rows() / size];
        for (int i = 0; i < slices.length; i++) {
            Batch b = slices[i] = new Batch(graph.inputs(), size);
            b.rows(size);
            for (Value v : graph.inputs()) {
                int slot = all.slot(v.name());
                int n = size * all.width(slot);
                Object from = all.isInt(slot) ? all.ints(slot) : all.floats(slot);
                Object to = all.isInt(slot) ? b.ints(slot) : b.floats(slot);
                System.arraycopy(from, i * n, to, 0, n);
            }
        }
        return slices;
    }
}
