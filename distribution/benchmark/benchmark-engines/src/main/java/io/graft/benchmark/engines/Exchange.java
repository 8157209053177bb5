package io.graft.benchmark.engines;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.api.backend.Session;
import io.graft.api.data.Batch;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Parameter;
import io.graft.api.graph.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The exchange folder of a network that {@code reference/EXCHANGE.md} describes. */
record Exchange(Path folder) {
    static final int BATCHES = 20;
    static final int ANSWERED = 256;

    /** Writes parameters, the batches to train on and the rows to answer. */
    void write(String network, long seed) throws IOException {
        Files.createDirectories(folder);
        Graph graph = Networks.of(network);
        Map<String, Object> parameters = new LinkedHashMap<>();
        for (Parameter p : graph.parameters()) {
            parameters.put(
                    p.name(), sizes(p.shape().dims().size(), i -> p.shape().size(i)));
            float[] values = Initializer.values(p, seed);
            ByteBuffer bytes = room(values.length);
            bytes.asFloatBuffer().put(values);
            Files.write(folder.resolve(p.name() + ".f32"), bytes.array());
        }
        int rows = Networks.rows(network);
        batches("train.", graph, Batches.of(graph, BATCHES, rows, seed));
        batches("answer.", graph, Batches.of(graph, 1, ANSWERED, seed + 1));
        Map<String, Object> program = new LinkedHashMap<>();
        program.put("program", network);
        program.put("rows", rows);
        program.put("batches", BATCHES);
        program.put("answered", ANSWERED);
        program.put("rate", Measurement.RATE);
        program.put("parameters", parameters);
        program.put("inputs", inputs(graph));
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve("program.json").toFile(), program);
    }

    /** Puts the folder's parameters into a session. */
    void parameters(Graph graph, Session session) {
        for (Parameter p : graph.parameters())
            session.write(p.name(), bytes(p.name() + ".f32").asFloatBuffer());
    }

    Batch[] training(Graph graph, int rows) {
        return batches("train.", graph, BATCHES, rows);
    }

    /** The rows to answer, as one batch. */
    Batch answered(Graph graph) {
        return batches("answer.", graph, 1, ANSWERED)[0];
    }

    private static Map<String, Object> inputs(Graph graph) {
        Map<String, Object> inputs = new LinkedHashMap<>();
        for (Value v : graph.inputs())
            inputs.put(
                    v.name(), sizes(v.shape().rank() - 1, i -> v.shape().row().size(i)));
        return inputs;
    }

    private static List<Integer> sizes(int rank, java.util.function.IntUnaryOperator size) {
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < rank; i++) sizes.add(size.applyAsInt(i));
        return sizes;
    }

    private void batches(String prefix, Graph graph, Batch[] batches) throws IOException {
        for (Value v : graph.inputs()) {
            boolean whole = v.type() == ElementType.INT;
            int n = batches[0].rows() * batches[0].width(batches[0].slot(v.name()));
            ByteBuffer bytes = room(n * batches.length);
            IntBuffer ints = bytes.asIntBuffer();
            FloatBuffer floats = bytes.asFloatBuffer();
            for (Batch b : batches) {
                if (whole) ints.put(b.ints(v.name()));
                else floats.put(b.floats(v.name()));
            }
            Files.write(folder.resolve(prefix + v.name() + (whole ? ".i32" : ".f32")), bytes.array());
        }
    }

    private Batch[] batches(String prefix, Graph graph, int count, int rows) {
        Batch[] batches = new Batch[count];
        for (int i = 0; i < count; i++) {
            batches[i] = new Batch(graph.inputs(), rows);
            batches[i].rows(rows);
        }
        for (Value v : graph.inputs()) {
            boolean whole = v.type() == ElementType.INT;
            ByteBuffer bytes = bytes(prefix + v.name() + (whole ? ".i32" : ".f32"));
            IntBuffer ints = bytes.asIntBuffer();
            FloatBuffer floats = bytes.asFloatBuffer();
            for (Batch b : batches) {
                if (whole) ints.get(b.ints(v.name()));
                else floats.get(b.floats(v.name()));
            }
        }
        return batches;
    }

    private static ByteBuffer room(int numbers) {
        return ByteBuffer.allocate(numbers * 4).order(ByteOrder.LITTLE_ENDIAN);
    }

    private ByteBuffer bytes(String file) {
        try {
            return ByteBuffer.wrap(Files.readAllBytes(folder.resolve(file))).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
