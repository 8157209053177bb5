package io.graft.layers.attention;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Multi-head attention (Vaswani et al., 2017, section 3.2): masked positions are not looked at. */
final class MultiHead {
    private MultiHead() {}

    /** A sequence that looks at itself; with {@code causal} each position looks at those up to it. */
    static Value self(GraphBuilder g, String layer, Value x, int heads, boolean causal) {
        int size = size(g, layer, x, heads);
        List<Value> parts = g.ops(
                "Split", Map.of("axis", 2, "split", List.of(size, size, size)), Weights.linear(g, "in", x, 3 * size));
        return attend(g, parts.get(0), parts.get(1), parts.get(2), x, heads, causal);
    }

    /** A sequence that looks at another. */
    static Value cross(GraphBuilder g, String layer, Value x, Value memory, int heads) {
        int size = size(g, layer, x, heads);
        Value queries = Weights.linear(g, "queries", x, size);
        List<Value> parts = g.ops(
                "Split",
                Map.of("axis", 2, "split", List.of(size, size)),
                Weights.linear(g, "memory", memory, 2 * size));
        return attend(g, queries, parts.get(0), parts.get(1), memory, heads, false);
    }

    private static int size(GraphBuilder g, String layer, Value x, int heads) {
        int size = x.shape().last();
        if (size % heads != 0)
            throw new PipelineException(
                    ErrorCode.SHAPE_MISMATCH,
                    g.place(),
                    layer + " divides vectors of " + size + " among " + heads
                            + " heads, which does not come out even; write a number of heads that divides " + size
                            + ".");
        return size;
    }

    private static Value attend(
            GraphBuilder g, Value queries, Value keys, Value values, Value lookedAt, int heads, boolean causal) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("q_num_heads", heads);
        attributes.put("kv_num_heads", heads);
        if (causal) attributes.put("is_causal", 1);
        Value mask = lookedAt.mask()
                .map(m -> g.op("Greater", g.unsqueeze(g.unsqueeze(m, 1), 2), g.constant(0)))
                .orElse(null);
        Value seen = mask == null
                ? g.op("Attention", attributes, queries.unmasked(), keys.unmasked(), values.unmasked())
                : g.op("Attention", attributes, queries.unmasked(), keys.unmasked(), values.unmasked(), mask);
        return Weights.linear(g, "out", seen, queries.shape().last()).maskedLike(queries);
    }
}
