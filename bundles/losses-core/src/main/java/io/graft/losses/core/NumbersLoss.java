package io.graft.losses.core;

import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import io.graft.api.model.Loss;
import io.graft.api.model.Target;

/**
 * A loss over numbers that is the mean of something over the elements of a row.
 *
 * @param name the component's name, for messages
 * @param element adds the loss of each element, given output − target
 */
record NumbersLoss(String name, Element element) implements Loss {

    /** The loss of each element. */
    interface Element {
        Value of(GraphBuilder g, Value difference);
    }

    @Override
    public Target target() {
        return Target.NUMBERS;
    }

    @Override
    public Value build(GraphBuilder g, Value output, Value target, Value rowWeight) {
        Outputs.like(g, name, output, target);
        return g.weightedMean(g.reduce("ReduceMean", element.of(g, g.sub(output, target)), false, 1), rowWeight);
    }

    @Override
    public Value scores(GraphBuilder g, Value output) {
        return output;
    }
}
