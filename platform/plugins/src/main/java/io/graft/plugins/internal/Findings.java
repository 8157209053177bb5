package io.graft.plugins.internal;

import io.graft.api.ErrorCode;
import io.graft.pipeline.live.Report;
import io.graft.plugins.PluginReport;
import io.graft.plugins.RejectedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Gathers what is found during a change; it becomes the report. */
final class Findings {
    private final List<Report.Check> checks = new ArrayList<>();
    private final List<Report> pipelines = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, Double> milliseconds = new LinkedHashMap<>();
    private final String action;
    private String plugin = "";
    private String from = "";
    private String to = "";

    Findings(String action) {
        this.action = action;
    }

    void plugin(String name, String before, String after) {
        plugin = name;
        from = before;
        to = after;
    }

    /** Notes a check. */
    void check(String name, boolean passed, String sentence) {
        check(new Report.Check(name, passed, sentence));
    }

    /** Notes a check and refuses when it has not passed. */
    void check(Report.Check check) {
        checks.add(check);
        if (!check.passed()) throw rejected(ErrorCode.PLUGIN_REJECTED, check.sentence());
    }

    /** Notes checks and refuses when one has not passed. */
    void checks(List<Report.Check> several) {
        checks.addAll(several);
        several.stream().filter(c -> !c.passed()).findFirst().ifPresent(c -> {
            throw rejected(ErrorCode.PLUGIN_REJECTED, c.sentence());
        });
    }

    void pipelines(List<Report> reports) {
        pipelines.clear();
        pipelines.addAll(reports);
    }

    /** Notes a check about pipelines that only says what was found. */
    void note(Report.Check check) {
        checks.add(check);
    }

    void warn(String sentence) {
        warnings.add(sentence);
    }

    /** Measures a phase. */
    <T> T timed(String phase, Callable<T> work) {
        long start = System.nanoTime();
        try {
            return work.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw rejected(ErrorCode.PLUGIN_REJECTED, "The " + phase + " failed: " + e);
        } finally {
            milliseconds.merge(phase, (System.nanoTime() - start) / 1e6, Double::sum);
        }
    }

    void timed(String phase, Runnable work) {
        timed(phase, () -> {
            work.run();
            return null;
        });
    }

    PluginReport accepted(String sentence) {
        return report(true, sentence);
    }

    RejectedException rejected(ErrorCode code, String sentence) {
        return new RejectedException(code, report(false, sentence));
    }

    private PluginReport report(boolean accepted, String sentence) {
        return new PluginReport(
                action, plugin, from, to, accepted, sentence, checks, pipelines, warnings, milliseconds);
    }

    String plugin() {
        return plugin;
    }

    String to() {
        return to;
    }
}
