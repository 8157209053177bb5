package io.graft.console;

import io.graft.api.ComponentType;
import io.graft.catalog.FixedCatalog;
import io.graft.models.ModelStore;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The servlet in the Jetty that ships, with fakes behind it. */
final class TestServer implements AutoCloseable {
    final FakePipelines pipelines = new FakePipelines();
    final FakePlugins plugins = new FakePlugins();
    final FakeRuns runs = new FakeRuns();
    final Settings settings;
    final Door door;
    final AdminServlet servlet;
    final HttpClient client = HttpClient.newHttpClient();

    private final Server jetty = new Server();
    private final ServerConnector connector = new ServerConnector(jetty);

    TestServer(Path home, boolean developer) throws Exception {
        this(home, developer, Map.of(), new Jobs(2, 10));
    }

    TestServer(Path home, boolean developer, Map<String, ComponentType<?, ?>> components, Jobs jobs) throws Exception {
        settings = new Settings(home, home.resolve("cache/uploads"), Set.of("ALLOWED"), developer);
        door = new Door(settings);
        servlet = new AdminServlet(
                new Services(pipelines, plugins, runs, new ModelStore(home), new FixedCatalog(components)),
                door,
                settings,
                jobs);
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/api/v1/*");
        jetty.setHandler(context);
        jetty.start();
    }

    int port() {
        return connector.getLocalPort();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + "/api/v1" + path);
    }

    /** An answer, its body as JSON values. */
    record Got(int status, Map<?, ?> json, HttpResponse<byte[]> response) {
        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    Got call(String method, String path) throws Exception {
        return call(method, path, "", "");
    }

    Got call(String method, String path, String body, String type, String... headers) throws Exception {
        return send(method, path, body.getBytes(StandardCharsets.UTF_8), type, headers);
    }

    Got send(String method, String path, byte[] body, String type, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (!type.isEmpty()) request.header("Content-Type", type);
        for (int i = 0; i < headers.length; i += 2) request.header(headers[i], headers[i + 1]);
        HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        Object json = response.body().length == 0 ? Map.of() : Json.read(response.body());
        return new Got(response.statusCode(), (Map<?, ?>) json, response);
    }

    /** What a client that writes its own headers gets: everything until the server closes. */
    String raw(String head) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((head.replace("\n", "\r\n") + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    String audit() throws IOException {
        Path log = settings.home().resolve("audit.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    @Override
    public void close() throws Exception {
        servlet.close();
        jetty.stop();
    }
}
