package io.graft.shell;

import io.graft.training.EpochRecord;
import io.graft.training.RunRecord;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** {@code graft runs}: what was trained. */
@Command(name = "runs", description = "Show the runs, the newest first.")
final class RunsCommand extends GraftCommand {

    @Override
    public Integer call() {
        List<RunRecord> runs = services().runs().list();
        if (output().json())
            output().document(runs.stream().map(RunRecord::json).toList());
        else if (runs.isEmpty()) output().note("There are no runs yet; begin one with graft train.");
        else runs.forEach(r -> output().line(line(r)));
        return 0;
    }

    static String line(RunRecord r) {
        List<EpochRecord> epochs = r.epochs();
        String loss = epochs.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "  loss %.4f",
                        epochs.get(epochs.size() - 1).loss());
        return String.format(
                Locale.ROOT,
                "%-36s %-11s %3d epochs%s%s%s",
                r.id(),
                r.state().name().toLowerCase(Locale.ROOT),
                epochs.size(),
                loss,
                r.model() > 0 ? "  model " + r.model() : "",
                r.message().isEmpty() ? "" : "  " + r.message());
    }
}
