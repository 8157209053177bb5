package io.graft.backend.jvm;

import io.graft.api.model.Rule;
import java.util.List;

/** The rules that have a fused kernel; any other is interpreted. */
final class UpdateRules {
    private UpdateRules() {}

    static UpdateRule of(Rule rule) {
        List<String> slots = rule.slots().stream().map(Rule.Slot::name).toList();
        UpdateRule fused =
                switch (rule.name()) {
                    case "sgd" -> matches(slots) ? Descents.sgd() : null;
                    case "momentum" ->
                        matches(slots, "velocity") && has(rule, "momentum")
                                ? Descents.momentum(rule.number("momentum"))
                                : null;
                    case "nesterov" ->
                        matches(slots, "velocity") && has(rule, "momentum")
                                ? Descents.nesterov(rule.number("momentum"))
                                : null;
                    case "adagrad" ->
                        matches(slots, "sum") && has(rule, "epsilon") ? Descents.adagrad(rule.number("epsilon")) : null;
                    case "adadelta" ->
                        matches(slots, "squareAverage", "accumulatedDelta") && has(rule, "rho", "epsilon")
                                ? Descents.adadelta(rule.number("rho"), rule.number("epsilon"))
                                : null;
                    case "rmsprop" ->
                        matches(slots, "squareAverage") && has(rule, "alpha", "epsilon")
                                ? Descents.rmsprop(rule.number("alpha"), rule.number("epsilon"))
                                : null;
                    default -> adamFamily(rule, slots);
                };
        return fused != null ? fused : new InterpretedRule(rule);
    }

    private static UpdateRule adamFamily(Rule rule, List<String> slots) {
        if (!has(rule, "beta1", "beta2", "epsilon")) return null;
        Adams adams = new Adams(rule.number("beta1"), rule.number("beta2"), rule.number("epsilon"));
        return switch (rule.name()) {
            case "adam" -> matches(slots, "m", "v") ? adams.adam(0) : null;
            case "adamw" ->
                matches(slots, "m", "v") && has(rule, "weightDecay") ? adams.adam(rule.number("weightDecay")) : null;
            case "amsgrad" -> matches(slots, "m", "v", "vMax") ? adams.amsgrad() : null;
            case "nadam" ->
                matches(slots, "m", "v", "muProduct") && has(rule, "momentumDecay")
                        ? adams.nadam(rule.number("momentumDecay"))
                        : null;
            case "adamax" -> matches(slots, "m", "u") ? adams.adamax() : null;
            default -> null;
        };
    }

    private static boolean matches(List<String> slots, String... expected) {
        return slots.equals(List.of(expected));
    }

    private static boolean has(Rule rule, String... keys) {
        return rule.hyperParameters().keySet().containsAll(List.of(keys));
    }
}
