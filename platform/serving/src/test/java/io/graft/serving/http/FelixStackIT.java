package io.graft.serving.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.pipeline.live.FakePipeline;
import io.graft.pipeline.live.FakePipelines;
import io.graft.pipeline.live.PipelineEvent;
import io.graft.pipeline.live.PipelineStatus;
import io.graft.pipeline.live.Pipelines;
import io.graft.serving.Server;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.util.tracker.ServiceTracker;

/** The bundle in a Felix with the HTTP service and the health checks that ship, started in any order. */
class FelixStackIT {
    private static final String SERVER = "io.graft.serving.Server";
    private static final Logger ROOT = Logger.getLogger("");

    @TempDir
    Path folder;

    private final FakePipelines pipelines = new FakePipelines();
    private final HttpClient client = HttpClient.newHttpClient();
    private Framework felix;
    private Server server;
    private URI address;

    @BeforeEach
    void start() throws Exception {
        ROOT.setLevel(Level.WARNING);
        pipelines.add(FakePipeline.texts("tickets", 1, 1));
        Map<String, String> settings = new HashMap<>();
        settings.put("org.osgi.framework.storage", folder.resolve("cache").toString());
        settings.put("org.osgi.framework.system.packages.extra", SHARED);
        settings.put("org.osgi.service.http.port", "0");
        settings.put("org.apache.felix.http.host", "127.0.0.1");
        settings.put("org.apache.felix.http.timeout", "5000");
        felix = new FrameworkFactory().newFramework(settings);
        felix.init();
        felix.start();
        BundleContext context = felix.getBundleContext();
        context.registerService(Pipelines.class, pipelines, null);
        List<Bundle> bundles = new ArrayList<>();
        for (Path jar : bundles()) bundles.add(context.installBundle(jar.toUri().toString()));
        long seed = System.nanoTime();
        System.out.println("FelixStackIT: order of start by seed " + seed);
        Collections.shuffle(bundles, new Random(seed));
        for (Bundle bundle : bundles) bundle.start();
        ServiceTracker<Object, Object> tracker = new ServiceTracker<>(context, SERVER, null);
        tracker.open(true);
        Object service = tracker.waitForService(8_000);
        assertNotNull(service, () -> "no server within 20 s; services: " + services(context));
        server = server(service);
        address = server.address().orElseThrow();
    }

    @AfterEach
    void stop() throws Exception {
        felix.stop();
        felix.waitForStop(20_000);
    }

    private ServiceReference<?> reference() throws InvalidSyntaxException {
        ServiceReference<?>[] all = felix.getBundleContext().getAllServiceReferences(SERVER, null);
        return all == null ? null : all[0];
    }

