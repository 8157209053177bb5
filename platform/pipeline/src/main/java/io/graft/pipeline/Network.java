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
import io.graft.api.model.Target;
import io.graft.descriptor.Wiring;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Builds the graph of a pipeline: features, layers, loss.
 *
 * <p>Its inputs are the features, {@value #TARGET}, for sequences of labels {@value #TARGET_MASK}, and {@value #ROW_WEIGHT}; its outputs {@value #OUTPUT} (what the last layer gives),
 * {@value #SCORES} (what users see) and {@value #LOSS}.
 */
public final class Network {
    /** The input that holds what the loss compares with. */
    public static final String TARGET = "target";

    /** The input that says which labels of a sequence are real. */
    public static final String TARGET_MASK = "targetMask";

    /** The input that holds how much each row counts. */
    public static final String ROW_WEIGHT = "rowWeight";

    /** The inputs that only training and judging fill. */
    static final Set<String> COMPARED = Set.of(TARGET, TARGET_MASK, ROW_WEIGHT);

    /** The output of the last layer. */
    public static final String OUTPUT = "output";

    /** The output that users see. */
    public static final String SCORES = "scores";

    /** The loss, a scalar. */
    public static final String LOSS = "loss";

    /** Stands for the number of classes while a descriptor is checked without its data. */
    private static final int ANY_CLASSES = 2;

    private Network() {}

    /** A layer, where it stands, and what it takes. */
    record Placed(Layer layer, Part part, Wiring wiring) {}

    /**
     * Builds it.
     *
     * @param wanted the number of classes, or of numbers to predict; 0 when it is not known yet
     */
    static Graph build(List<Feature> features, List<Placed> layers, Part lossPart, Loss loss, int wanted) {
        GraphBuilder g = new GraphBuilder(Map.of(GraphBuilder.CLASSES, wanted == 0 ? ANY_CLASSES : wanted));
        Values named = new Values(g, features);
        Value x = named.input();
        for (Placed placed : layers) {
            List<Value> taken = placed.wiring().from().isEmpty() ? List.of(x) : named.of(placed);
            x = layer(g, placed, taken);
            named.name(placed, x);
        }
        Value output = x;
        int width = wanted > 0
                        || output.shape().rank() == 0
                        || !output.shape().dim(-1).known()
                ? Math.max(1, wanted)
                : output.shape().last();
        String at = lossPart.reference().path();
        Part last = layers.isEmpty() ? lossPart : layers.get(layers.size() - 1).part();
        fits(output, width, last, lossPart, loss.target());
        Value target = target(g, loss.target(), output, width);
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

    private static void fits(Value output, int width, Part last, Part loss, Target target) {
        Shape shape = output.shape();
        boolean rightRow = target.sequence()
                ? shape.rank() == 3 && shape.dim(1).known() && shape.equals(Shape.batch(shape.size(1), width))
                : shape.equals(Shape.batch(width));
        if (rightRow) return;
        String needs = target.sequence()
                ? "[batch, length, " + width + "]"
                : Shape.batch(width).toString();
        throw new PipelineException(
                ErrorCode.SHAPE_MISMATCH,
                last.reference().path(),
                "The last layer, '" + last.reference().name() + "', gives " + shape + ", but the loss '"
                        + loss.reference().name() + "' needs " + needs + ": one number for each "
                        + (target.sequence()
                                ? "class at each position. Write layers that keep the length, and dense: { units: classes } as the last."
                                : target.classes()
                                        ? "class. Write dense: { units: classes } as the last layer."
                                        : "target."));
    }

    private static Value target(GraphBuilder g, Target target, Value output, int width) {
        if (target == Target.CLASS)
            return g.input(TARGET, ElementType.INT, Shape.of(Dim.BATCH)).below(width);
        if (!target.sequence()) return g.input(TARGET, ElementType.FLOAT, Shape.batch(width));
        Shape labels = Shape.batch(output.shape().size(1));
        return g.input(TARGET, ElementType.INT, labels)
                .below(width)
                .withMask(g.input(TARGET_MASK, ElementType.FLOAT, labels));
    }

    private static Value layer(GraphBuilder g, Placed placed, List<Value> taken) {
        String path = placed.part().reference().path();
        String index = path.substring(path.lastIndexOf('[') + 1, path.lastIndexOf(']'));
        try (GraphBuilder.Scope s =
                g.scope("layers." + index + "." + placed.part().reference().name(), path)) {
            return guarded(
                    placed.part(),
                    () -> taken.size() == 1
                            ? placed.layer().build(g, taken.get(0))
                            : placed.layer().build(g, taken));
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
