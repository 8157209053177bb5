package io.graft.testkit;

import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.model.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The standard optimizers with PyTorch's numbers: what a backend's fused kernel of each name must compute.
 *
 * <p>Source of the formulas: the algorithms in the documentation of {@code torch.optim}.
 */
public final class StandardRules {
    private StandardRules() {}

    /** One rule of each standard name. */
    public static List<Rule> all() {
        return List.of(
                sgd(),
                momentum(false),
                momentum(true),
                adagrad(),
                adadelta(),
                rmsprop(),
                adam("adam"),
                adam("adamw"),
                adam("amsgrad"),
                nadam(),
                adamax());
    }

    /** The same rule under another name, which no backend knows: it has to compute the graph form. */
    public static Rule custom(Rule rule) {
        return new Rule(
                "custom-" + rule.name(),
                rule.hyperParameters(),
                rule.learningRate(),
                rule.l1(),
                rule.l2(),
                rule.slots(),
                rule.update());
    }

    /** The same rule with weights held down. */
    public static Rule held(Rule rule, double l1, double l2) {
        return new Rule(rule.name(), rule.hyperParameters(), rule.learningRate(), l1, l2, rule.slots(), rule.update());
    }

    /** Plain gradient descent. */
    public static Rule sgd() {
        Draft d = new Draft();
        return d.descend("sgd", Map.of(), 0.1, d.gradient);
    }

    private static Rule momentum(boolean nesterov) {
        Draft d = new Draft();
        Value velocity = d.becomes("velocity", d.g.add(d.g.mul(d.slot("velocity", 0), 0.9), d.gradient));
        Value direction = nesterov ? d.g.add(d.gradient, d.g.mul(velocity, 0.9)) : velocity;
        return d.descend(nesterov ? "nesterov" : "momentum", Map.of("momentum", 0.9), 0.1, direction);
    }

    private static Rule adagrad() {
        Draft d = new Draft();
        Value sum = d.becomes("sum", d.g.add(d.slot("sum", 0), d.g.square(d.gradient)));
        return d.descend("adagrad", Map.of("epsilon", 1e-10), 0.1, d.g.div(d.gradient, d.g.add(d.g.sqrt(sum), 1e-10)));
    }

    private static Rule adadelta() {
        Draft d = new Draft();
        GraphBuilder g = d.g;
        Value square = d.becomes("squareAverage", d.average(d.slot("squareAverage", 0), g.square(d.gradient), 0.9));
        Value accumulated = d.slot("accumulatedDelta", 0);
        Value delta = g.mul(g.div(g.sqrt(g.add(accumulated, 1e-6)), g.sqrt(g.add(square, 1e-6))), d.gradient);
        d.becomes("accumulatedDelta", d.average(accumulated, g.square(delta), 0.9));
        return d.descend("adadelta", Map.of("rho", 0.9, "epsilon", 1e-6), 1, delta);
    }

    private static Rule rmsprop() {
        Draft d = new Draft();
        Value square = d.becomes("squareAverage", d.average(d.slot("squareAverage", 0), d.g.square(d.gradient), 0.99));
        return d.descend(
                "rmsprop",
                Map.of("alpha", 0.99, "epsilon", 1e-8),
                0.01,
                d.g.div(d.gradient, d.g.add(d.g.sqrt(square), 1e-8)));
    }

    private static Rule adam(String name) {
        Draft d = new Draft();
        GraphBuilder g = d.g;
        Value m = d.becomes("m", d.average(d.slot("m", 0), d.gradient, 0.9));
        Value v = d.becomes("v", d.average(d.slot("v", 0), g.square(d.gradient), 0.999));
        if (name.equals("amsgrad")) v = d.becomes("vMax", g.op("Max", d.slot("vMax", 0), v));
        Value root = g.add(g.sqrt(g.div(v, d.correction(0.999))), 1e-8);
        Value move = g.mul(g.div(g.div(m, d.correction(0.9)), root), d.rate);
        if (!name.equals("adamw"))
            return d.end(name, Map.of("beta1", 0.9, "beta2", 0.999, "epsilon", 1e-8), 0.01, g.sub(d.parameter, move));
        Value decayed = g.mul(d.parameter, g.subFrom(1, g.mul(d.rate, 0.01)));
        return d.end(
                name,
                Map.of("beta1", 0.9, "beta2", 0.999, "epsilon", 1e-8, "weightDecay", 0.01),
                0.01,
                g.sub(decayed, move));
    }

