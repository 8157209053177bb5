package io.graft.shell;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How a change is made. */
final class ChangeOptions {
    @Option(names = "--force", description = "Publish although the gate refuses.")
    private boolean force;

    @Option(names = "--dry-run", description = "Only prepare and judge.")
    private boolean dryRun;

    /** The query that says so. */
    Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        if (force) query.put("force", "true");
        if (dryRun) query.put("dryRun", "true");
        return query;
    }

    /** How a pipeline is changed, beside that. */
    static final class OfPipeline {
        @Option(names = "--no-gate", description = "Do not ask the probe set.")
        private boolean noGate;

        @Option(
                names = "--memory-first",
                description = "Retire the old generation before the next is loaded; requests wait meanwhile.")
        private boolean memoryFirst;

        @Option(names = "--note", paramLabel = "TEXT", description = "Why, for the history.")
        private String note;

        @ArgGroup
        private Trial trial;

        /** Adds it to a query. */
        Map<String, String> addTo(Map<String, String> query) {
            if (noGate) query.put("gate", "false");
            if (memoryFirst) query.put("memoryFirst", "true");
            if (note != null) query.put("note", note);
            if (trial != null && trial.canary != null) query.put("canary", trial.canary.toString());
            if (trial != null && trial.shadow != null) query.put("shadow", trial.shadow.toString());
            return query;
        }
    }

    /** One of two. */
    static final class Trial {
        @Option(
                names = "--canary",
                paramLabel = "SHARE",
                description = "Answer only this share of the requests with it at first, e.g. 0.1.")
        private Double canary;

        @Option(
                names = "--shadow",
                paramLabel = "SHARE",
                description = "Only compare its answers to this share of the requests at first.")
        private Double shadow;
    }
}
