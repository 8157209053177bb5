package io.graft.serving.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.pipeline.live.FakePipelines;
import io.graft.pipeline.live.PipelineStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The inference protocol on a Jetty of its own, over pipelines whose answers are known. */
final class ServerFixture {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger ROOT = Logger.getLogger("");

    final FakePipelines pipelines = new FakePipelines();
    final Traffic traffic;
    final Metrics metrics = new Metrics();
    final Inference inference;
    final HttpClient client = HttpClient.newHttpClient();
    volatile boolean operator;
    private final Server jetty = new Server();
    private final ServerConnector connector = new ServerConnector(jetty);

    ServerFixture(String... settings) throws Exception {
        ROOT.setLevel(Level.SEVERE);
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) properties.put(settings[i], settings[i + 1]);
        Settings all = Settings.of(properties::get);
        traffic = new Traffic(all.drainGrace());
        inference = new Inference(pipelines, all, metrics, traffic);
        connector.setHost("127.0.0.1");
        connector.setIdleTimeout(10_000);
        jetty.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        ServletHolder servlet =
                new ServletHolder(new InferenceServlet(inference, "1.2.3", r -> operator, this::notReady));
        servlet.setAsyncSupported(true);
        context.addServlet(servlet, "/v2/*");
        jetty.setHandler(context);
        jetty.start();
    }

    private Optional<String> notReady() {
        return pipelines.list().stream()
                .filter(s -> s.state() == PipelineStatus.State.WAITING)
                .map(PipelineStatus::sentence)
                .findFirst();
    }

    int port() {
        return connector.getLocalPort();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> post(String path, byte[] body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofByteArray(body));
        if (headers.length > 0) request.headers(headers);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** Posts JSON written with single quotes. */
    HttpResponse<byte[]> post(String path, String json, String... headers) throws IOException, InterruptedException {
        return post(path, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), headers);
    }

    static JsonNode json(HttpResponse<byte[]> response) throws IOException {
        return JSON.readTree(response.body());
    }

    void close() throws Exception {
        inference.close();
        jetty.stop();
    }
}
