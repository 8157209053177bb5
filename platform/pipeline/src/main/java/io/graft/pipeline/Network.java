package io.graft.pipeline;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.Feature;
import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.model.Layer;
import io.graft.api.model.Loss;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds the graph of a pipeline: features, layers, loss.
 *
 * <p>Its inputs are the features, {@value #TARGET} and {@value #ROW_WEIGHT}; its outputs {@value #OUTPUT} (what the last layer gives),
 * {@value #SCORES} (what users see) and {@value #LOSS}.
 */
public final class Network {
    /** The input that holds what the loss compares with. */
    public static final String TARGET = "target";

    /** The input that holds how much each row counts. */
    public static final String ROW_WEIGHT = "rowWeight";

    /** The output of the last layer. */
    public static final String OUTPUT = "output";

    /** The output that users see. */
    public static final String SCORES = "scores";

    /** The loss, a scalar. */
    public static final String LOSS = "loss";

    /** Stands for the number of classes while a descriptor is checked without its data. */
    private static final int ANY_CLASSES = 2;

    private Network() {}

    /** A layer and where it stands. */
    record Placed(Layer layer, Part part) {}

    /**
     * Builds it.
     *
     * @param wanted the number of classes, or of numbers to predict; 0 when it is not known yet
     */
    static Graph build(List<Feature> features, List<Placed> layers, Part lossPart, Loss loss, int wanted) {
        GraphBuilder g = new GraphBuilder(Map.of(GraphBuilder.CLASSES, wanted == 0 ? ANY_CLASSES : wanted));
        Value x = input(g, features);
        for (Placed placed : layers) x = layer(g, placed, x);
        Value output = x;
        int width = wanted > 0
                        || output.shape().rank() == 0
                        || !output.shape().dim(-1).known()
                ? Math.max(1, wanted)
                : output.shape().last();
        String at = lossPart.reference().path();
        Part last = layers.isEmpty() ? lossPart : layers.get(layers.size() - 1).part();
        if (!output.shape().equals(Shape.batch(width)))
            throw new PipelineException(
                    ErrorCode.SHAPE_MISMATCH,
                    last.reference().path(),
                    "The last layer, '" + last.reference().name() + "', gives " + output.shape() + ", but the loss '"
                            + lossPart.reference().name() + "' needs " + Shape.batch(width) + ": one number for each "
                            + (loss.target().classes()
                                    ? "class. Write dense: { units: classes } as the last layer."
                                    : "target."));
        Value target = loss.target() == io.graft.api.model.Target.CLASS
                ? g.input(TARGET, ElementType.INT, Shape.of(Dim.BATCH)).below(width)
                : g.input(TARGET, ElementType.FLOAT, Shape.batch(width));
        Value weight = g.input(ROW_WEIGHT, ElementType.FLOAT, Shape.of(Dim.BATCH));
        try (GraphBuilder.Scope s = g.scope("loss", at)) {
            Value value = guarded(lossPart, () -> loss.build(g, output, target, weight));
            if (value.shape().rank() != 0)
                throw Part.failed(
                        lossPart.reference(),
                        lossPart.offer(),
                        "gives a loss of shape " + value.shape() + " instead of one number",
                        null);
            g.output(OUTPUT, output);
            g.output(SCORES, guarded(lossPart, () -> loss.scores(g, output)));
            g.output(LOSS, value);
        }
        return g.build();
    }

    private static Value input(GraphBuilder g, List<Feature> features) {
        Map<String, Value> inputs = new LinkedHashMap<>();
        for (Feature f : features) {
            Value v = g.input(f.name(), f.type(), f.shape().prepend(Dim.BATCH));
            inputs.put(f.name(), f.bound() > 0 ? v.below(f.bound()) : v);
        }
        Feature first = features.get(0);
        Value x = inputs.get(first.name());
        return first.mask().isEmpty() ? x : x.withMask(inputs.get(first.mask()));
    }

    private static Value layer(GraphBuilder g, Placed placed, Value x) {
        String path = placed.part().reference().path();
        String index = path.substring(path.lastIndexOf('[') + 1, path.lastIndexOf(']'));
        try (GraphBuilder.Scope s =
                g.scope("layers." + index + "." + placed.part().reference().name(), path)) {
            return guarded(placed.part(), () -> placed.layer().build(g, x));
        }
    }

    private static Value guarded(Part part, java.util.function.Supplier<Value> build) {
        Value v;
        try {
            v = build.get();
        } catch (PipelineException e) {
            throw e.at().isEmpty()
                    ? new PipelineException(e.code(), part.reference().path(), e.getMessage(), e)
                    : e;
        } catch (RuntimeException | LinkageError e) {
            throw Part.failed(
                    part.reference(),
                    part.offer(),
                    "could not build '" + part.reference().name() + "': " + e,
                    e);
        }
        if (v == null)
            throw Part.failed(
                    part.reference(),
                    part.offer(),
                    "built nothing for '" + part.reference().name() + "'",
                    null);
        return v;
    }
}
