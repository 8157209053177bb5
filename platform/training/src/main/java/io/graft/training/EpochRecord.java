package io.graft.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How an epoch went.
 *
 * @param epoch from 1
 * @param loss the mean training loss
 * @param validation the validation loss and the metrics on the validation data; empty without validation data
 * @param learningRate the rate of its last step
 */
public record EpochRecord(int epoch, double loss, Map<String, Double> validation, double learningRate) {

    /** Copies. */
    public EpochRecord {
        validation = Collections.unmodifiableMap(new LinkedHashMap<>(validation));
    }

    /** What schedules and early stopping look at: the validation loss, or the training loss where there is none. */
    double watched() {
        return validation.getOrDefault("loss", loss);
    }

    /** As JSON values. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("epoch", epoch);
        json.put("loss", loss);
        json.put("learningRate", learningRate);
        json.put("validation", validation);
        return json;
    }

    /** From JSON values. */
    static EpochRecord of(Map<?, ?> json) {
        Map<String, Double> validation = new LinkedHashMap<>();
        ((Map<?, ?>) json.get("validation")).forEach((k, v) -> validation.put((String) k, number(v)));
        return new EpochRecord(
                ((Number) json.get("epoch")).intValue(),
                number(json.get("loss")),
                validation,
                number(json.get("learningRate")));
    }

    private static double number(Object json) {
        return json instanceof Number n ? n.doubleValue() : Double.NaN;
    }
}
