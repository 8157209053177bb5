package io.graft.pipeline;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which backend computes, and why it and no other.
 *
 * @param backend its name
 * @param reason why
 * @param sentence the same for a person
 * @param measured what was measured, now or when it was chosen first; the chosen one first
 * @param passedOver why others could not, a sentence each
 */
public record BackendChoice(
        String backend, Reason reason, String sentence, List<Measured> measured, List<String> passedOver) {

    /** Why a backend computes. */
    public enum Reason {
        /** The descriptor names it. */
        NAMED,
        /** It is the only one that can. */
        ONLY,
        /** The run, or the model, has been computed by it so far. */
        KEPT,
        /** There is so little to compute that measuring others would take longer. */
        SHORT,
        /** It was the fastest. */
        MEASURED,
        /** It was chosen for the same network on this machine before. */
        REMEMBERED
    }

    /** Copies. */
    public BackendChoice {
        measured = List.copyOf(measured);
        passedOver = List.copyOf(passedOver);
    }

    /**
     * How fast a backend was on the first rows of a pipeline, once warm.
     *
     * @param backend its name
     * @param version of its plug-in
     * @param devices what it computed on
     * @param stepMilliseconds a training step
     * @param answerMilliseconds an answer to as many rows
     * @param seconds how long it was measured for
     */
    public record Measured(
            String backend,
            String version,
            List<String> devices,
            double stepMilliseconds,
            double answerMilliseconds,
            double seconds) {

        /** Copies. */
        public Measured {
            devices = List.copyOf(devices);
        }

        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("backend", backend);
            json.put("version", version);
            json.put("devices", devices);
            json.put("stepMilliseconds", stepMilliseconds);
            json.put("answerMilliseconds", answerMilliseconds);
            json.put("seconds", seconds);
            return json;
        }

        static Measured of(Map<?, ?> json) {
            return new Measured(
                    (String) json.get("backend"),
                    (String) json.get("version"),
                    ((List<?>) json.get("devices"))
                            .stream().map(String.class::cast).toList(),
                    ((Number) json.get("stepMilliseconds")).doubleValue(),
                    ((Number) json.get("answerMilliseconds")).doubleValue(),
                    ((Number) json.get("seconds")).doubleValue());
        }

        private String told() {
            return backend + " " + number(stepMilliseconds) + " ms a step and " + number(answerMilliseconds)
                    + " ms an answer";
        }

        private static String number(double x) {
            return Double.isFinite(x)
                    ? new BigDecimal(Double.toString(x)).stripTrailingZeros().toPlainString()
                    : "?";
        }
    }

    static BackendChoice of(String backend, Reason reason, List<Measured> measured, List<String> passedOver) {
        String times = String.join(", ", measured.stream().map(Measured::told).toList());
        String sentence =
                switch (reason) {
                    case NAMED -> "The descriptor names '" + backend + "'.";
                    case ONLY -> "Only '" + backend + "' can compute this pipeline here.";
                    case KEPT -> "It has been computed by '" + backend + "' so far.";
                    case SHORT -> "There is too little to compute for measuring to be worth the time: " + times + ".";
                    case MEASURED -> "'" + backend + "' was the fastest on the first rows: " + times + ".";
                    case REMEMBERED ->
                        "'" + backend + "' was chosen for this network on this machine before: " + times + ".";
                };
        return new BackendChoice(backend, reason, sentence, measured, passedOver);
    }

    /** As JSON values. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("backend", backend);
        json.put("reason", reason.name().toLowerCase(Locale.ROOT));
        json.put("sentence", sentence);
        json.put("measured", measured.stream().map(Measured::json).toList());
        json.put("passedOver", passedOver);
        return json;
    }
}
