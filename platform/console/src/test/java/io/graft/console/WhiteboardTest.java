package io.graft.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.catalog.FixedCatalog;
import io.graft.models.ModelStore;
import jakarta.servlet.Servlet;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** The servlet behind Felix HTTP's whiteboard, with the properties that its component has. */
@Timeout(60)
final class WhiteboardTest {
    private static final String JAKARTA =
            "osgi.contract;osgi.contract=JakartaServlet;version:List<Version>=\"5.0,6.0,6.1\"";
    private static final String JAVAX = "osgi.contract;osgi.contract=JavaServlet;version:List<Version>=\"3.1,4.0\"";

    @TempDir
    Path home;

    private static String packages(String version, String... names) {
        return Stream.of(names).map(n -> n + ";version=\"" + version + "\"").collect(Collectors.joining(","));
    }

    @Test
    void answersEventsAndWrongTokensGoThroughTheWhiteboard() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Map<String, String> properties = new HashMap<>();
        properties.put(Constants.FRAMEWORK_STORAGE, home.resolve("felix").toString());
        properties.put("org.osgi.service.http.port", Integer.toString(port));
        properties.put("org.apache.felix.http.host", "127.0.0.1");
        properties.put(
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                String.join(
                        ",",
                        packages(
                                "6.1",
                                "jakarta.servlet",
                                "jakarta.servlet.http",
                                "jakarta.servlet.annotation",
                                "jakarta.servlet.descriptor"),
                        packages("3.1", "javax.servlet", "javax.servlet.http", "javax.servlet.descriptor"),
                        packages("2.0.17", "org.slf4j", "org.slf4j.spi"),
                        // named, not there: nothing here reads forms
                        packages("1.6", "org.apache.commons.fileupload", "org.apache.commons.fileupload.disk")));
        properties.put(Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA, JAKARTA + "," + JAVAX);
        FakePipelines pipelines = new FakePipelines();
        Settings settings = new Settings(home, home.resolve("uploads"), Set.of(), false);
        Door door = new Door(settings);
        AdminServlet servlet = new AdminServlet(
                new Services(
                        pipelines, new FakePlugins(), new FakeRuns(), new ModelStore(home), new FixedCatalog(Map.of())),
                door,
                settings,
                new Jobs(2, 10));
        Framework felix = new FrameworkFactory().newFramework(properties);
        felix.start();
        try {
            felix.getBundleContext()
                    .installBundle(Server.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toString())
                    .start();
            Hashtable<String, Object> whiteboard = new Hashtable<>();
            whiteboard.put("osgi.http.whiteboard.servlet.pattern", "/api/v1/*");
            whiteboard.put("osgi.http.whiteboard.servlet.asyncSupported", true);
            felix.getBundleContext().registerService(Servlet.class, servlet, whiteboard);
            called("http://127.0.0.1:" + port + "/api/v1", door.fresh().orElseThrow(), pipelines);
        } finally {
            servlet.close();
            felix.stop();
            felix.waitForStop(10_000);
        }
    }

    private static void called(String root, String token, FakePipelines pipelines) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        Await.until("the servlet answers", () -> {
            try {
                return client.send(request(root + "/pipelines", token).build(), HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            } catch (Exception e) {
                return false;
            }
        });
        assertEquals(
                401,
                client.send(request(root + "/jobs", "wrong").build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode());
        HttpRequest swap = request(root + "/pipelines/tickets/swap", token)
                .POST(HttpRequest.BodyPublishers.ofString("{\"set\":[\"a=b\"]}"))
                .build();
        assertEquals(
                200, client.send(swap, HttpResponse.BodyHandlers.discarding()).statusCode());
        HttpResponse<InputStream> events =
                client.send(request(root + "/events", token).build(), HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
            assertEquals(": Graft's events", reader.readLine());
            assertEquals("", reader.readLine());
            for (int i = 0; i < 50; i++) {
                pipelines.tell("Event " + i);
                assertTrue(reader.readLine().startsWith("id: "));
                assertEquals("event: pipeline", reader.readLine());
                assertTrue(reader.readLine().contains("Event " + i));
                assertEquals("", reader.readLine());
            }
        }
    }

    private static HttpRequest.Builder request(String uri, String token) {
        return HttpRequest.newBuilder(URI.create(uri)).header("Authorization", "Bearer " + token);
    }
}