    private static List<String> services(BundleContext context) {
        return Arrays.stream(context.getBundles())
                .filter(b -> b.getRegisteredServices() != null)
                .map(b -> b.getSymbolicName() + Arrays.toString(b.getRegisteredServices()))
                .toList();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(address.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String json) throws Exception {
        return client.send(
                HttpRequest.newBuilder(address.resolve(path))
                        .POST(BodyPublishers.ofString(json.replace('\'', '"')))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static final String ASK = "{'inputs':[{'name':'text','shape':[1],'datatype':'BYTES','data':['a']}]}";

    @Test
    void theServerAnswersAsSoonAsTheServiceIsThere() throws Exception {
        assertEquals("127.0.0.1", address.getHost());
        assertEquals(200, get("/v2").statusCode());
        assertEquals(200, get("/v2/health/live").statusCode());
        JsonNode answer = ServerFixture.JSON.readTree(
                post("/v2/models/tickets/infer", ASK).body());
        assertEquals("technical", answer.at("/outputs/0/data/0").asText());
    }

    @Test
    void healthNamesItsCauses() throws Exception {
        assertEquals(200, get("/health/live").statusCode());
        assertEquals(200, get("/health/ready").statusCode());
        pipelines.state("tickets", PipelineStatus.State.WAITING);
        HttpResponse<String> response = get("/health/ready");
        assertEquals(503, response.statusCode());
        JsonNode health = ServerFixture.JSON.readTree(response.body());
        assertEquals("TEMPORARILY_UNAVAILABLE", health.get("status").asText());
        assertTrue(response.body().contains("tickets: It waits for a tokenizer."), response.body());
        assertEquals(503, get("/v2/health/ready").statusCode());
        assertEquals(200, get("/health/live").statusCode(), "waiting is no reason to be restarted");
        pipelines.state("tickets", PipelineStatus.State.SERVING);
        assertEquals(200, get("/health/ready").statusCode());
    }

    @Test
    void metricsCountRequestsBatchesAndSwaps() throws Exception {
        for (int i = 0; i < 3; i++) post("/v2/models/tickets/infer", ASK);
        post("/v2/models/nobody/infer", ASK);
        pipelines.happen(PipelineEvent.Type.PUBLISHED, "tickets");
        pipelines.happen(PipelineEvent.Type.REFUSED, "tickets");
        HttpResponse<String> page = get("/metrics");
        assertEquals(200, page.statusCode());
        assertTrue(page.headers().firstValue("Content-Type").orElseThrow().startsWith("text/plain"));
        for (String line : new String[] {
            "graft_requests_total{generation=\"1\",pipeline=\"tickets\"} 3.0",
            "graft_rows_total{generation=\"1\",pipeline=\"tickets\"} 3.0",
            "graft_request_failures_total{code=\"NOT_FOUND\",pipeline=\"\"} 1.0",
            "graft_request_seconds_count{generation=\"1\",pipeline=\"tickets\"} 3",
            "graft_request_seconds_bucket{generation=\"1\",pipeline=\"tickets\",le=\"2.5E-4\"}",
            "graft_batch_rows_count{generation=\"1\",pipeline=\"tickets\"} 3",
            "graft_queue_rows{pipeline=\"tickets\"} 0.0",
            "graft_pipeline_generation{pipeline=\"tickets\"} 1.0",
            "graft_swaps_total{outcome=\"published\",pipeline=\"tickets\"} 1.0",
            "graft_swaps_total{outcome=\"refused\",pipeline=\"tickets\"} 1.0",
            "graft_retired_waiting{kind=\"generation\"} 0.0",
            "jvm_threads_current",
            "process_uptime_seconds"
        }) assertTrue(page.body().contains(line), line + "\n" + page.body());
    }

    @Test
    void withoutAGatekeeperNobodyUnloadsAndWithOneTheOperatorDoes() throws Exception {
        assertEquals(403, post("/v2/repository/models/tickets/unload", "").statusCode());
        registerGatekeeper("x");
        assertEquals(403, post("/v2/repository/models/tickets/unload", "").statusCode());
        HttpResponse<String> allowed = client.send(
                HttpRequest.newBuilder(address.resolve("/v2/repository/models/tickets/unload"))
                        .header("Authorization", "Bearer x")
                        .POST(BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(200, allowed.statusCode(), allowed.body());
        assertEquals(
                PipelineStatus.State.UNLOADED,
                pipelines.status("tickets").orElseThrow().state());
    }

    @Test
    void aClientThatSendsNothingIsCutOff() throws Exception {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write("POST /v2/models/tickets/infer HTTP/1.1\r\nHost: x\r\nContent-Le"
                            .getBytes(StandardCharsets.US_ASCII));
            long begun = System.nanoTime();
            while (socket.getInputStream().read() >= 0) {
                // an answer may come before the end
            }
            assertTrue(System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(15));
        }
    }

    @Test
    void aDrainWaitsForRequestsAndTellsClientsToGo() throws Exception {
        FakePipeline slow = pipelines.add(FakePipeline.texts("slow", 1, 1));
        slow.gate = new CountDownLatch(1);
        CompletableFuture<HttpResponse<String>> running = CompletableFuture.supplyAsync(() -> {
            try {
                return post("/v2/models/slow/infer", ASK);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        while (slow.entered.get() == 0) Thread.onSpinWait();
        CompletableFuture<Integer> drained = CompletableFuture.supplyAsync(() -> {
            try {
                return server.drain(Duration.ofSeconds(20));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        while (get("/health/ready").statusCode() == 200) Thread.onSpinWait();
        assertEquals(503, get("/v2/health/ready").statusCode());
        HttpResponse<String> late = post("/v2/models/tickets/infer", ASK);
        assertEquals(200, late.statusCode(), "new requests are answered while it drains");
        assertEquals("close", late.headers().firstValue("Connection").orElse(""));
        assertFalse(drained.isDone());
        slow.gate.countDown();
        assertEquals(200, running.get(20, TimeUnit.SECONDS).statusCode());
        assertEquals(0, drained.get(20, TimeUnit.SECONDS));
        assertThrows(ConnectException.class, () -> get("/health/live"), "nobody listens before the servlets go");
    }

    @Test
    void whatIsCutOffByADrainIsCounted() throws Exception {
        FakePipeline stuck = pipelines.add(FakePipeline.texts("stuck", 1, 1));
        stuck.gate = new CountDownLatch(1);
        CompletableFuture<Void> running = CompletableFuture.runAsync(() -> {
            try {
                post("/v2/models/stuck/infer", ASK);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        while (stuck.entered.get() == 0) Thread.onSpinWait();
        try {
            assertEquals(1, server.drain(Duration.ofMillis(300)));
            ExecutionException cut = assertThrows(ExecutionException.class, () -> running.get(20, TimeUnit.SECONDS));
            assertInstanceOf(IOException.class, cut.getCause().getCause());
        } finally {
            stuck.gate.countDown();
        }
    }

    @Test
    void stoppingTheBundleTakesTheServerAwayAndLeavesNoThread() throws Exception {
        post("/v2/models/tickets/infer", ASK);
        ServiceReference<?> reference = reference();
        reference.getBundle().stop();
        assertNull(reference());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (graftThreads() > 0 && System.nanoTime() < end) Thread.onSpinWait();
        assertEquals(0, graftThreads());
        assertEquals(404, get("/v2").statusCode());
    }

    private static long graftThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("graft-"))
                .count();
    }

    /** The packages that the test shares with the bundle: the platform's, whose pipelines are fakes here. */
    private static final String SHARED = "io.graft.api;version=0.1.0,io.graft.api.settings;version=0.1.0,"
            + "io.graft.api.data;version=0.1.0,io.graft.api.audio;version=0.1.0,io.graft.api.image;version=0.1.0,"
            + "io.graft.pipeline;version=0.1.0,io.graft.descriptor;version=0.1.0,io.graft.catalog;version=0.1.0,io.graft.pipeline.live;version=0.1.0";

    /** The bundles on the class path, and the one of this folder. */
    private static List<Path> bundles() {
        List<Path> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            String name = Path.of(entry).getFileName().toString();
            for (String wanted : new String[] {
                "org.apache.felix.scr",
                "org.apache.felix.http.",
                "org.apache.felix.healthcheck",
                "commons-fileupload",
                "commons-io",
                "jackson-core",
                "org.osgi.service.event",
                "org.osgi.service.component-",
                "org.osgi.util."
            }) if (name.startsWith(wanted)) jars.add(Path.of(entry));
        }
        jars.add(Path.of(System.getProperty("graft.bundle")));
        return jars;
    }

    /** The server, whose class is another one in the framework. */
    private static Server server(Object service) {
        return new Server() {
            @Override
            @SuppressWarnings("unchecked")
            public Optional<URI> address() {
                return (Optional<URI>) call("address", new Class<?>[0]);
            }

            @Override
            public int drain(Duration atMost) {
                return (Integer) call("drain", new Class<?>[] {Duration.class}, atMost);
            }

            private Object call(String method, Class<?>[] types, Object... arguments) {
                try {
                    Method found = service.getClass().getMethod(method, types);
                    found.setAccessible(true);
                    return found.invoke(service, arguments);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    /** A gatekeeper that lets in who has the token. */
    private void registerGatekeeper(String token) throws Exception {
        Bundle bundle = reference().getBundle();
        Class<?> type = bundle.loadClass("io.graft.serving.Gatekeeper");
        Object gatekeeper = Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> switch (method.getName()) {
                    case "mayOperate" ->
                        ("Bearer " + token)
                                .equals(args[0].getClass()
                                        .getMethod("getHeader", String.class)
                                        .invoke(args[0], "Authorization"));
                    case "hashCode" -> 1;
                    case "equals" -> proxy == args[0];
                    default -> "gatekeeper";
                });
        bundle.getBundleContext().registerService(type.getName(), gatekeeper, null);
    }
}
