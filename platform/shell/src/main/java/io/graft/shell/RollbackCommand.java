package io.graft.shell;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code graft rollback PIPELINE}: back to the generation before. */
@Command(name = "rollback", description = "Go back to the generation before.")
final class RollbackCommand extends RemoteCommand {
    @Parameters(paramLabel = "PIPELINE", description = "The pipeline.")
    private String pipeline;

    @Mixin
    private ChangeOptions options;

    @Override
    public Integer call() {
        return report(remote().send(Remote.Call.of(
                "POST", "pipelines/" + Remote.segment(pipeline) + "/rollback", options.query())));
    }
}
