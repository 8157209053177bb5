package io.graft.testkit;

import static io.graft.testkit.OperatorCase.Given.between;
import static io.graft.testkit.OperatorCase.Given.floats;
import static io.graft.testkit.OperatorCase.Given.mask;
import static io.graft.testkit.OperatorCase.Given.parameter;

import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import io.graft.testkit.OperatorCase.Body;
import io.graft.testkit.OperatorCase.Given;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Attention: heads, masks of every kind, queries that may look at nothing. */
final class AttentionCases extends CaseList {
    AttentionCases() {
        heads();
        masks();
    }

    private static Map<String, Object> with(int heads, Object... more) {
        Map<String, Object> attributes = new TreeMap<>();
        attributes.put("q_num_heads", heads);
        for (int i = 0; i < more.length; i += 2) attributes.put((String) more[i], more[i + 1]);
        return attributes;
    }

    private void attention(Map<String, Object> attributes, Given q, Given k, Given v) {
        add(
                "Attention " + attributes + " of "
                        + List.of(q, k, v).stream()
                                .map(x -> Arrays.toString(x.shape()))
                                .toList(),
                List.of(q, k, v),
                (g, in) -> g.op("Attention", attributes, in.toArray(Value[]::new)));
    }

    private void heads() {
        attention(with(1), floats(3, 2), floats(4, 2), floats(4, 3));
        attention(with(2), floats(3, 4), floats(3, 4), floats(3, 4));
        attention(with(2), floats(2, 4), floats(3, 4), floats(3, 6));
        attention(with(2, "kv_num_heads", 1), floats(2, 4), floats(3, 2), floats(3, 3));
        attention(with(4, "kv_num_heads", 2), floats(2, 4), floats(3, 2), floats(3, 4));
        attention(with(2, "kv_num_heads", 2), floats(2, 4), floats(2, 4), floats(2, 4));
        attention(with(1, "is_causal", 1), floats(4, 2), floats(4, 2), floats(4, 2));
        attention(with(2, "is_causal", 1), floats(2, 4), floats(4, 4), floats(4, 4));
        attention(with(1, "is_causal", 1), floats(4, 2), floats(2, 2), floats(2, 2));
        attention(with(1, "scale", 0.3f), floats(2, 3), floats(3, 3), floats(3, 2));
        attention(with(1), floats(1, 1), floats(1, 1), floats(1, 1));
        attention(with(2, "scale", 1f), between(-9, 9, 2, 4), between(-9, 9, 3, 4), floats(3, 2));
        add(
                "Attention with a mask left out",
                List.of(floats(2, 4), floats(3, 4), floats(3, 4)),
                (g, in) -> g.op("Attention", with(2), in.get(0), in.get(1), in.get(2), Value.ABSENT));
        add(
                "Attention of a value to itself",
                List.of(floats(3, 4)),
                (g, in) -> g.op("Attention", with(2), in.get(0), in.get(0), in.get(0)));
        add(
                "Attention of three products of one value",
                List.of(floats(3, 4), parameter(4, 4), parameter(4, 4), parameter(4, 4)),
                (g, in) -> g.op(
                        "Attention",
                        with(2, "is_causal", 1),
                        g.matMul(in.get(0), in.get(1)),
                        g.matMul(in.get(0), in.get(2)),
                        g.matMul(in.get(0), in.get(3))));
        add("Attention of the parts of one product", List.of(floats(3, 4), parameter(4, 12), mask(3)), (g, in) -> {
            List<Value> parts =
                    g.ops("Split", Map.of("axis", 2, "split", List.of(4, 4, 4)), g.matMul(in.get(0), in.get(1)));
            return g.op("Attention", with(2), parts.get(0), parts.get(1), parts.get(2), keys(g, in.get(2)));
        });
    }

    /** The keys that are real, for all heads and queries: BOOL {@code [batch, 1, 1, keys]}. */
    private static Value keys(GraphBuilder g, Value mask) {
        return g.op("Unsqueeze", Map.of("axes", List.of(1, 2)), real(g, mask));
    }

    private static Value real(GraphBuilder g, Value mask) {
        return g.op("Greater", mask, g.constant(0));
    }

    private void masked(String what, Map<String, Object> attributes, Given mask, Body body) {
        add("Attention " + what, List.of(floats(3, 4), floats(4, 4), floats(4, 2), mask), (g, in) -> {
            Value m = body.build(g, in.subList(3, 4));
            return g.op("Attention", attributes, in.get(0), in.get(1), in.get(2), m);
        });
    }

    private void masks() {
        masked("to the real keys of a row", with(2), mask(4), (g, in) -> keys(g, in.get(0)));
        masked("to the real keys before", with(2, "is_causal", 1), mask(4), (g, in) -> keys(g, in.get(0)));
        masked(
                "with a BOOL mask for each head, query and key of a row",
                with(2),
                floats(2, 3, 4),
                (g, in) -> real(g, in.get(0)));
        masked("with a BOOL mask for each query and key", with(1), parameter(3, 4), (g, in) -> real(g, in.get(0)));
        masked("with a BOOL mask for each query", with(1), parameter(3, 1), (g, in) -> real(g, in.get(0)));
        masked("with a FLOAT mask for each query and key", with(2), parameter(3, 4), (g, in) -> in.get(0));
        masked("with a FLOAT mask for each head", with(2, "scale", 0.7f), parameter(2, 3, 4), (g, in) -> in.get(0));
        masked("with a FLOAT mask for each key", with(2), parameter(4), (g, in) -> in.get(0));
        masked("with a FLOAT mask of the rows", with(2), floats(1, 3, 4), (g, in) -> in.get(0));
        masked(
                "with a FLOAT mask and to keys before",
                with(2, "is_causal", 1),
                parameter(2, 3, 4),
                (g, in) -> in.get(0));
        masked(
                "with a FLOAT mask of minus infinity",
                with(2),
                mask(4),
                (g, in) -> g.op("Where", keys(g, in.get(0)), g.constant(0), g.constant(Double.NEGATIVE_INFINITY)));
        masked(
                "to nothing at all",
                with(2),
                mask(4),
                (g, in) -> g.op("Less", g.op("Unsqueeze", Map.of("axes", List.of(1, 2)), in.get(0)), g.constant(0)));
        add(
                "Attention of fewer heads of keys to the real ones before",
                List.of(floats(3, 4), floats(4, 2), floats(4, 2), mask(4)),
                (g, in) -> g.op(
                        "Attention",
                        with(4, "kv_num_heads", 2, "is_causal", 1),
                        in.get(0),
                        in.get(1),
                        in.get(2),
                        keys(g, in.get(3))));
    }
}
