package io.graft.shell;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code graft start}: the server, in the foreground. */
@Command(name = "start", description = "Serve the deployed pipelines, until a signal ends it.")
final class StartCommand extends GraftCommand {
    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Where to listen (default: port in conf/graft.properties, else 8181; 0: any that is free).")
    private Integer port;

    @Option(
            names = "--host",
            paramLabel = "H",
            description = "The network interface (default: host in conf/graft.properties, else 127.0.0.1).")
    private String host;

    @Option(
            names = "--dev",
            description = "For developers: no login, unsigned plug-ins are let in. On this machine only.")
    private boolean developer;

    @Override
    public Integer call() {
        ServerSettings settings =
                ServerSettings.of(host, port, developer, services().living().properties());
        if (!settings.loopback())
            output().note("Note: " + settings.host()
                    + " can be reached from other machines, and nothing is encrypted.");
        try (Serving serving = Serving.begin(services(), settings, output())) {
            serving.announce();
            serving.awaitSignal();
        } catch (InterruptedException e) {
            output().note("Stopped before it was ready.");
        } catch (PipelineException e) {
            if (e.code() != ErrorCode.INTERRUPTED) throw e;
            output().note(e.getMessage());
        }
        return 0;
    }
}
