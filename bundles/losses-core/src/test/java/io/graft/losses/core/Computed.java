package io.graft.losses.core;

import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.model.Loss;
import io.graft.api.model.LossType;
import io.graft.api.model.Target;
import io.graft.testkit.CentralDifferences;
import io.graft.testkit.ReferenceInterpreter;
import io.graft.testkit.SettingsRecords;
import io.graft.testkit.Tensor;
import io.graft.testkit.TestContext;
import java.util.HashMap;
import java.util.Map;

/**
 * A loss over the four rows of pytorch.py.
 *
 * @param graph has the outputs {@code loss} and {@code scores}
 * @param given the inputs
 */
record Computed(Graph graph, Map<String, Tensor> given) {
    private static final int ROWS = 4;

    @SuppressWarnings("try") // a scope is only opened and closed
    static <S extends Record> Computed of(LossType<S> type, int outputs, int classes, Object... settings) {
        Loss loss = type.create(SettingsRecords.of(type.settings(), settings), new TestContext());
        GraphBuilder g = new GraphBuilder(Map.of(GraphBuilder.CLASSES, classes));
        Value output = g.input("output", ElementType.FLOAT, Shape.batch(outputs));
        Value target = loss.target() == Target.CLASS
                ? g.input("target", ElementType.INT, Shape.batch())
                : g.input("target", ElementType.FLOAT, Shape.batch(classes));
        try (var scope = g.scope("loss", "model.loss")) {
            g.output("loss", loss.build(g, output, target, g.input("weight", ElementType.FLOAT, Shape.batch())));
            g.output("scores", loss.scores(g, output));
        }
        double[] x = new double[ROWS * outputs];
        for (int i = 0; i < x.length; i++) x[i] = 2 * Math.sin(i + 1);
        Map<String, Tensor> given = new HashMap<>();
        given.put("output", Tensor.of(new int[] {ROWS, outputs}, x));
        given.put("weight", Tensor.vector(1, 1, 1, 1));
        given.put("target", target(loss.target(), classes));
        return new Computed(g.build(), given);
    }

    /** What happens when the network does not end in rows. */
    static <S extends Record> void ofSequence(LossType<S> type) {
        Loss loss = type.create(SettingsRecords.of(type.settings()), new TestContext());
        GraphBuilder g = new GraphBuilder(Map.of(GraphBuilder.CLASSES, 3));
        Value target = loss.target() == Target.CLASS
                ? g.input("target", ElementType.INT, Shape.batch())
                : g.input("target", ElementType.FLOAT, Shape.batch(3));
        loss.build(
                g,
                g.input("output", ElementType.FLOAT, Shape.batch(5, 3)),
                target,
                g.input("weight", ElementType.FLOAT, Shape.batch()));
    }

    private static Tensor target(Target kind, int classes) {
        int[] shape = {ROWS, classes};
        return switch (kind) {
            case CLASS -> Tensor.vector(2, 0, 1, 0);
            case ONE_HOT ->
                classes == 2
                        ? Tensor.of(shape, 1, 0, 0, 1, 0, 1, 1, 0)
                        : Tensor.of(shape, 0, 0, 1, 1, 0, 0, 0, 1, 0, 1, 0, 0);
            case DISTRIBUTION -> Tensor.of(shape, 0.2, 0.3, 0.5, 1, 0, 0, 0.1, 0.8, 0.1, 0.4, 0.6, 0);
            default -> Tensor.of(shape, 0.5, -1, 2, 0, 0.25, -0.5, 3, 1, 1, -2, 0, 0.1);
        };
    }

    /** The loss, then its gradient with respect to each output. */
    double[] lossAndGradient() {
        ReferenceInterpreter reference = new ReferenceInterpreter(graph);
        Tensor gradient = CentralDifferences.gradient(
                x -> {
                    Map<String, Tensor> moved = new HashMap<>(given);
                    moved.put("output", x);
                    return reference.train(moved, 0, 0).output("loss").number();
                },
                given.get("output"));
        double[] all = new double[1 + gradient.elements()];
        all[0] = reference.train(given, 0, 0).output("loss").number();
        System.arraycopy(gradient.data(), 0, all, 1, gradient.elements());
        return all;
    }

    double[] scores() {
        return new ReferenceInterpreter(graph).infer(given).output("scores").data();
    }
}
