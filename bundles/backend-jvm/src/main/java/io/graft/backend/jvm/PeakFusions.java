package io.graft.backend.jvm;

import io.graft.api.graph.Operator;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes one operator, {@link Peaks}, of a convolution and what keeps only its greatest elements: a {@code MaxPool}, a {@code GlobalMaxPool}, a
 * {@code ReduceMax} over the places, with the {@code Transpose} and the {@code Where} that layers over sequences put between, and the
 * {@code Transpose} and the mask before. The activation grows, so it may come after the greatest is found.
 */
final class PeakFusions {
    /** So many elements there must be for each that is kept. */
    private static final int SCARCE = 4;

    private final List<Node> nodes;
    private final Set<String> kept;
    private final Map<String, List<Node>> uses = new HashMap<>();
    private final Map<String, Node> makers = new HashMap<>();

    private PeakFusions(List<Node> nodes, Set<String> kept) {
        this.nodes = nodes;
        this.kept = kept;
        for (Node n : nodes) {
            for (Value v : n.inputs())
                uses.computeIfAbsent(v.name(), name -> new ArrayList<>()).add(n);
            for (Value v : n.outputs()) makers.put(v.name(), n);
        }
    }

    static List<Node> fuse(List<Node> nodes, Set<String> kept) {
        return new PeakFusions(nodes, kept).fuse();
    }

    private List<Node> fuse() {
        Map<Node, Node> replaced = new IdentityHashMap<>();
        for (Node n : nodes)
            if (n.type().equals("Conv") && n.operator().integer("group", 1) == 1) {
                Tail tail = tail(n);
                if (tail != null) replaced.put(tail.end, whole(n, tail));
            }
        if (replaced.isEmpty()) return nodes;
        List<Node> all = new ArrayList<>(nodes);
        all.replaceAll(n -> replaced.getOrDefault(n, n));
        return alive(all);
    }

