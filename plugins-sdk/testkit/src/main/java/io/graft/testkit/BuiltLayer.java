package io.graft.testkit;

import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A layer built over one input {@code x}, ids below 10 or numbers, masked by {@code mask} or not.
 *
 * @param graph has the output {@code out}, and {@code outMask} when that is masked; there are three classes
 * @param out what the layer gives
 */
public record BuiltLayer(Graph graph, Value out) {

    /** A layer of a type; settings by name, and the defaults of the others. */
    public static <S extends Record> Layer layer(LayerType<S> type, Object... settings) {
        return type.create(SettingsRecords.of(type.settings(), settings), new TestContext());
    }

    /** Builds it over rows of this shape. */
    @SuppressWarnings("try") // a scope is only opened and closed
    public static BuiltLayer over(Layer layer, ElementType type, boolean masked, int... row) {
        GraphBuilder g = new GraphBuilder(Map.of(GraphBuilder.CLASSES, 3));
        Value x = g.input("x", type, Shape.batch(row));
        if (type == ElementType.INT) x = x.below(10);
        if (masked) x = x.withMask(g.input("mask", ElementType.FLOAT, Shape.batch(row[0])));
        Value out;
        try (var scope = g.scope("layer", "model.layers[0]")) {
            out = layer.build(g, x);
        }
        g.output("out", out);
        out.mask().ifPresent(m -> g.output("outMask", m));
        return new BuiltLayer(g.build(), out);
    }

    /** Builds it over numbers. */
    public static BuiltLayer overNumbers(Layer layer, int... row) {
        return over(layer, ElementType.FLOAT, false, row);
    }

    /** Builds it over a masked sequence of vectors. */
    public static BuiltLayer overSequence(Layer layer, int... row) {
        return over(layer, ElementType.FLOAT, true, row);
    }

    /** Builds it over a masked sequence of ids. */
    public static BuiltLayer overIds(Layer layer, int length) {
        return over(layer, ElementType.INT, true, length);
    }

    /** What it gives in use; parameters that are not given begin as they do for seed 1. */
    public Tensor answer(Tensor x, Optional<Tensor> mask, Map<String, Tensor> parameters) {
        return output("out", x, mask, parameters);
    }

    /** Which positions of what it gives are real, when that is masked. */
    public Tensor mask(Tensor x, Tensor mask) {
        return output("outMask", x, Optional.of(mask), Map.of());
    }

    private Tensor output(String name, Tensor x, Optional<Tensor> mask, Map<String, Tensor> parameters) {
        Map<String, Tensor> given = new HashMap<>(new ReferenceInterpreter(graph).initial(1));
        given.putAll(parameters);
        given.put("x", x);
        mask.ifPresent(m -> given.put("mask", m));
        return new ReferenceInterpreter(graph).infer(given).output(name);
    }

    /** What it gives in use, with the parameters that it begins with. */
    public Tensor answer(Tensor x) {
        return answer(x, Optional.empty(), Map.of());
    }

    /** The number of all elements of its trainable parameters. */
    public int trainable() {
        return graph.parameters().stream()
                .filter(p -> p.trainable())
                .mapToInt(p -> p.shape().elements())
                .sum();
    }
}
