package io.graft.backend.jvm;

import io.graft.api.graph.Operator;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The patterns of Transformers, where a value has one consumer: a normalization adds its two terms itself, and attention takes its inputs
 * from where they lie side by side, instead of from a Split.
 */
final class SequenceFusions {
    /** The input of a normalization that is added to the first. */
    static final int RESIDUAL = 3;
    /** The attribute of an attention: where Q, K and V begin on the last axis of its inputs, and how wide they are. */
    static final String PARTS = "parts";

    private final Map<String, Node> makers = new HashMap<>();
    private final Map<String, Integer> uses = new HashMap<>();
    private final List<Node> nodes;
    private final Set<String> kept;

    private SequenceFusions(List<Node> nodes, Set<String> kept) {
        this.nodes = nodes;
        this.kept = kept;
        for (Node n : nodes) {
            for (Value v : n.outputs()) if (!v.absent()) makers.put(v.name(), n);
            for (Value v : n.inputs()) if (!v.absent()) uses.merge(v.name(), 1, Integer::sum);
        }
    }

    /**
     * Fuses.
     *
     * @param kept the values that are asked for from outside
     */
    static List<Node> fuse(List<Node> nodes, Set<String> kept) {
        return new SequenceFusions(nodes, kept).fuse();
    }

    private List<Node> fuse() {
        List<Node> fused = new ArrayList<>();
        for (Node n : nodes)
            fused.add(
                    switch (n.type()) {
                        case "LayerNormalization" -> residual(n, fused);
                        case "Attention" -> sideBySide(n, fused);
                        default -> n;
                    });
        return fused;
    }

    private boolean once(Value v) {
        return !v.absent() && uses.getOrDefault(v.name(), 0) == 1 && !kept.contains(v.name());
    }

    private Node residual(Node norm, List<Node> before) {
        Node add = makers.get(norm.name(0));
        if (add == null || !add.type().equals("Add") || !once(add.output())) return norm;
        Shape shape = add.output().shape();
        if (!add.shape(0).equals(shape) || !add.shape(1).equals(shape)) return norm;
        List<Value> inputs = new ArrayList<>(norm.inputs());
        inputs.set(0, add.inputs().get(0));
        while (inputs.size() < RESIDUAL) inputs.add(Value.ABSENT);
        inputs.add(add.inputs().get(1));
        before.remove(add);
        return with(norm, inputs, norm.operator().attributes());
    }

    private Node sideBySide(Node attention, List<Node> before) {
        List<Value> inputs = new ArrayList<>(attention.inputs());
        List<Integer> parts = new ArrayList<>();
        Set<Node> splits = new LinkedHashSet<>();
        for (int i = 0; i < 3; i++) {
            Value part = inputs.get(i);
            Node split = makers.get(part.name());
            int width = part.shape().last();
            if (split == null || !belongs(split, attention)) {
                parts.addAll(List.of(0, width));
                continue;
            }
            int offset = 0;
            for (Value other : split.outputs()) {
                if (other.name().equals(part.name())) break;
                offset += other.shape().last();
            }
            parts.addAll(List.of(offset, width));
            inputs.set(i, split.inputs().get(0));
            splits.add(split);
        }
        if (splits.isEmpty()) return attention;
        before.removeAll(splits);
        Map<String, Object> attributes =
                new LinkedHashMap<>(attention.operator().attributes());
        attributes.put(PARTS, parts);
        return with(attention, inputs, attributes);
    }

    /** Whether all that a Split gives is what the attention takes as Q, K and V. */
    private boolean belongs(Node split, Node attention) {
        if (!split.type().equals("Split")) return false;
        Shape whole = split.shape(0);
        if (whole.axis(split.operator().integer("axis", 0)) != whole.rank() - 1) return false;
        List<Value> taken = attention.inputs().subList(0, 3);
        return split.outputs().stream()
                .allMatch(part ->
                        once(part) && taken.stream().anyMatch(v -> v.name().equals(part.name())));
    }

    private static Node with(Node n, List<Value> inputs, Map<String, Object> attributes) {
        Operator op = n.operator();
        List<String> names = inputs.stream().map(Value::name).toList();
        Operator whole = new Operator(op.type(), names, op.outputs(), attributes, op.place());
        return new Node(whole, inputs, n.outputs(), n.asked());
    }
}
