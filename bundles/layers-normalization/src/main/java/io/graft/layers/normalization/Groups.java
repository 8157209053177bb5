package io.graft.layers.normalization;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.model.Inputs;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/** Normalization over groups of channels, of sequences and images. */
final class Groups {
    private Groups() {}

    /** Normalizes; masked positions of a sequence count as zeros. */
    static Value normalize(GraphBuilder g, String layer, Value x, IntUnaryOperator groupsOf, double epsilon) {
        Inputs.field(g, layer, x);
        boolean sequence = x.shape().rank() == 3;
        int channels = x.shape().size(sequence ? 2 : 1);
        int groups = groupsOf.applyAsInt(channels);
        if (channels % groups != 0)
            throw new PipelineException(
                    ErrorCode.SHAPE_MISMATCH,
                    g.place(),
                    layer + " divides " + channels + " channels into " + groups
                            + " groups, which does not come out even; write a number of groups that divides " + channels
                            + ".");
        Value field = sequence ? g.transpose(g.zeroMasked(x), 0, 2, 1) : x;
        Value y = g.op(
                "GroupNormalization",
                Map.of("num_groups", groups, "epsilon", (float) epsilon),
                field,
                g.parameter("scale", Shape.of(channels), Initializer.ones()),
                g.parameter("bias", Shape.of(channels), Initializer.zeros()));
        return sequence ? g.transpose(y, 0, 2, 1).maskedLike(x) : y;
    }
}
