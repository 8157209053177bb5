package io.graft.backend.dl4j.cpu;

import io.graft.api.data.Batch;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The networks that are measured; each tells ten classes apart. */
final class Networks {
    private static final int CLASSES = 10;
    private static final int VOCABULARY = 10_000;

    private Networks() {}

    /** The network of this name. */
    static Graph of(String name) {
        return switch (name) {
            case "mlp" -> Examples.mlp(100, 500, CLASSES);
            case "classifier" -> Examples.classifier(VOCABULARY, 32, 512, CLASSES);
            case "lenet" -> lenet();
            case "textcnn" -> textCnn(50, 128);
            case "lstm" -> lstm(50, 128);
            case "transformer" -> transformer(2, 64, 128, 4);
            default -> throw new IllegalArgumentException("there is no network '" + name + "'");
        };
    }

    /** How many rows a step of it has. */
    static int rows(String name) {
        return name.equals("lenet") ? 64 : 32;
    }

    private static Graph lenet() {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value x = g.input("image", ElementType.FLOAT, Shape.batch(1, 28, 28));
        x = pool(g, g.op("Relu", conv(g, "first", x, 20, 5, 5)));
        x = pool(g, g.op("Relu", conv(g, "second", x, 50, 5, 5)));
        x = g.op("Relu", Examples.dense(g, "hidden", g.op("Flatten", x), 800, 500));
        Examples.loss(g, Examples.dense(g, "out", x, 500, CLASSES));
        return g.build();
    }

    private static Value conv(GraphBuilder g, String name, Value x, int filters, int... kernel) {
        int[] sizes = new int[2 + kernel.length];
        sizes[0] = filters;
        sizes[1] = x.shape().size(1);
        System.arraycopy(kernel, 0, sizes, 2, kernel.length);
        Value w = g.parameter(name + ".weight", Shape.of(sizes), Initializer.glorotUniform());
        Value b = g.parameter(name + ".bias", Shape.of(filters), Initializer.zeros());
        return g.op("Conv", x, w, b);
    }

    private static Value pool(GraphBuilder g, Value x) {
        return g.op("MaxPool", Map.of("kernel_shape", List.of(2, 2), "strides", List.of(2, 2)), x);
    }

    private static Value words(GraphBuilder g, int length, int size) {
        Value ids = g.input("ids", ElementType.INT, Shape.batch(length));
        return g.gather(g.parameter("table", Shape.of(VOCABULARY, size), Initializer.normal(0, 0.1)), ids);
    }

    /** Widths 3, 4 and 5 with 100 filters each, the greatest of each (Kim, 2014). */
    private static Graph textCnn(int length, int size) {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value x = g.op("Transpose", Map.of("perm", List.of(0, 2, 1)), words(g, length, size));
        Value[] found = new Value[3];
        for (int i = 0; i < found.length; i++)
            found[i] = g.op("Flatten", g.op("GlobalMaxPool", g.op("Relu", conv(g, "width" + i, x, 100, 3 + i))));
        Examples.loss(g, Examples.dense(g, "out", g.concat(1, found), 300, CLASSES));
        return g.build();
    }

    private static Graph lstm(int length, int size) {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value x = words(g, length, size);
        Value w = g.parameter("w", Shape.of(1, 4 * size, size), Initializer.glorotUniform());
        Value r = g.parameter("r", Shape.of(1, 4 * size, size), Initializer.glorotUniform());
        Value b = g.parameter("b", Shape.of(1, 8 * size), Initializer.zeros());
        Value last = g.ops("LSTM", Map.of("hidden_size", size), x, w, r, b).get(1);
        Examples.loss(g, Examples.dense(g, "out", g.op("Flatten", last), size, CLASSES));
        return g.build();
    }

    private static Graph transformer(int layers, int length, int size, int heads) {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value x = g.input("sequence", ElementType.FLOAT, Shape.batch(length, size));
        for (int i = 0; i < layers; i++) {
            String name = "layer" + i;
            Map<String, Object> attributes = new LinkedHashMap<>(Map.of("q_num_heads", heads));
            Value attended = g.op(
                    "Attention",
                    attributes,
                    Examples.dense(g, name + ".q", x, size, size),
                    Examples.dense(g, name + ".k", x, size, size),
                    Examples.dense(g, name + ".v", x, size, size));
            x = normal(g, name + ".first", g.add(x, Examples.dense(g, name + ".o", attended, size, size)));
            Value wide = g.op("Relu", Examples.dense(g, name + ".up", x, size, 4 * size));
            x = normal(g, name + ".second", g.add(x, Examples.dense(g, name + ".down", wide, 4 * size, size)));
        }
        Examples.loss(g, Examples.dense(g, "out", g.reduce("ReduceMean", x, false, 1), size, CLASSES));
        return g.build();
    }

    private static Value normal(GraphBuilder g, String name, Value x) {
        Value scale = g.parameter(name + ".scale", Shape.of(x.shape().last()), Initializer.ones());
        Value bias = g.parameter(name + ".bias", Shape.of(x.shape().last()), Initializer.zeros());
        return g.op("LayerNormalization", x, scale, bias);
    }

    /** A batch of random rows. */
    static Batch batch(Graph graph, int rows, Random random) {
        Batch batch = new Batch(graph.inputs(), rows);
        batch.rows(rows);
        for (Value v : graph.inputs())
            switch (v.name()) {
                case "label" -> fill(batch.ints("label"), CLASSES, random);
                case "ids" -> fill(batch.ints("ids"), VOCABULARY, random);
                case "weight", "mask" -> java.util.Arrays.fill(batch.floats(v.name()), 1);
                default -> {
                    float[] numbers = batch.floats(v.name());
                    for (int i = 0; i < numbers.length; i++) numbers[i] = (float) random.nextGaussian();
                }
            }
        return batch;
    }

    private static void fill(int[] numbers, int below, Random random) {
        for (int i = 0; i < numbers.length; i++) numbers[i] = random.nextInt(below);
    }
}
