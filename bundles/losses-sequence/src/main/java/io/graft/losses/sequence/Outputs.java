package io.graft.losses.sequence;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import io.graft.api.model.Inputs;

/** What losses over sequences demand of what a network gives, and what they show of it. */
final class Outputs {
    private Outputs() {}

    /** Demands {@code float[length, classes]} of each row. */
    static void sequence(GraphBuilder g, String loss, Value output) {
        if (output.shape().rank() != 3)
            throw new PipelineException(
                    ErrorCode.SHAPE_MISMATCH,
                    g.place(),
                    loss
                            + " takes a score for each class at each position, float[length, classes], but the network gives "
                            + Inputs.describe(output)
                            + "; leave poolings out (outputs: all of a recurrent layer), and end it with dense: { units: classes }.");
    }

    /** The probability of each class at each position, zeros at masked ones. */
    static Value probabilities(GraphBuilder g, Value output) {
        return g.zeroMasked(g.softmax(output, -1));
    }
}
