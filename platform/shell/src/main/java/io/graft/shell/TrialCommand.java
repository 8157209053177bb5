package io.graft.shell;

import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code graft trial PIPELINE}: ends a canary or a shadow. */
@Command(name = "trial", description = "End a trial: publish the generation on trial, or drop it.")
final class TrialCommand extends RemoteCommand {
    @Parameters(paramLabel = "PIPELINE", description = "The pipeline.")
    private String pipeline;

    @ArgGroup(multiplicity = "1")
    private Decision decision;

    /** One of two. */
    static final class Decision {
        @Option(names = "--publish", description = "It answers all requests from now on.")
        private boolean publish;

        @Option(names = "--drop", description = "The generation before answers all requests again.")
        private boolean drop;
    }

    @Override
    public Integer call() {
        return report(remote().send(Remote.Call.of("POST", "pipelines/" + Remote.segment(pipeline) + "/trial", Map.of())
                .with(Map.of("publish", decision.publish))));
    }
}
