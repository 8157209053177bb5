package io.graft.backend.dl4j;

import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;

/**
 * Which keys a query of {@code Attention} may look at, or what is added to its scores.
 *
 * @param numbers one where it may and zero where not, or what is added
 * @param truth whether they are ones and zeros
 * @param strides how far rows, heads, queries and keys lie apart; 0 where all share a number
 */
record AttentionMask(Host numbers, boolean truth, int[] strides) {

    static AttentionMask of(Tape t, Node n) {
        Tensor given = t.tensor(n.name(3));
        Shape shape = given.shape;
        int[] strides = new int[4];
        int stride = 1;
        for (int axis = 1; axis <= shape.rank(); axis++) {
            Dim dim = shape.dim(-axis);
            if (dim.known() && dim.size() == 1) continue;
            strides[4 - axis] = stride;
            // a named axis is that of the rows, the outermost
            stride *= dim.known() ? dim.size() : 1;
        }
        return new AttentionMask(t.download(t.mask(given)), given.type == ElementType.BOOL, strides);
    }

    void apply(float[] scores, int at, int end, int row, int head, int query) {
        float[] m = numbers.floats();
        int from = row * strides[0] + head * strides[1] + query * strides[2];
        int stride = strides[3];
        if (truth) {
            for (int i = 0; i < end; i++) if (m[from + i * stride] == 0) scores[at + i] = Float.NEGATIVE_INFINITY;
        } else for (int i = 0; i < end; i++) scores[at + i] += m[from + i * stride];
    }
}
