package io.graft.shell;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code graft pipelines}: what a server serves. */
@Command(name = "pipelines", description = "Show the pipelines of a running server.")
final class PipelinesCommand extends RemoteCommand {
    @Parameters(paramLabel = "NAME", arity = "0..1", description = "One pipeline, with its parts and its history.")
    private String name;

    @Override
    public Integer call() {
        JsonNode answer = remote().get(name == null ? "pipelines" : "pipelines/" + Remote.segment(name));
        if (output().json()) output().document(answer);
        else if (name != null) one(answer);
        else all(answer.path("pipelines"));
        return 0;
    }

    private void all(JsonNode pipelines) {
        if (pipelines.isEmpty()) {
            output().note("No pipeline is deployed yet; deploy one with graft deploy FILE.");
            return;
        }
        output().line(String.format(
                "%-20s %-9s %10s %6s  %-12s %s", "pipeline", "state", "generation", "model", "backend", "since"));
        for (JsonNode p : pipelines) {
            line(p);
            for (JsonNode ghost : p.path("ghosts"))
                output().line("    " + ghost.path("sentence").asText());
        }
    }

    private void line(JsonNode p) {
        output().line(String.format(
                "%-20s %-9s %10s %6s  %-12s %s",
                p.path("name").asText(),
                p.path("state").asText().toLowerCase(Locale.ROOT),
                p.path("generation").asText(),
                p.path("model").asText(),
                p.path("backend").asText(),
                time(p.path("since").asText())));
    }

    private void one(JsonNode p) {
        line(p);
        output().line(p.path("sentence").asText());
        for (JsonNode part : p.path("parts"))
            output().line(String.format(
                    "  %-28s %-12s %-20s %s %s",
                    part.path("path").asText(),
                    part.path("kind").asText(),
                    part.path("name").asText(),
                    part.path("plugin").asText(),
                    part.path("version").asText()));
        for (JsonNode ghost : p.path("ghosts"))
            output().line("  missing: " + ghost.path("sentence").asText());
        if (p.hasNonNull("trial")) {
            JsonNode trial = p.get("trial");
            output().line(String.format(
                    "  on trial: generation %s as %s of a share of %s; %s rows, %s failed, %s answered otherwise",
                    trial.path("generation").asText(),
                    trial.path("mode").asText(),
                    trial.path("share").asText(),
                    trial.path("rows").asText(),
                    trial.path("failed").asText(),
                    trial.path("disagreed").asText()));
        }
        for (JsonNode past : p.path("history"))
            output().line(String.format(
                    "  before: generation %s, model %s, since %s; replaced by: %s",
                    past.path("generation").asText(),
                    past.path("model").asText(),
                    time(past.path("published").asText()),
                    past.path("replaced").asText()));
    }

    /** A time to the second; nobody reads more. */
    private static String time(String instant) {
        try {
            return Instant.parse(instant).truncatedTo(ChronoUnit.SECONDS).toString();
        } catch (DateTimeParseException e) {
            return instant;
        }
    }
}
