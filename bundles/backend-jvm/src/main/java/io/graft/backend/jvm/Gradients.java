package io.graft.backend.jvm;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The gradients found so far while the graph is walked backwards; several uses of a value are added up. */
final class Gradients {
    private final Tape tape;
    private final Set<String> wanted;
    private final Map<String, Tensor> found = new HashMap<>();
    private Node node;

    /**
     * None yet.
     *
     * @param wanted the values that a trainable parameter reaches
     */
    Gradients(Tape tape, Set<String> wanted) {
        this.tape = tape;
        this.wanted = wanted;
    }

    /** The operator whose inputs are meant from now on. */
    void at(Node operator) {
        node = operator;
    }

    void put(String name, Tensor gradient) {
        found.put(name, gradient);
    }

    /** The gradient of a value, or null when nothing depends on it. */
    Tensor of(String name) {
        return found.get(name);
    }

    boolean wants(int input) {
        return node.has(input) && wanted.contains(node.name(input));
    }

    /** Adds to the gradient of an input, when anybody wants it; what is made is not changed afterwards and may be another's tensor. */
    void add(int input, Supplier<Tensor> make) {
        if (!wants(input)) return;
        String name = node.name(input);
        Tensor more = make.get().view(node.shape(input));
        Tensor before = found.get(name);
        found.put(name, before == null ? more : tape.binary(BinaryFunctions.ADD, before, more));
    }
}
