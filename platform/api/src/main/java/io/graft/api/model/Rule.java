package io.graft.api.model;

import io.graft.api.graph.Graph;
import java.util.List;
import java.util.Map;

/**
 * The rule of an optimizer, for one parameter, element by element.
 *
 * <p>The graph form is always there. A backend that has a fused kernel for the {@linkplain #name name} may use it instead; both agree.
 * Before the rule, a backend adds {@code l2 · w + l1 · sign(w)} to the gradient, after clipping.
 *
 * <p>The graph has the FLOAT inputs {@value #PARAMETER}, {@value #GRADIENT} and one for each slot, all {@code [n]}, and the scalars {@value #RATE}
 * (the learning rate of this step) and {@value #STEP} (1 for the first). Its outputs are {@value #PARAMETER} and the slots: what they become.
 *
 * @param name a standard name ({@code sgd momentum nesterov adagrad adadelta rmsprop adam adamw amsgrad nadam adamax}), or another one
 * @param hyperParameters the numbers of the rule, by the names of the settings of the standard optimizer
 * @param learningRate the base rate, which a schedule multiplies
 * @param l1 how strongly the sum of absolute weights is held down
 * @param l2 how strongly half the sum of squared weights is held down
 * @param slots what the rule remembers for each element
 * @param update the graph form
 */
public record Rule(
        String name,
        Map<String, Double> hyperParameters,
        double learningRate,
        double l1,
        double l2,
        List<Slot> slots,
        Graph update) {
    /** The parameter. */
    public static final String PARAMETER = "parameter";

    /** Its gradient. */
    public static final String GRADIENT = "gradient";

    /** The learning rate. */
    public static final String RATE = "rate";

    /** The number of the step, from 1. */
    public static final String STEP = "step";

    /** Copies. */
    public Rule {
        hyperParameters = Map.copyOf(hyperParameters);
        slots = List.copyOf(slots);
    }

    /** A number of the rule, which must be there. */
    public double number(String key) {
        Double d = hyperParameters.get(key);
        if (d == null)
            throw new IllegalArgumentException(
                    "rule '" + name + "' has no '" + key + "', only " + hyperParameters.keySet());
        return d;
    }

    /**
     * What a rule remembers for each element of a parameter.
     *
     * @param name e.g. {@code m}
     * @param initial what it begins with
     */
    public record Slot(String name, float initial) {}
}