    /** Without those that nothing needs any more. */
    private List<Node> alive(List<Node> all) {
        Set<String> needed = new HashSet<>(kept);
        List<Node> alive = new ArrayList<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            Node n = all.get(i);
            if (n.outputs().stream().noneMatch(v -> needed.contains(v.name()))) continue;
            n.inputs().forEach(v -> needed.add(v.name()));
            alive.add(n);
        }
        Collections.reverse(alive);
        return alive;
    }

    /** What keeps the greatest: its last operator, the windows, and which places count. */
    private record Tail(Node end, List<Integer> window, Value counting, float otherwise) {}

    private Tail tail(Node conv) {
        Node next = only(conv);
        if (next == null) return null;
        Shape shape = conv.output().shape();
        int axes = shape.rank() - 2;
        switch (next.type()) {
            case "MaxPool":
                return pooled(next, shape);
            case "GlobalMaxPool":
                return everywhere(next, shape, Value.ABSENT, 0);
            case "ReduceMax":
                return reduces(next, axes == 1 ? List.of(2) : List.of(2, 3))
                        ? everywhere(next, shape, Value.ABSENT, 0)
                        : null;
            case "Transpose":
                return turns(next) ? along(next, shape) : null;
            default:
                return null;
        }
    }

    private Tail pooled(Node pool, Shape shape) {
        Operator op = pool.operator();
        for (int pad : op.integers("pads")) if (pad != 0) return null;
        for (int dilation : op.integers("dilations")) if (dilation != 1) return null;
        Windows w = Pools.windows(pool);
        return scarce(w.count(), shape)
                ? new Tail(
                        pool,
                        List.of(w.kernelHeight(), w.kernelWidth(), w.strides()[0], w.strides()[1]),
                        Value.ABSENT,
                        0)
                : null;
    }

    private static boolean scarce(int kept, Shape shape) {
        return (long) kept * SCARCE <= places(shape);
    }

    private static int places(Shape shape) {
        return shape.rank() == 3 ? shape.size(2) : shape.size(2) * shape.size(3);
    }

    private static Tail everywhere(Node end, Shape shape, Value counting, float otherwise) {
        if (!scarce(1, shape)) return null;
        int height = shape.rank() == 3 ? 1 : shape.size(2);
        return new Tail(end, List.of(height, shape.size(-1), 1, 1), counting, otherwise);
    }

    /** A sequence that has got its channels back to the last axis. */
    private Tail along(Node transpose, Shape shape) {
        Node next = only(transpose);
        if (next == null) return null;
        Value counting = Value.ABSENT;
        float otherwise = 0;
        if (next.type().equals("Where")) {
            Node constant = makers.get(next.name(2));
            counting = next.inputs().get(0);
            boolean fits = next.name(1).equals(transpose.output().name())
                    && counting.shape()
                            .equals(transpose
                                    .output()
                                    .shape()
                                    .with(2, Shape.of(1).dim(0)));
            if (!fits || constant == null || !constant.type().equals("Constant")) return null;
            float[] value = constant.operator().numbers("value");
            if (value.length != 1) return null;
            otherwise = value[0];
            next = only(next);
        }
        return next != null && next.type().equals("ReduceMax") && reduces(next, List.of(1))
                ? everywhere(next, shape, counting, otherwise)
                : null;
    }

    private static boolean reduces(Node n, List<Integer> axes) {
        List<Integer> given = new ArrayList<>();
        for (int axis : n.operator().integers("axes")) given.add(n.shape(0).axis(axis));
        Collections.sort(given);
        return given.equals(axes);
    }

    private static boolean turns(Node n) {
        return n.type().equals("Transpose") && Arrays.equals(n.operator().integers("perm"), new int[] {0, 2, 1});
    }

    private Node whole(Node conv, Tail tail) {
        Map<String, Object> attributes = new LinkedHashMap<>(conv.operator().attributes());
        attributes.put(Peaks.WINDOW, tail.window);
        attributes.put(Peaks.OTHERWISE, tail.otherwise);
        Value x = conv.inputs().get(0);
        Value mask = Value.ABSENT;
        Node maker = makers.get(x.name());
        if (maker != null && maker.type().equals("Mul")) {
            Value hidden = hidden(maker);
            if (hidden != null) {
                mask = hidden;
                maker = makers.get(maker.name(0));
            }
        }
        if (maker != null && turns(maker)) {
            attributes.put(Peaks.CHANNELS_LAST, 1);
            x = maker.inputs().get(0);
        }
        List<Value> inputs = List.of(
                x, conv.inputs().get(1), conv.has(2) ? conv.inputs().get(2) : Value.ABSENT, tail.counting, mask);
        Operator op = new Operator(
                conv.type(),
                inputs.stream().map(Value::name).toList(),
                tail.end.operator().outputs(),
                attributes,
                conv.operator().place());
        return new Node(op, inputs, tail.end.outputs(), tail.end.asked());
    }

    /** The mask [batch, length] that a turned sequence is multiplied with, when it is an input of the graph; else null. */
    private Value hidden(Node mul) {
        Node turned = makers.get(mul.name(0));
        Node mask = makers.get(mul.name(1));
        if (turned == null || !turns(turned) || mask == null || !mask.type().equals("Unsqueeze")) return null;
        Value given = mask.inputs().get(0);
        Shape x = mul.output().shape();
        boolean fits = given.shape().equals(Shape.of(x.dim(0), x.dim(2)))
                && mask.output().shape().equals(Shape.of(x.dim(0), Shape.of(1).dim(0), x.dim(2)));
        return fits && !makers.containsKey(given.name()) && !x.dim(0).known() ? given : null;
    }

    private Node only(Node n) {
        String name = n.output().name();
        List<Node> users = uses.getOrDefault(name, List.of());
        return users.size() == 1 && !kept.contains(name) ? users.get(0) : null;
    }
}
