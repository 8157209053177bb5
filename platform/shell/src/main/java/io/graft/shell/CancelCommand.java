package io.graft.shell;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code graft cancel ID}: ends a run, with a checkpoint. */
@Command(name = "cancel", description = "End a run after its step, with a checkpoint to resume from.")
final class CancelCommand extends RemoteCommand {
    @Parameters(paramLabel = "ID", description = "The run, as graft runs shows it.")
    private String id;

    @Override
    public Integer call() {
        JsonNode run = RunsOfHome.of(services()).alive(id) || named().isEmpty()
                ? Output.node(services().living().runs().get().cancel(id).json())
                : remote().send(Remote.Call.of("POST", "runs/" + Remote.segment(id) + "/cancel", Map.of()));
        if (output().json()) output().document(run);
        else output().line(RunsCommand.line(run));
        return 0;
    }
}
