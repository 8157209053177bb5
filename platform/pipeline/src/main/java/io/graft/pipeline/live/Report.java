package io.graft.pipeline.live;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the gate measured of a change, and what came of it.
 *
 * @param pipeline the pipeline
 * @param from the generation that was serving; 0 for none
 * @param to the generation that was prepared; equal to {@code from} when nothing was published
 * @param outcome what came of it
 * @param sentence the outcome for a person to read, with the reason
 * @param changes what the next generation has anew, e.g. {@code prepare[1]: unicode-words → chinese-words}
 * @param checks the checks in order
 * @param probe what the probe set showed, when it was asked
 * @param warnings what components said, and what was forced
 * @param milliseconds how long each phase took: {@code prepare, gate, publish, drain, retire}
 */
public record Report(
        String pipeline,
        int from,
        int to,
        Outcome outcome,
        String sentence,
        List<String> changes,
        List<Check> checks,
        Optional<Probe> probe,
        List<String> warnings,
        Map<String, Double> milliseconds) {

    /** What came of a change. */
    public enum Outcome {
        /** The next generation serves. */
        PUBLISHED,
        /** The next generation is on trial. */
        ON_TRIAL,
        /** The gate let it pass, and it was a dry run. */
        WOULD_PASS,
        /** The gate refused; the generation before serves on. */
        REFUSED
    }

    /**
     * One check.
     *
     * @param name {@code resolve}, {@code types}, {@code shapes}, {@code warm-up} or {@code probe}
     * @param passed whether it passed
     * @param sentence what was found
     */
    public record Check(String name, boolean passed, String sentence) {}

    /**
     * What the probe set showed.
     *
     * @param rows how many rows were asked
     * @param metric the metric that must not fall
     * @param before its value with the generation that was serving; NaN when there was none
     * @param after its value with the next
     * @param tolerance by how much it may fall
     * @param agreement the share of the rows to which both give the same best class; NaN when there was only one
     * @param latencyBefore of one row at a time, with the generation that was serving
     * @param latencyAfter of one row at a time, with the next
     */
    public record Probe(
            int rows,
            String metric,
            double before,
            double after,
            double tolerance,
            double agreement,
            Latency latencyBefore,
            Latency latencyAfter) {}

    /**
     * How long answers took.
     *
     * @param p50 the median, in milliseconds; NaN when it was not measured
     * @param p99 the 99th percentile, in milliseconds; NaN when it was not measured
     */
    public record Latency(double p50, double p99) {}

    /** Copies. */
    public Report {
        changes = List.copyOf(changes);
        checks = List.copyOf(checks);
        warnings = List.copyOf(warnings);
        milliseconds = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(milliseconds));
    }

    /** Whether the gate let the generation pass, or was forced to. */
    public boolean accepted() {
        return outcome != Outcome.REFUSED;
    }

    /** As JSON values: maps, lists, strings, numbers; what was not measured is left out. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pipeline", pipeline);
        json.put("from", from);
        json.put("to", to);
        json.put("outcome", outcome.name());
        json.put("sentence", sentence);
        json.put("changes", changes);
        List<Object> all = new ArrayList<>();
        for (Check c : checks) {
            Map<String, Object> check = new LinkedHashMap<>();
            check.put("name", c.name());
            check.put("passed", c.passed());
            check.put("sentence", c.sentence());
            all.add(check);
        }
        json.put("checks", all);
        probe.ifPresent(p -> {
            Map<String, Object> found = new LinkedHashMap<>();
            found.put("rows", p.rows());
            found.put("metric", p.metric());
            put(found, "before", p.before());
            put(found, "after", p.after());
            found.put("tolerance", p.tolerance());
            put(found, "agreement", p.agreement());
            put(found, "p50Before", p.latencyBefore().p50());
            put(found, "p99Before", p.latencyBefore().p99());
            put(found, "p50After", p.latencyAfter().p50());
            put(found, "p99After", p.latencyAfter().p99());
            json.put("probe", found);
        });
        json.put("warnings", warnings);
        json.put("milliseconds", milliseconds);
        return json;
    }

    private static void put(Map<String, Object> json, String key, double value) {
        if (!Double.isNaN(value)) json.put(key, value);
    }
}
