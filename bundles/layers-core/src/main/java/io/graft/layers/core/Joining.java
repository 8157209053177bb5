package io.graft.layers.core;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import io.graft.api.model.Inputs;
import io.graft.api.model.Layer;
import java.util.List;
import java.util.stream.Collectors;

/** Makes one value of several, element by element; axes of size 1 are repeated. */
record Joining(String name, String operator) implements Layer {

    @Override
    public Value build(GraphBuilder g, Value x) {
        throw new PipelineException(
                ErrorCode.SHAPE_MISMATCH,
                g.place(),
                name
                        + " takes two values or more; name them: from: [a, b], where a and b are names that layers have by 'as'.");
    }

    @Override
    public Value build(GraphBuilder g, List<Value> inputs) {
        if (inputs.size() < 2) return build(g, inputs.get(0));
        Value joined = inputs.get(0);
        for (Value x : inputs) Inputs.numbers(g, name, x);
        for (Value x : inputs.subList(1, inputs.size())) {
            if (!fit(joined, x))
                throw new PipelineException(
                        ErrorCode.SHAPE_MISMATCH,
                        g.place(),
                        name + " gets " + inputs.stream().map(Inputs::describe).collect(Collectors.joining(" and "))
                                + ", which are not of one shape; put a layer before it that gives the other's shape, e.g. dense or a pooling.");
            joined = g.op(operator, joined, x);
        }
        return joined;
    }

    private static boolean fit(Value a, Value b) {
        if (a.shape().rank() != b.shape().rank()) return false;
        for (int i = 0; i < a.shape().rank(); i++) {
            var x = a.shape().dim(i);
            var y = b.shape().dim(i);
            if (!x.equals(y) && x.size() != 1 && y.size() != 1) return false;
        }
        return true;
    }
}
