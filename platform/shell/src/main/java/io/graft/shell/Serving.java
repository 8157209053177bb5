package io.graft.shell;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.plugins.Plugins;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** This process as a server: its plug-ins managed, its pipelines restored, requests accepted; until it is closed. */
final class Serving implements AutoCloseable {
    private static final Duration DRAIN = Duration.ofSeconds(30);

    private final Output output;
    private final Plugins.Management management;
    private ServerBundles.Started server;

    private Serving(Output output, Plugins.Management management) {
        this.output = output;
        this.management = management;
    }

    /** Begins to serve what was deployed before. */
    static Serving begin(Graft.Services services, ServerSettings settings, Output output) throws InterruptedException {
        Living living = services.living();
        String deploy = living.properties().apply("graft.deploy");
        Path folder = services.distribution().resolve(deploy == null || deploy.isBlank() ? "deploy" : deploy.strip());
        // refused when another server has this data folder, so it comes before the port, which that one may have too
        Serving serving = new Serving(output, living.plugins().get().manage(settings.developer(), Optional.of(folder)));
        try {
            settings.check();
            living.pipelines().get().restore();
            serving.server = living.server().start(settings);
            return serving;
        } catch (InterruptedException | RuntimeException | Error e) {
            serving.close();
            throw e;
        }
    }

    URI address() {
        return server.address();
    }

    /** Says that requests are accepted, and where; a token that was just made goes to standard error. */
    void announce() {
        server.token().ifPresent(token -> output.err()
                .println("The administrator's token, made at this first start and shown only now: " + token
                        + " (set GRAFT_TOKEN to it)"));
        if (output.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("ready", address().toString());
            output.document(json);
        } else output.line("Graft ready: " + address());
        output.out().flush();
    }

    /** Waits for a signal. */
    void awaitSignal() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            output.note("Stopping: requests that have begun are answered.");
        }
    }

    @Override
    public void close() {
        PrintStream err = output.err();
        boolean interrupted = Thread.interrupted(); // by the signal that ends the server; draining must not end with it
        try {
            int cutOff = server == null ? 0 : server.drain(DRAIN);
            if (cutOff > 0)
                err.println(cutOff + (cutOff == 1 ? " request was" : " requests were") + " cut off after "
                        + DRAIN.toSeconds() + " s.");
        } catch (InterruptedException e) {
            throw new PipelineException(ErrorCode.INTERRUPTED, "", "Requests were cut off by a second signal.", e);
        } finally {
            management.close();
            if (interrupted) Thread.currentThread().interrupt();
        }
    }
}
