package io.graft.plugins;

import io.graft.pipeline.live.Report;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was checked and what came of a change of plug-ins.
 *
 * @param action {@code install}, {@code update}, {@code remove} or {@code rollback}
 * @param plugin its symbolic name; empty when the jar has none
 * @param from the version before; empty for none
 * @param to the version now; empty when it was removed
 * @param accepted whether it was done, or would be
 * @param sentence what came of it, for people
 * @param checks the checks in order: {@code whole, bundle, java, signature, version, resolve, refresh, components, pipelines}
 * @param pipelines what the gates of the pipelines that use it found
 * @param warnings what is worth knowing
 * @param milliseconds how long each phase took
 */
public record PluginReport(
        String action,
        String plugin,
        String from,
        String to,
        boolean accepted,
        String sentence,
        List<Report.Check> checks,
        List<Report> pipelines,
        List<String> warnings,
        Map<String, Double> milliseconds) {

    /** Copies. */
    public PluginReport {
        checks = List.copyOf(checks);
        pipelines = List.copyOf(pipelines);
        warnings = List.copyOf(warnings);
        milliseconds = Collections.unmodifiableMap(new LinkedHashMap<>(milliseconds));
    }

    /** As JSON values. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("action", action);
        json.put("plugin", plugin);
        json.put("from", from);
        json.put("to", to);
        json.put("accepted", accepted);
        json.put("sentence", sentence);
        List<Object> all = new ArrayList<>();
        for (Report.Check c : checks) {
            Map<String, Object> check = new LinkedHashMap<>();
            check.put("name", c.name());
            check.put("passed", c.passed());
            check.put("sentence", c.sentence());
            all.add(check);
        }
        json.put("checks", all);
        json.put("pipelines", pipelines.stream().map(Report::json).toList());
        json.put("warnings", warnings);
        json.put("milliseconds", milliseconds);
        return json;
    }
}
