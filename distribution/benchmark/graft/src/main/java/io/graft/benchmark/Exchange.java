package io.graft.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.api.data.Batch;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Parameter;
import io.graft.catalog.Catalog;
import io.graft.pipeline.Network;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes the exchange folder that {@code reference/EXCHANGE.md} describes. */
final class Exchange {
    /** PyTorch's own examples use rates like these; each lets the loss fall on both programs. */
    static final Map<String, Double> RATES = new LinkedHashMap<>();

    static {
        RATES.put("sgd", 0.1);
        RATES.put("momentum", 0.05);
        RATES.put("nesterov", 0.05);
        RATES.put("adam", 0.001);
        RATES.put("adamw", 0.001);
        RATES.put("adadelta", 1.0);
        RATES.put("rmsprop", 0.001);
        RATES.put("adagrad", 0.01);
    }

    private final Catalog catalog;

    Exchange(Catalog catalog) {
        this.catalog = catalog;
    }

    Map<String, Object> write(Path descriptor, Path folder, int steps) throws IOException {
        Files.createDirectories(folder);
        try (Rows rows = new Rows(catalog, descriptor)) {
            boolean text = rows.assembly.readsText();
            int batch = rows.batches.get(0).rows();
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("program", text ? "classifier" : "mlp");
            json.put("rows", batch);
            json.put("steps", steps);
            for (Parameter p : rows.graph.parameters()) {
                String[] path = p.name().split("\\.");
                boolean hidden = !text && path[1].equals("0");
                String name = path[2].equals("embedding")
                        ? "embedding"
                        : (hidden ? "hidden." : "dense.") + path[path.length - 1];
                floats(folder.resolve(name + ".f32"), Initializer.values(p, 7));
                if (name.equals("embedding")) {
                    json.put("vocabulary", p.shape().size(0));
                    json.put("size", p.shape().size(1));
                } else if (name.equals("hidden.weight")) {
                    json.put("inputs", p.shape().size(0));
                    json.put("hidden", p.shape().size(1));
                } else if (name.equals("dense.bias"))
                    json.put("classes", p.shape().size(0));
            }
            json.put("rates", RATES);
            List<Batch> order = order(rows.batches, steps);
            Batch first = order.get(0);
            if (text) {
                json.put("length", first.width(first.slot("ids")));
                ints(folder.resolve("ids.i32"), order, "ids");
                floats(folder.resolve("mask.f32"), order, "mask");
            } else floats(folder.resolve("x.f32"), order, first.names().get(0));
            ints(folder.resolve("target.i32"), order, Network.TARGET);
            Files.writeString(
                    folder.resolve("program.json"),
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json));
            return json;
        }
    }

    /** Steps take batches of shuffled rows: files are often sorted by class. */
    static List<Batch> order(List<Batch> batches, int steps) {
        Random random = new Random(11);
        int rows = batches.get(0).rows();
        int[] order =
                random.ints(0, batches.size() * rows).limit((long) steps * rows).toArray();
        java.util.ArrayList<Batch> shuffled = new java.util.ArrayList<>();
        for (int s = 0; s < steps; s++) {
            Batch b = copy(batches.get(0));
            for (int r = 0; r < rows; r++) {
                int from = order[s * rows + r];
                Batch source = batches.get(from / rows);
                for (int slot = 0; slot < b.names().size(); slot++) {
                    int w = b.width(slot);
                    Object to = b.isInt(slot) ? b.ints(slot) : b.floats(slot);
                    Object values = b.isInt(slot) ? source.ints(slot) : source.floats(slot);
                    System.arraycopy(values, from % rows * w, to, r * w, w);
                }
            }
            shuffled.add(b);
        }
        return shuffled;
    }

    private static Batch copy(Batch like) {
        java.util.ArrayList<io.graft.api.graph.Value> values = new java.util.ArrayList<>();
        for (int slot = 0; slot < like.names().size(); slot++)
            values.add(new io.graft.api.graph.Value(
                    like.names().get(slot),
                    like.isInt(slot) ? io.graft.api.graph.ElementType.INT : io.graft.api.graph.ElementType.FLOAT,
                    io.graft.api.graph.Shape.batch(like.width(slot))));
        Batch b = new Batch(values, like.rows());
        b.rows(like.rows());
        return b;
    }

    private static void floats(Path file, float[] values) throws IOException {
        ByteBuffer b = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        b.asFloatBuffer().put(values);
        Files.write(file, b.array());
    }

    private static void floats(Path file, List<Batch> batches, String name) throws IOException {
        int n = batches.get(0).floats(name).length;
        float[] all = new float[n * batches.size()];
        for (int i = 0; i < batches.size(); i++) System.arraycopy(batches.get(i).floats(name), 0, all, i * n, n);
        floats(file, all);
    }

    private static void ints(Path file, List<Batch> batches, String name) throws IOException {
        int n = batches.get(0).ints(name).length;
        ByteBuffer b = ByteBuffer.allocate(n * batches.size() * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (Batch batch : batches) for (int v : batch.ints(name)) b.putInt(v);
        Files.write(file, b.array());
    }
}
