package io.graft.shell;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code graft undeploy NAME}: stops serving a pipeline. */
@Command(name = "undeploy", description = "Stop serving a pipeline; its models stay.")
final class UndeployCommand extends RemoteCommand {
    @Parameters(paramLabel = "NAME", description = "The pipeline.")
    private String name;

    @Override
    public Integer call() {
        JsonNode answer = remote().send(Remote.Call.of("DELETE", "pipelines/" + Remote.segment(name), Map.of()));
        if (output().json()) output().document(answer);
        else output().line("The pipeline '" + name + "' is not served any more; its models stay.");
        return 0;
    }
}
