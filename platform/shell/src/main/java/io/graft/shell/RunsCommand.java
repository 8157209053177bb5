package io.graft.shell;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.training.RunRecord;
import java.util.Locale;
import picocli.CommandLine.Command;

/** {@code graft runs}: what was trained. */
@Command(
        name = "runs",
        description = "Show the runs, the newest first; of this data folder, or with --url of a server.")
final class RunsCommand extends RemoteCommand {

    @Override
    public Integer call() {
        JsonNode runs = named().map(r -> r.get("runs").path("runs"))
                .orElseGet(() -> Output.node(
                        services().runs().list().stream().map(RunRecord::json).toList()));
        if (output().json()) output().document(runs);
        else if (runs.isEmpty()) output().note("There are no runs yet; begin one with graft train.");
        else runs.forEach(r -> output().line(line(r)));
        return 0;
    }

    static String line(JsonNode run) {
        JsonNode epochs = run.path("epochs");
        String loss = epochs.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "  loss %.4f",
                        epochs.get(epochs.size() - 1).path("loss").asDouble(Double.NaN));
        String message = run.path("message").asText();
        return String.format(
                Locale.ROOT,
                "%-36s %-11s %3d epochs%s%s%s",
                run.path("id").asText(),
                run.path("state").asText(),
                epochs.size(),
                loss,
                run.hasNonNull("model") ? "  model " + run.get("model").asText() : "",
                message.isEmpty() ? "" : "  " + message);
    }
}
