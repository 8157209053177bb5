package io.graft.losses.core;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.util.List;
import java.util.Locale;

/** What losses demand of what a network gives. */
final class Outputs {
    private Outputs() {}

    /** Demands {@code float[n]} of each row. */
    static void rows(GraphBuilder g, String loss, Value output) {
        if (output.type() != ElementType.FLOAT || output.shape().rank() != 2)
            throw new PipelineException(
                    ErrorCode.SHAPE_MISMATCH,
                    g.place(),
                    loss + " takes float[n] of each row, but the network gives "
                            + output.type().name().toLowerCase(Locale.ROOT)
                            + (output.shape().rank() == 0 ? "" : output.shape().row())
                            + "; end it with a pooling or flatten layer and a dense.");
    }

    /** Demands one output for each class. */
    static void classes(GraphBuilder g, String loss, Value output, int classes) {
        rows(g, loss, output);
        if (output.shape().last() != classes)
            throw new PipelineException(
                    ErrorCode.SHAPE_MISMATCH,
                    g.place(),
                    loss + " needs one output for each of the " + classes + " classes, but the network gives "
                            + output.shape().last() + "; end it with dense: { units: classes }.");
    }

    /** Demands as many outputs as there are numbers to compare them with. */
    static void like(GraphBuilder g, String loss, Value output, Value target) {
        rows(g, loss, output);
        if (output.shape().last() != target.shape().last())
            throw new PipelineException(
                    ErrorCode.SHAPE_MISMATCH,
                    g.place(),
                    loss + " compares " + output.shape().last() + " outputs with "
                            + target.shape().last() + " numbers of the data; end the network with dense: { units: "
                            + target.shape().last() + " }.");
    }

    /** A weight for each class, checked and as a value {@code [classes]}. */
    static Value weights(GraphBuilder g, String setting, List<Double> weights, int classes) {
        if (weights.size() != classes)
            throw new PipelineException(
                    ErrorCode.BAD_SETTING,
                    g.place(),
                    setting + " has " + weights.size() + " numbers for " + classes
                            + " classes; write one for each, in the order of the labels.");
        float[] w = new float[classes];
        for (int i = 0; i < classes; i++) w[i] = weights.get(i).floatValue();
        return g.constant(Shape.of(classes), w);
    }
}