    private static Rule nadam() {
        Draft d = new Draft();
        GraphBuilder g = d.g;
        Value m = d.becomes("m", d.average(d.slot("m", 0), d.gradient, 0.9));
        Value v = d.becomes("v", d.average(d.slot("v", 0), g.square(d.gradient), 0.999));
        Value mu = d.nadamMomentum(d.step);
        Value next = d.nadamMomentum(g.add(d.step, 1));
        Value product = d.becomes("muProduct", g.mul(d.slot("muProduct", 1), mu));
        Value now = g.mul(d.gradient, g.div(g.subFrom(1, mu), g.subFrom(1, product)));
        Value ahead = g.mul(m, g.div(next, g.subFrom(1, g.mul(product, next))));
        Value root = g.add(g.sqrt(g.div(v, d.correction(0.999))), 1e-8);
        return d.descend(
                "nadam",
                Map.of("beta1", 0.9, "beta2", 0.999, "epsilon", 1e-8, "momentumDecay", 0.004),
                0.01,
                g.div(g.add(now, ahead), root));
    }

    private static Rule adamax() {
        Draft d = new Draft();
        GraphBuilder g = d.g;
        Value m = d.becomes("m", d.average(d.slot("m", 0), d.gradient, 0.9));
        Value greatest =
                d.becomes("u", g.op("Max", g.mul(d.slot("u", 0), 0.999), g.add(g.op("Abs", d.gradient), 1e-8)));
        return d.descend(
                "adamax",
                Map.of("beta1", 0.9, "beta2", 0.999, "epsilon", 1e-8),
                0.01,
                g.div(g.div(m, d.correction(0.9)), greatest));
    }

    /** An update graph being written. */
    private static final class Draft {
        private static final Shape ELEMENTS = Shape.of(Dim.named("n"));

        final GraphBuilder g = new GraphBuilder(Map.of());
        final Value parameter = g.input(Rule.PARAMETER, ElementType.FLOAT, ELEMENTS);
        final Value gradient = g.input(Rule.GRADIENT, ElementType.FLOAT, ELEMENTS);
        final Value rate = g.input(Rule.RATE, ElementType.FLOAT, Shape.SCALAR);
        final Value step = g.input(Rule.STEP, ElementType.FLOAT, Shape.SCALAR);
        private final List<Rule.Slot> slots = new ArrayList<>();

        Value slot(String name, double initial) {
            slots.add(new Rule.Slot(name, (float) initial));
            return g.input(name, ElementType.FLOAT, ELEMENTS);
        }

        Value becomes(String slot, Value value) {
            g.output(slot, value);
            return value;
        }

        Value average(Value old, Value seen, double decay) {
            return g.add(g.mul(old, decay), g.mul(seen, 1 - decay));
        }

        /** 1 − betaᵗ, as 2 T / (1 + T) with T = tanh(−t ln(beta) / 2): the plain form loses four digits in float32. */
        Value correction(double beta) {
            Value t = g.op("Tanh", g.mul(step, -Math.log(beta) / 2));
            return g.div(g.mul(t, 2), g.add(t, 1));
        }

        Value nadamMomentum(Value at) {
            Value power = g.op("Pow", g.constant(0.96), g.mul(at, 0.004));
            return g.mul(g.subFrom(1, g.mul(power, 0.5)), 0.9);
        }

        Rule descend(String name, Map<String, Double> numbers, double learningRate, Value direction) {
            return end(name, numbers, learningRate, g.sub(parameter, g.mul(direction, rate)));
        }

        Rule end(String name, Map<String, Double> numbers, double learningRate, Value newParameter) {
            g.output(Rule.PARAMETER, newParameter);
            return new Rule(name, numbers, learningRate, 0, 0, slots, g.build());
        }
    }
}
