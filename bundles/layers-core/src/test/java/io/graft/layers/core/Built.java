package io.graft.layers.core;

import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import io.graft.testkit.ReferenceInterpreter;
import io.graft.testkit.SettingsRecords;
import io.graft.testkit.Tensor;
import io.graft.testkit.TestContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A layer built over one input {@code x}, ids below 10 or numbers, masked or not. */
record Built(Graph graph, Value out) {

    static <S extends Record> Layer layer(LayerType<S> type, Object... settings) {
        return type.create(SettingsRecords.of(type.settings(), settings), new TestContext());
    }

    @SuppressWarnings("try") // a scope is only opened and closed
    static Built over(Layer layer, ElementType type, boolean masked, int... row) {
        GraphBuilder g = new GraphBuilder(Map.of(GraphBuilder.CLASSES, 3));
        Value x = g.input("x", type, Shape.batch(row));
        if (type == ElementType.INT) x = x.below(10);
        if (masked) x = x.withMask(g.input("mask", ElementType.FLOAT, Shape.batch(row[0])));
        Value out;
        try (var scope = g.scope("layer", "model.layers[0]")) {
            out = layer.build(g, x);
        }
        g.output("out", out);
        return new Built(g.build(), out);
    }

    static Built overNumbers(Layer layer, int... row) {
        return over(layer, ElementType.FLOAT, false, row);
    }

    static Built overSequence(Layer layer, int... row) {
        return over(layer, ElementType.FLOAT, true, row);
    }

    static Built overIds(Layer layer, int length) {
        return over(layer, ElementType.INT, true, length);
    }

    /** What it gives in use; parameters that are not given begin as they do for seed 1. */
    Tensor answer(Tensor x, Optional<Tensor> mask, Map<String, Tensor> parameters) {
        Map<String, Tensor> given = new HashMap<>(new ReferenceInterpreter(graph).initial(1));
        given.putAll(parameters);
        given.put("x", x);
        mask.ifPresent(m -> given.put("mask", m));
        return new ReferenceInterpreter(graph).infer(given).output("out");
    }

    Tensor answer(Tensor x) {
        return answer(x, Optional.empty(), Map.of());
    }
}
