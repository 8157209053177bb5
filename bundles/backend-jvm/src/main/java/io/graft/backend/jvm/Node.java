package io.graft.backend.jvm;

import io.graft.api.graph.Operator;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.util.List;
import java.util.Set;

/**
 * An operator of the graph with the values it takes and gives.
 *
 * @param inputs the values it takes; {@link Value#ABSENT} for one left out
 * @param outputs the values it gives; {@link Value#ABSENT} for one that the graph does not hold
 * @param asked the names of the outputs that anything looks at
 */
record Node(Operator operator, List<Value> inputs, List<Value> outputs, Set<String> asked) {

    String type() {
        return operator.type();
    }

    /** The first output. */
    Value output() {
        return outputs.get(0);
    }

    Shape shape(int input) {
        return inputs.get(input).shape();
    }

    String name(int input) {
        return inputs.get(input).name();
    }

    boolean has(int input) {
        return input < inputs.size() && !inputs.get(input).absent();
    }

    /** Whether anything looks at an output. */
    boolean gives(int output) {
        return output < outputs.size() && asked.contains(outputs.get(output).name());
    }
}
