package io.graft.shell;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.descriptor.Nearest;
import io.graft.training.EpochRecord;
import io.graft.training.RunRecord;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code graft run ID}: one run, epoch by epoch. */
@Command(name = "run", description = "Show one run, epoch by epoch.")
final class RunCommand extends GraftCommand {
    @Parameters(paramLabel = "ID", description = "The run, as graft runs shows it.")
    private String id;

    @Override
    public Integer call() {
        List<RunRecord> runs = services().runs().list();
        RunRecord run = runs.stream()
                .filter(r -> r.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new PipelineException(
                        ErrorCode.NOT_FOUND,
                        "",
                        "There is no run '" + id + "'."
                                + Nearest.to(
                                                id,
                                                runs.stream().map(RunRecord::id).toList())
                                        .map(n -> " Did you mean '" + n + "'?")
                                        .orElse("")));
        if (output().json()) {
            output().document(run.json());
            return 0;
        }
        output().line(RunsCommand.line(run));
        for (EpochRecord e : run.epochs()) {
            StringBuilder text =
                    new StringBuilder(String.format(Locale.ROOT, "  epoch %3d  loss %.4f", e.epoch(), e.loss()));
            e.validation().forEach((name, value) -> text.append(String.format(Locale.ROOT, "  %s %.4f", name, value)));
            output().line(text.toString());
        }
        return 0;
    }
}
