package io.graft.shell;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.serving.Server;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Raises the framework's start level to the server's.
 *
 * <p>The package {@code io.graft.serving} is imported dynamically (see bnd.bnd): a static import would resolve the server's bundles in every command.
 */
record FrameworkServerBundles(BundleContext context) implements ServerBundles {
    private static final int LEVEL = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(Long.getLong("graft.start.seconds", 30));

    @Override
    public Started start(ServerSettings settings) throws InterruptedException {
        System.setProperty("org.osgi.service.http.port", Integer.toString(settings.port()));
        System.setProperty("org.apache.felix.http.host", settings.host());
        if (settings.developer()) System.setProperty("graft.dev", "true");
        List<String> failures = raise();
        try {
            if (!failures.isEmpty()) throw down(failures, null);
            return await();
        } catch (NoClassDefFoundError e) { // of io.graft.serving
            throw down(List.of("the bundle io.graft.serving is missing or does not resolve"), e);
        }
    }

    /** Starts the bundles; gives a sentence for each that failed. */
    private List<String> raise() throws InterruptedException {
        List<String> failures = new CopyOnWriteArrayList<>();
        FrameworkListener failed = event -> {
            if (event.getType() == FrameworkEvent.ERROR)
                failures.add(event.getBundle().getSymbolicName() + " did not start: " + reason(event.getThrowable()));
        };
        CountDownLatch reached = new CountDownLatch(1);
        context.addFrameworkListener(failed);
        try {
            context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                    .adapt(FrameworkStartLevel.class)
                    .setStartLevel(LEVEL, event -> reached.countDown());
            if (!reached.await(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS))
                failures.add("a bundle has been starting for " + 2 * PATIENCE.toSeconds() + " s");
        } finally {
            context.removeFrameworkListener(failed);
        }
        return failures;
    }

    private static String reason(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) cause = cause.getCause();
        String message = cause instanceof BundleException ? cause.getMessage() : cause.toString();
        return message.replaceAll("\\s+", " ");
    }

    private Running await() throws InterruptedException {
        Running running = new Running(tracker(Server.class, ""), tracker(Supplier.class, "(graft.token=true)"));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String missing = "nobody listens";
        while (System.nanoTime() < deadline) {
            Server server = running.servers.waitForService(100);
            if (server == null) continue;
            if (server.address().isPresent()) {
                missing = "the admin REST does not answer";
                if (administered(server.address().get())) return running;
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        throw down(List.of(missing + " after " + PATIENCE.toSeconds() + " s; the log above may say why"), null);
    }

    /** Whether the admin REST is reached: the HTTP service takes servlets on its own time. */
    private static boolean administered(URI address) {
        try {
            var call = (HttpURLConnection)
                    address.resolve("api/v1/openapi.json").toURL().openConnection();
            call.setConnectTimeout(1000);
            call.setReadTimeout(5000);
            int status = call.getResponseCode();
            call.disconnect();
            return status == HttpURLConnection.HTTP_OK || status == HttpURLConnection.HTTP_UNAUTHORIZED;
        } catch (IOException e) {
            return false;
        }
    }

    private <S> ServiceTracker<S, S> tracker(Class<? super S> type, String condition) {
        try {
            ServiceTracker<S, S> tracker = new ServiceTracker<>(
                    context, context.createFilter("(&(objectClass=" + type.getName() + ")" + condition + ")"), null);
            tracker.open();
            return tracker;
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static PipelineException down(List<String> why, Throwable cause) {
        return new PipelineException(
                ErrorCode.PLUGIN_UNAVAILABLE,
                "",
                "The server did not come up: " + String.join("; ", why)
                        + ". Unpack Graft's archive again, or take out of bundle/server/ what was added there.",
                cause);
    }

    private record Running(ServiceTracker<Server, Server> servers, ServiceTracker<Supplier<?>, Supplier<?>> tokens)
            implements Started {

        private Server server() {
            Server server = servers.getService();
            if (server == null) throw new PipelineException(ErrorCode.PLUGIN_UNAVAILABLE, "", "The server has gone.");
            return server;
        }

        @Override
        public URI address() {
            return server().address()
                    .orElseThrow(() -> new PipelineException(
                            ErrorCode.PLUGIN_UNAVAILABLE, "", "The server does not listen any more."));
        }

        @Override
        public Optional<String> token() {
            Supplier<?> maker = tokens.getService();
            Object token = maker == null ? null : maker.get();
            if (token instanceof Optional<?> o) token = o.orElse(null);
            return Optional.ofNullable(token).map(Object::toString).filter(t -> !t.isBlank());
        }

        @Override
        public int drain(Duration atMost) throws InterruptedException {
            Server server = servers.getService();
            return server == null ? 0 : server.drain(atMost);
        }
    }
}
