package io.graft.benchmark.engines;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.api.backend.Backend;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.data.Batch;
import io.graft.api.graph.Graph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code engines.py} starts: {@code exchange NETWORK FOLDER}, {@code measure|train BACKEND NETWORK FOLDER THREADS SECONDS},
 * {@code memory BACKEND NETWORK}, {@code first BACKEND NETWORK}. Prints one JSON document; {@code first} prints a line after one step.
 */
public final class Engines {
    private static final long SEED = 7;
    private static final int MEMORY_ROWS = 4;

    private Engines() {}

    /** Starts. */
    public static void main(String[] in) throws IOException {
        switch (in[0]) {
            case "exchange" -> new Exchange(Path.of(in[2])).write(in[1], SEED);
            case "measure", "train" -> measure(in);
            case "memory" -> memory(in[1], in[2]);
            case "first" -> first(in[1], in[2]);
            default -> throw new IllegalArgumentException("no mode '" + in[0] + "'");
        }
    }

    private static void measure(String[] in) throws IOException {
        try (Backend backend = Engine.open(in[1])) {
            Measurement m = new Measurement(
                    backend, in[2], new Exchange(Path.of(in[3])), Integer.parseInt(in[4]), Double.parseDouble(in[5]));
            print(in[0].equals("train") ? m.training() : m.all());
        }
    }

    /** Resident memory after 1,000 and 10,000 steps; few rows, because what leaks does not depend on them. */
    private static void memory(String name, String network) throws IOException {
        Graph graph = Networks.of(network);
        Batch[] batches = Batches.of(graph, Exchange.BATCHES, MEMORY_ROWS, SEED);
        Map<String, Object> found = new LinkedHashMap<>();
        try (Backend backend = Engine.open(name);
                Session session = backend.open(Measurement.program(graph), new SessionOptions(MEMORY_ROWS, SEED, 1))) {
            for (int i = 1; i <= 10_000; i++) {
                session.train(batches[i % batches.length], Measurement.RATE);
                if (i == 1_000 || i == 10_000) found.put("after" + i, resident());
            }
        }
        print(found);
    }

    private static void first(String name, String network) {
        Graph graph = Networks.of(network);
        int rows = Networks.rows(network);
        Batch batch = Batches.of(graph, 1, rows, SEED)[0];
        try (Backend backend = Engine.open(name);
                Session session = backend.open(Measurement.program(graph), new SessionOptions(rows, SEED, 1))) {
            System.out.println("first step: loss " + session.train(batch, Measurement.RATE));
        }
    }

    /** Megabytes. */
    private static double resident() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status")))
            if (line.startsWith("VmRSS:")) return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
        throw new IOException("/proc/self/status tells no VmRSS");
    }

    private static void print(Map<String, Object> found) throws IOException {
        found.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        System.out.println(new ObjectMapper().writeValueAsString(found));
    }
}
