package io.graft.backend.jvm;

import io.graft.api.graph.Operator;
import io.graft.api.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes one operator of a product, the bias added to it and the activation behind it, where nothing else looks at what lies between. */
final class Fusions {
    /** The attribute of a product that names the activation. */
    static final String ACTIVATION = "activation";

    private static final Set<String> ACTIVATIONS = Set.of("Relu", "Sigmoid", "Tanh");

    private final List<Node> nodes;
    private final Map<String, List<Node>> uses = new HashMap<>();
    private final Set<String> kept;

    private Fusions(List<Node> nodes, Set<String> kept) {
        this.nodes = nodes;
        this.kept = kept;
        for (Node n : nodes)
            for (Value v : n.inputs())
                uses.computeIfAbsent(v.name(), name -> new ArrayList<>()).add(n);
    }

    /**
     * Fuses.
     *
     * @param kept the values that are asked for from outside
     */
    static List<Node> fuse(List<Node> nodes, Set<String> kept) {
        return PeakFusions.fuse(new Fusions(nodes, kept).fuse(), kept);
    }

    private List<Node> fuse() {
        Map<String, Node> last = new LinkedHashMap<>();
        for (Node n : nodes) last.put(n.operator().output(), n);
        for (Node n : nodes) {
            if (!Products.isAffine(n) && !n.type().startsWith("Conv")) continue;
            Node whole = n;
            Node add = only(whole);
            if (add != null && add.type().equals("Add") && !whole.has(2) && Products.isAffine(n))
                whole = biased(last, whole, add);
            Node activation = only(whole);
            if (activation != null && ACTIVATIONS.contains(activation.type())) {
                Map<String, Object> attributes =
                        new LinkedHashMap<>(whole.operator().attributes());
                attributes.put(ACTIVATION, activation.type());
                whole = replace(last, whole, activation, whole.inputs(), attributes);
            }
        }
        return List.copyOf(last.values());
    }

    private Node biased(Map<String, Node> last, Node product, Node add) {
        Value other = add.inputs().get(add.name(0).equals(product.output().name()) ? 1 : 0);
        int columns = product.output().shape().last();
        boolean row = Extent.of(other.shape()).equals(new Extent(columns, 0))
                && other.shape().last() == columns;
        if (!row || !add.output().shape().equals(product.output().shape())) return product;
        List<Value> inputs = new ArrayList<>(product.inputs());
        inputs.add(other);
        return replace(last, product, add, inputs, product.operator().attributes());
    }

    /** Puts the whole in the place of its last part. */
    private Node replace(
            Map<String, Node> last, Node first, Node second, List<Value> inputs, Map<String, Object> attributes) {
        Operator op = first.operator();
        Operator whole = new Operator(
                op.type(),
                inputs.stream().map(Value::name).toList(),
                List.of(second.output().name()),
                attributes,
                op.place());
        Node node = new Node(whole, inputs, second.outputs(), second.asked());
        last.remove(first.output().name());
        last.put(second.output().name(), node);
        return node;
    }

    /** The only operator that takes what this one gives, if it takes it once. */
    private Node only(Node n) {
        String name = n.output().name();
        List<Node> users = uses.getOrDefault(name, List.of());
        return users.size() == 1 && !kept.contains(name) ? users.get(0) : null;
    }
}
