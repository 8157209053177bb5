package io.graft.optimizers.core;

import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.model.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The update graph of a rule being written: what it takes is there, what it gives is collected. */
final class Update {
    private static final Shape ELEMENTS = Shape.of(Dim.named("n"));

    final GraphBuilder g = new GraphBuilder(Map.of());
    final Value parameter = g.input(Rule.PARAMETER, ElementType.FLOAT, ELEMENTS);
    final Value gradient = g.input(Rule.GRADIENT, ElementType.FLOAT, ELEMENTS);
    final Value rate = g.input(Rule.RATE, ElementType.FLOAT, Shape.SCALAR);
    final Value step = g.input(Rule.STEP, ElementType.FLOAT, Shape.SCALAR);
    private final List<Rule.Slot> slots = new ArrayList<>();
    private final Map<String, Value> next = new LinkedHashMap<>();

    /** What the rule remembers, as it is before this step; it begins with 0. */
    Value slot(String name) {
        return slot(name, 0);
    }

    /** What the rule remembers, as it is before this step. */
    Value slot(String name, double initial) {
        slots.add(new Rule.Slot(name, (float) initial));
        return g.input(name, ElementType.FLOAT, ELEMENTS);
    }

    /** What the rule will remember under this name. */
    Value becomes(String slot, Value value) {
        next.put(slot, value);
        return value;
    }

    /** decay · old + (1 − decay) · seen. */
    Value average(Value old, Value seen, double decay) {
        return g.add(g.mul(old, decay), g.mul(seen, 1 - decay));
    }

    /**
     * 1 − betaᵗ, where t is the number of the step.
     *
     * <p>In float32 the plain form loses four digits for a beta near 1, so it is written as 2 T / (1 + T) with T = tanh(−t ln(beta) / 2), which is the same.
     */
    Value biasCorrection(double beta) {
        if (beta == 0) return g.constant(1);
        Value t = g.op("Tanh", g.mul(step, -Math.log(beta) / 2));
        return g.div(g.mul(t, 2), g.add(t, 1));
    }

    /** Ends the rule: the parameter becomes itself minus rate · direction. */
    Rule descend(String name, Map<String, Double> hyperParameters, Base base, Value direction) {
        return end(name, hyperParameters, base, g.sub(parameter, g.mul(direction, rate)));
    }

    /** Ends the rule. */
    Rule end(String name, Map<String, Double> hyperParameters, Base base, Value newParameter) {
        g.output(Rule.PARAMETER, newParameter);
        for (Rule.Slot slot : slots) g.output(slot.name(), next.get(slot.name()));
        Graph update = g.build();
        return new Rule(name, hyperParameters, base.learningRate(), base.l1(), base.l2(), slots, update);
    }

    /** What every rule has. */
    record Base(double learningRate, double l1, double l2) {}
}
