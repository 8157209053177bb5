package io.graft.backend.jvm;

import io.graft.api.graph.Operator;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.util.List;

/** An operator of the graph with the values it takes and gives. */
record Node(Operator operator, List<Value> inputs, Value output) {

    String type() {
        return operator.type();
    }

    Shape shape(int input) {
        return inputs.get(input).shape();
    }

    String name(int input) {
        return inputs.get(input).name();
    }

    boolean has(int input) {
        return input < inputs.size();
    }
}
