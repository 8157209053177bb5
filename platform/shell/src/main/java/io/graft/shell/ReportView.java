package io.graft.shell;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shows what was measured of a change, in the form of {@link io.graft.pipeline.live.Report#json} or {@link io.graft.plugins.PluginReport#json}. */
record ReportView(Output output) {

    void show(JsonNode report) {
        output.line(report.path("sentence").asText());
        measured(report);
    }

    /** All but the outcome. */
    void measured(JsonNode report) {
        for (JsonNode change : report.path("changes")) row("change", change.asText());
        for (JsonNode check : report.path("checks"))
            row(
                    "check",
                    String.format(
                            "%-10s %-6s %s",
                            check.path("name").asText(),
                            check.path("passed").asBoolean() ? "ok" : "FAILED",
                            check.path("sentence").asText()));
        if (report.has("probe")) probe(report.get("probe"));
        phases(report.path("milliseconds"));
        for (JsonNode warning : report.path("warnings")) row("warning", warning.asText());
        for (JsonNode pipeline : report.path("pipelines")) show(pipeline);
    }

    private void probe(JsonNode probe) {
        String metric = probe.path("metric").asText();
        row(
                metric.isEmpty() ? "probe" : metric,
                (probe.has("before") ? number("%.4f", probe, "before") + " → " : "") + number("%.4f", probe, "after")
                        + " on " + probe.path("rows").asLong() + " rows; may fall by "
                        + number("%.4f", probe, "tolerance"));
        if (probe.has("agreement"))
            row(
                    "agreement",
                    String.format(
                            Locale.ROOT, "%.1f %%", 100 * probe.get("agreement").asDouble()));
        latency(probe, "p50");
        latency(probe, "p99");
    }

    private void latency(JsonNode probe, String name) {
        if (!probe.has(name + "After")) return;
        String before = probe.has(name + "Before") ? number("%.2f", probe, name + "Before") + " → " : "";
        row(name, before + number("%.2f", probe, name + "After") + " ms for one row");
    }

    private void phases(JsonNode milliseconds) {
        List<String> phases = new ArrayList<>();
        milliseconds.properties().forEach(e -> {
            double ms = e.getValue().asDouble();
            phases.add(e.getKey() + String.format(Locale.ROOT, ms < 1 ? " %.3f" : " %.1f", ms));
        });
        if (!phases.isEmpty()) row("ms", String.join(", ", phases));
    }

    private static String number(String format, JsonNode node, String name) {
        return String.format(Locale.ROOT, format, node.path(name).asDouble());
    }

    private void row(String what, String text) {
        output.line(String.format("  %-10s %s", what, text));
    }
}
