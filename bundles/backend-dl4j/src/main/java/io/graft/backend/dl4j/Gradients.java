package io.graft.backend.dl4j;

import io.graft.api.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The gradients collected so far on the way back through a graph. */
final class Gradients {
    private final Tape tape;
    private final Set<String> wanted;
    private final Map<String, Tensor> sums = new HashMap<>();
    private List<Value> inputs = List.of();

    Gradients(Tape tape, Set<String> wanted) {
        this.tape = tape;
        this.wanted = wanted;
    }

    /** The gradient of a value, or null when nothing depends on it. */
    Tensor of(String value) {
        return sums.get(value);
    }

    void put(String value, Tensor gradient) {
        sums.put(value, gradient);
    }

    /** Whose inputs the next calls speak of. */
    void at(Node node) {
        inputs = node.inputs();
    }

    boolean wants(int input) {
        return input < inputs.size() && wanted.contains(inputs.get(input).name());
    }

    /** Adds to the gradient of an input, when that is wanted; the shape is made the input's own by summing what was broadcast. */
    void add(int input, Supplier<Tensor> gradient) {
        if (!wants(input)) return;
        Value value = inputs.get(input);
        Tensor fit = tape.sumTo(gradient.get(), value.shape());
        sums.merge(value.name(), fit, tape::add);
    }
}
