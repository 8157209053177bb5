package io.graft.backend.dl4j;

import io.graft.api.graph.Graph;
import io.graft.api.graph.Operator;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.util.List;

/**
 * An operator of the graph with the values it takes and gives.
 *
 * @param operator the operator
 * @param inputs what it takes; {@link Value#ABSENT} for an input left out
 * @param outputs what it gives; {@link Value#ABSENT} for what nothing in the graph looks at
 */
record Node(Operator operator, List<Value> inputs, List<Value> outputs) {

    static Node of(Graph graph, Operator operator) {
        return new Node(
                operator,
                operator.inputs().stream()
                        .map(name -> name.isEmpty() ? Value.ABSENT : graph.value(name))
                        .toList(),
                operator.outputs().stream()
                        .map(name -> graph.values().getOrDefault(name, Value.ABSENT))
                        .toList());
    }

    /** The first output. */
    Value output() {
        return outputs.get(0);
    }

    /** Whether anything looks at an output. */
    boolean gives(int output) {
        return output < outputs.size() && !outputs.get(output).absent();
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
}
