package io.graft.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.data.Batch;
import io.graft.catalog.Catalog;
import io.graft.pipeline.Backends;
import io.graft.pipeline.Network;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs an exchange folder's program on Graft: the loss of every step, and the time of a step. */
final class Losses {
    private final Catalog catalog;

    Losses(Catalog catalog) {
        this.catalog = catalog;
    }

    Map<String, Object> run(Path descriptor, Path folder) throws IOException {
        Map<?, ?> program =
                new ObjectMapper().readValue(folder.resolve("program.json").toFile(), Map.class);
        int steps = (Integer) program.get("steps");
        Map<String, Object> losses = new LinkedHashMap<>();
        for (Map.Entry<?, ?> rate : ((Map<?, ?>) program.get("rates")).entrySet()) {
            String optimizer = "model.optimizer={" + rate.getKey() + ": {learningRate: " + rate.getValue() + "}}";
            try (Rows rows = new Rows(catalog, descriptor, optimizer);
                    Backends.Opened backend = open(rows);
                    Session session = session(rows, backend, 0)) {
                List<Object> each = new ArrayList<>();
                for (Batch b : Exchange.order(rows.batches, steps))
                    each.add(session.train(b, rows.assembly.rule().learningRate()));
                losses.put((String) rate.getKey(), each);
            }
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("program", program.get("program"));
        json.put("losses", losses);
        return json;
    }

    /** The time of a training step with the descriptor's own optimizer, after warming up: median of ten blocks. */
    Map<String, Object> time(Path descriptor, Path folder, int threads) throws IOException {
        int steps = (Integer) new ObjectMapper()
                .readValue(folder.resolve("program.json").toFile(), Map.class)
                .get("steps");
        try (Rows rows = new Rows(catalog, descriptor);
                Backends.Opened backend = open(rows);
                Session session = session(rows, backend, threads)) {
            List<Batch> batches = Exchange.order(rows.batches, steps);
            double rate = rows.assembly.rule().learningRate();
            OperatingSystemMXBean os = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            for (int i = 0; i < 10; i++) for (Batch b : batches) session.train(b, rate);
            double[] wall = new double[10];
            double[] cpu = new double[10];
            for (int block = 0; block < 10; block++) {
                long w = System.nanoTime();
                long c = os.getProcessCpuTime();
                for (Batch b : batches) session.train(b, rate);
                wall[block] = (System.nanoTime() - w) / 1e6 / steps;
                cpu[block] = (os.getProcessCpuTime() - c) / 1e6 / steps;
            }
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("backend", backend.name());
            json.put("threads", threads);
            json.put("cpuMillisPerStep", median(cpu));
            json.put("wallMillisPerStep", median(wall));
            return json;
        }
    }

    static Backends.Opened open(Rows rows) {
        return Backends.open(rows.assembly, program(rows));
    }

    static Session session(Rows rows, Backends.Opened backend, int threads) {
        return backend.backend()
                .open(program(rows), new SessionOptions(rows.batches.get(0).rows(), 7, threads));
    }

    private static Program program(Rows rows) {
        return Program.training(rows.graph, Network.LOSS, rows.assembly.rule(), Program.Clip.NONE);
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        java.util.Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
