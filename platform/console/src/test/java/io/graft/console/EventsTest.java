package io.graft.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.plugins.PluginEvent;
import io.graft.training.RunEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class EventsTest {
    @TempDir
    Path home;

    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer(home, true);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    /** Someone who listens. */
    private record Listener(HttpResponse<InputStream> response, BufferedReader reader) implements AutoCloseable {

        /** The next event as its lines. */
        List<String> next() throws IOException {
            List<String> lines = new ArrayList<>();
            for (String line; (line = reader.readLine()) != null; ) {
                if (!line.isEmpty()) lines.add(line);
                else if (!lines.isEmpty() && !lines.get(0).startsWith(":")) return lines;
                else lines.clear();
            }
            throw new IOException("the stream has ended");
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }

    private Listener listen(String query, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri("/events" + query));
        for (int i = 0; i < headers.length; i += 2) request.header(headers[i], headers[i + 1]);
        HttpResponse<InputStream> response =
                server.client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        return new Listener(
                response, new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
    }

    private static Map<?, ?> data(List<String> event) throws IOException {
        String data = event.get(event.size() - 1);
        return (Map<?, ?>) Json.read(data.substring("data: ".length()).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatHappensIsTold() throws Exception {
        try (Listener listener = listen("")) {
            assertEquals(200, listener.response.statusCode());
            assertEquals(
                    "text/event-stream;charset=utf-8",
                    listener.response.headers().firstValue("Content-Type").orElseThrow());
            server.pipelines.tell("Generation 2 serves.");
            List<String> event = listener.next();
            assertTrue(event.get(0).matches("id: \\d+"), event.toString());
            assertEquals("event: pipeline", event.get(1));
            Map<?, ?> data = data(event);
            assertEquals("PUBLISHED", data.get("type"));
            assertEquals("tickets", data.get("pipeline"));
            assertEquals(2, data.get("generation"));
            assertEquals(12.0, data.get("milliseconds"));
            assertEquals("2026-01-02T03:04:05Z", data.get("time"));
            assertEquals(1.0, ((Map<?, ?>) ((Map<?, ?>) data.get("report")).get("probe")).get("p50Before"));

            plugin("Installed.");
            assertEquals("event: plugin", listener.next().get(1));
            server.runs.listeners.get(0).happened("r-1", new RunEvent.StoppedEarly(3, "no better"));
            Map<?, ?> run = data(listener.next());
            assertEquals("STOPPED_EARLY", run.get("type"));
            assertEquals("r-1", run.get("run"));
            assertEquals(3, run.get("bestEpoch"));
            server.runs
                    .listeners
                    .get(0)
                    .happened("r-1", new RunEvent.Ended(server.runs.list().get(0)));
            Map<?, ?> ended = data(listener.next());
            assertEquals("ENDED", ended.get("type"));
            assertEquals("r-1", ended.get("run"));
            assertEquals("running", ((Map<?, ?>) ended.get("record")).get("state"));
        }
    }

    private void plugin(String sentence) {
        server.plugins
                .listeners
                .get(0)
                .accept(new PluginEvent(
                        PluginEvent.Type.INSTALLED, "io.acme.words", "1.0.0", FakePipelines.TIME, sentence));
    }

    @Test
    void onlyTheTypesAskedForAreTold() throws Exception {
        try (Listener listener = listen("?types=plugin,run")) {
            server.pipelines.tell("Not for you.");
            plugin("For you.");
            assertEquals("For you.", data(listener.next()).get("sentence"));
        }
        TestServer.Got got = server.call("GET", "/events?types=plugins");
        assertEquals(400, got.status());
        assertTrue(got.json().get("error").toString().contains("Did you mean 'plugin'?"));
        assertEquals(
                400, server.call("GET", "/events", "", "", "Last-Event-ID", "x").status());
        assertEquals(405, server.call("HEAD", "/events").status());
    }

    @Test
    void whoComesBackIsToldWhatHeMissedOnceAndInOrder() throws Exception {
        String id;
        try (Listener listener = listen("")) {
            server.pipelines.tell("0");
            id = listener.next().get(0).substring("id: ".length());
        }
        for (int i = 1; i <= 5; i++) server.pipelines.tell(Integer.toString(i));
        try (Listener listener = listen("", "Last-Event-ID", id)) {
            server.pipelines.tell("6");
            for (int i = 1; i <= 6; i++)
                assertEquals(Integer.toString(i), data(listener.next()).get("sentence"));
        }
        try (Listener fresh = listen("")) {
            server.pipelines.tell("7");
            assertEquals("7", data(fresh.next()).get("sentence"));
        }
    }

    @Test
    void moreThanAThousandAreForgottenAndThatIsSaid() throws Exception {
        String id;
        try (Listener listener = listen("")) {
            plugin("first");
            id = listener.next().get(0).substring("id: ".length());
        }
        for (int i = 0; i < Events.KEPT + 5; i++) plugin("later " + i);
        try (Listener listener = listen("", "Last-Event-ID", id)) {
            assertEquals("event: missed", listener.next().get(0));
            assertEquals("later 5", data(listener.next()).get("sentence"));
        }
        try (Listener fromBefore = listen("", "Last-Event-ID", "5")) {
            assertEquals("event: missed", fromBefore.next().get(0));
        }
    }

    @Test
    void largeEventsAreForgottenEarlierSoThatNobodyIsDroppedForComingBack() throws Exception {
        for (int i = 0; i < 100; i++) plugin(i + "x".repeat(100_000));
        try (Listener listener = listen("", "Last-Event-ID", "5")) {
            assertEquals("event: missed", listener.next().get(0));
            plugin("last");
            int told = 0;
            while (!data(listener.next()).get("sentence").equals("last")) told++;
            assertTrue(told > 10 && told * 100_000 < Events.KEPT_BYTES, told + " events");
        }
    }

    @Test
    void howFarARunIsIsToldAndNotRemembered() throws Exception {
        String id;
        try (Listener listener = listen("")) {
            plugin("first");
            id = listener.next().get(0).substring("id: ".length());
            server.runs
                    .listeners
                    .get(0)
                    .happened("r-1", new RunEvent.Progress(0, 1, 2, 3, Double.NaN, 4, Double.POSITIVE_INFINITY));
            List<String> event = listener.next();
            assertEquals("event: run", event.get(0));
            assertEquals(null, data(event).get("loss"));
            assertEquals("PROGRESS", data(event).get("type"));
        }
        plugin("last");
        try (Listener listener = listen("", "Last-Event-ID", id)) {
            assertEquals("last", data(listener.next()).get("sentence"));
        }
    }

    @Test
    void whoDoesNotReadIsDroppedAndNobodyWaitsForHim() throws Exception {
        try (Socket slow = new Socket();
                Listener quick = listen("?types=plugin")) {
            slow.setReceiveBufferSize(4096);
            slow.connect(new java.net.InetSocketAddress("127.0.0.1", server.port()));
            slow.getOutputStream()
                    .write("GET /api/v1/events?types=pipeline HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            Await.until("both listen", () -> server.servlet.listeners() == 2);
            String large = "x".repeat(100_000);
            Await.until("the slow one is dropped", () -> {
                server.pipelines.tell(large);
                return server.servlet.listeners() == 1;
            });
            plugin("still here");
            assertEquals("still here", data(quick.next()).get("sentence"));
        }
    }

    @Test
    void whoGoesIsForgotten() throws Exception {
        listen("").close();
        Await.until("nobody listens", () -> {
            server.pipelines.tell("Is anybody there?");
            return server.servlet.listeners() == 0;
        });
    }

    @Test
    void aHundredMayListen() throws Exception {
        List<Listener> listeners = new ArrayList<>();
        for (int i = 0; i < Events.MAX_LISTENERS; i++) listeners.add(listen(""));
        TestServer.Got got = server.call("GET", "/events");
        assertEquals(503, got.status());
        assertEquals("OVERLOADED", got.json().get("code"));
        server.pipelines.tell("To all.");
        for (Listener l : listeners) {
            assertEquals("To all.", data(l.next()).get("sentence"));
            l.close();
        }
    }

    @Test
    void closingEndsTheStreamsAndTheListening() throws Exception {
        try (Listener listener = listen("")) {
            server.servlet.close();
            for (String line; (line = listener.reader.readLine()) != null; ) assertFalse(line.startsWith("data"), line);
        }
        assertEquals(List.of(), server.pipelines.listeners);
        assertEquals(List.of(), server.plugins.listeners);
        assertEquals(List.of(), server.runs.listeners);
        assertEquals(503, server.call("GET", "/events").status());
    }

    @Test
    void aCommentComesNowAndThen() throws Exception {
        Server jetty = new Server();
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        try (Events events = new Events(20_000_000)) {
            ServletContextHandler context = new ServletContextHandler();
            ServletHolder holder = new ServletHolder(new jakarta.servlet.http.HttpServlet() {
                @Override
                protected void doGet(
                        jakarta.servlet.http.HttpServletRequest request,
                        jakarta.servlet.http.HttpServletResponse response)
                        throws IOException {
                    events.open(request, java.util.Set.copyOf(Events.TYPES));
                }
            });
            holder.setAsyncSupported(true);
            context.addServlet(holder, "/*");
            jetty.setHandler(context);
            jetty.start();
            HttpResponse<InputStream> response = server.client.send(
                    HttpRequest.newBuilder(java.net.URI.create("http://127.0.0.1:" + connector.getLocalPort()))
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                assertEquals(": Graft's events", reader.readLine());
                for (int i = 0; i < 3; i++) {
                    assertEquals("", reader.readLine());
                    assertEquals(":", reader.readLine());
                }
            }
        } finally {
            jetty.stop();
        }
    }
}
