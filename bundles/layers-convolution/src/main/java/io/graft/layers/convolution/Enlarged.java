package io.graft.layers.convolution;

import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.util.Arrays;

/** A field whose places have become several. */
final class Enlarged {
    private Enlarged() {}

    /** The result of making a field larger; its mask says of each new place what the old one's said of the one it comes from. */
    static Field by(GraphBuilder g, Field before, Size factor, Value result) {
        return new Field(result.unmasked(), before.mask().map(mask -> repeated(g, mask, factor.height())));
    }

    private static Value repeated(GraphBuilder g, Value mask, int times) {
        if (times == 1) return mask;
        float[] ones = new float[times];
        Arrays.fill(ones, 1);
        Value each = g.mul(g.unsqueeze(mask, 2), g.constant(Shape.of(1, 1, times), ones));
        return g.reshape(each, 0, mask.shape().size(1) * times);
    }
}
