package io.graft.serving.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Closes the connectors of the HTTP server while the servlets are still there: Felix takes the servlets away first, and who asks in between is told 404.
 *
 * <p>Felix shows its server to those only who offer it a connector. The one that is offered here leads nowhere.
 *
 * <p><b>Lifecycle.</b> Offered once the HTTP service is there: before that, Felix would take the connector for one of its endpoints. <b>Threading.</b>
 * Thread-safe.
 */
final class Doors implements ConnectorFactory {
    private static final Logger LOG = Logger.getLogger(Doors.class.getName());
    private static final Duration IDLE = Duration.ofMillis(200);

    private volatile Server server;

    @Override
    public Connector createConnector(Server shown) {
        server = shown;
        return new LocalConnector(shown, null, null, null, 0, new HttpConnectionFactory());
    }

    /**
     * Lets no connection in any more and waits until those that are there have been closed by their clients, by {@code Connection: close} or because nothing
     * came for a moment; then cuts off the rest.
     */
    void close(Duration atMost) throws InterruptedException {
        Server known = server;
        if (known == null) return;
        List<ServerConnector> open = new ArrayList<>();
        List<CompletableFuture<Void>> closing = new ArrayList<>();
        for (Connector connector : known.getConnectors())
            if (connector instanceof ServerConnector one && one.isRunning()) {
                one.setShutdownIdleTimeout(IDLE.toMillis());
                open.add(one);
                closing.add(one.shutdown());
            }
        try {
            CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new))
                    .get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // what is still open is cut off
        }
        for (ServerConnector one : open) stop(one);
    }

    private static void stop(ServerConnector connector) {
        try {
            connector.stop();
        } catch (Exception e) {
            LOG.log(Level.WARNING, connector + " could not be stopped", e);
        }
    }
}
