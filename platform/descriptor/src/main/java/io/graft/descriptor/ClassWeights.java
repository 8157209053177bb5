package io.graft.descriptor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much the rows of each class count: all the same, each class alike, or as written for each label.
 *
 * @param mode which of these
 * @param weights for {@link Mode#GIVEN}, the weight of each label; a label that is not among them has 1
 */
public record ClassWeights(Mode mode, Map<String, Double> weights) {

    /** Where weights come from. */
    public enum Mode {
        /** Every row counts 1. */
        NONE,
        /** A row counts rows / (classes · rows of its class). */
        BALANCED,
        /** Written in the descriptor. */
        GIVEN
    }

    /** Checks and copies. */
    public ClassWeights {
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
        weights.forEach((label, weight) -> {
            if (!(weight >= 0) || weight.isInfinite())
                throw new IllegalArgumentException("the weight of '" + label + "' must be 0 or more, but is " + weight);
        });
    }

    /** Reads {@code none} or {@code balanced}. */
    public static ClassWeights parse(String text) {
        return switch (text) {
            case "none" -> new ClassWeights(Mode.NONE, Map.of());
            case "balanced" -> new ClassWeights(Mode.BALANCED, Map.of());
            default ->
                throw new IllegalArgumentException(
                        "must be none, balanced or a map from label to weight, but is '" + text + "'");
        };
    }

    /** Weights as written. */
    public static ClassWeights of(Map<String, Double> weights) {
        return new ClassWeights(Mode.GIVEN, weights);
    }
}
