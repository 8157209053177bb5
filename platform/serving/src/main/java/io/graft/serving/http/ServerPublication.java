package io.graft.serving.http;

import io.graft.serving.Server;
import jakarta.servlet.Servlet;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;
import org.osgi.service.servlet.runtime.dto.ServletContextDTO;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;

/**
 * Puts the servlets on the whiteboard, and makes the {@link Server} a service when they are reached.
 *
 * <p>Felix makes its runtime a service before it is complete, misses servlets that come in between, and tells nobody promptly when it has taken one: so
 * {@link #check} looks, until all is there.
 *
 * <p><b>Threading.</b> Thread-safe.
 */
final class ServerPublication implements Server, AutoCloseable {
    private static final String INFERENCE = "graft-inference";

    /** How long connections may stay open when no request is answered any more. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final BundleContext context;
    private final HttpServiceRuntime runtime;
    private final Traffic traffic;
    private final Servlet inference;
    private final Servlet metrics;
    private final Optional<URI> address;
    private final Doors doors = new Doors();
    private final List<ServiceRegistration<?>> registrations = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    ServerPublication(
            BundleContext context,
            HttpServiceRuntime runtime,
            Map<String, Object> properties,
            Traffic traffic,
            Servlet inference,
            Servlet metrics) {
        this.context = context;
        this.runtime = runtime;
        this.traffic = traffic;
        this.inference = inference;
        this.metrics = metrics;
        address = endpoint(properties);
    }

    /** The address that the HTTP service says it listens at. */
    static Optional<URI> endpoint(Map<String, Object> properties) {
        Object all = properties.get("osgi.http.endpoint");
        Stream<?> endpoints = all instanceof Object[] array ? Arrays.stream(array) : Stream.ofNullable(all);
        return endpoints
                .map(Object::toString)
                .filter(e -> e.startsWith("http"))
                .map(URI::create)
                .findFirst();
    }

    /** Goes on as far as the HTTP service is; says when it need not be asked again. Called by one thread. */
    boolean check() {
        if (closed) return true;
        ServletContextDTO[] contexts = contexts();
        if (registrations.isEmpty()) {
            String all = HttpWhiteboardConstants.HTTP_WHITEBOARD_DEFAULT_CONTEXT_NAME;
            if (Arrays.stream(contexts).noneMatch(c -> all.equals(c.name))) return false;
            register(Servlet.class, inference, pattern(INFERENCE, "/v2", "/v2/*"));
            register(Servlet.class, metrics, pattern("graft-metrics", "/metrics"));
            contexts = contexts();
        }
        boolean reached = Arrays.stream(contexts)
                .flatMap(c -> Arrays.stream(c.servletDTOs))
                .anyMatch(s -> INFERENCE.equals(s.name));
        if (reached) {
            register(ConnectorFactory.class, doors, new Hashtable<>());
            register(Server.class, this, new Hashtable<>());
        }
        return reached;
    }

    private <T> void register(Class<T> type, T service, Dictionary<String, Object> properties) {
        registrations.add(context.registerService(type, service, properties));
        if (closed) unregister(); // it was closed meanwhile
    }

    private ServletContextDTO[] contexts() {
        try {
            return runtime.getRuntimeDTO().servletContextDTOs;
        } catch (RuntimeException e) {
            return new ServletContextDTO[0]; // not complete yet
        }
    }

    private static Dictionary<String, Object> pattern(String name, String... patterns) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_NAME, name);
        properties.put(HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN, patterns);
        properties.put(HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_ASYNC_SUPPORTED, true);
        return properties;
    }

    @Override
    public Optional<URI> address() {
        return address;
    }

    @Override
    public int drain(Duration atMost) throws InterruptedException {
        int cutOff = traffic.drain(atMost);
        doors.close(LINGER);
        return cutOff;
    }

    @Override
    public void close() {
        closed = true;
        unregister();
    }

    private void unregister() {
        for (ServiceRegistration<?> registration : registrations) {
            try {
                registration.unregister();
            } catch (IllegalStateException e) {
                // it was done already
            }
        }
    }
}
