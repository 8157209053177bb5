package io.graft.console;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ComponentType;
import io.graft.api.Context;
import io.graft.api.ErrorCode;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import io.graft.api.text.Tokenizer;
import io.graft.api.text.TokenizerType;
import io.graft.plugins.RejectedException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AdminServletTest {
    @TempDir
    Path home;

    private TestServer server;

    private record Words(
            @Default("1") @Min(0) @Max(9) @Unit("characters") @Meaning("Shorter ones are dropped.")
            int minLength) {}

    private static final class WordsType implements TokenizerType<Words> {
        @Override
        public Class<Words> settings() {
            return Words.class;
        }

        @Override
        public Tokenizer create(Words settings, Context context) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class BrokenType implements TokenizerType<Words> {
        @Override
        public Class<Words> settings() {
            throw new NoClassDefFoundError("io/acme/Gone");
        }

        @Override
        public Tokenizer create(Words settings, Context context) {
            throw new UnsupportedOperationException();
        }
    }

    @BeforeEach
    void start() throws Exception {
        Map<String, ComponentType<?, ?>> components = Map.of("words", new WordsType(), "broken", new BrokenType());
        server = new TestServer(home, true, components, new Jobs(2, 10));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void everyCallOfTheRouterIsInTheDocumentAndTheOtherWayRound() throws Exception {
        Map<?, ?> document = server.call("GET", "/openapi.json").json();
        assertEquals("3.1.0", document.get("openapi"));
        TreeSet<String> described = new TreeSet<>();
        Map<?, ?> paths = (Map<?, ?>) document.get("paths");
        paths.forEach((path, item) -> ((Map<?, ?>) item)
                .keySet().stream()
                        .filter(k -> !k.equals("parameters"))
                        .forEach(method ->
                                described.add(method.toString().toUpperCase(java.util.Locale.ROOT) + " " + path)));
        TreeSet<String> routed = new TreeSet<>();
        for (Route r : server.servlet.routes()) routed.add(r.method() + " " + r.template());
        assertEquals(routed, described);
        Map<?, ?> components = (Map<?, ?>) document.get("components");
        for (Route r : server.servlet.routes()) {
            Map<?, ?> item = (Map<?, ?>) paths.get(r.template());
            Map<?, ?> call = (Map<?, ?>) item.get(r.method().toLowerCase(java.util.Locale.ROOT));
            TreeSet<String> query = new TreeSet<>();
            for (Object p : call.get("parameters") instanceof List<?> l ? l : List.of()) {
                Map<?, ?> parameter = resolved(p, components);
                if (parameter.get("in").equals("query")) query.add((String) parameter.get("name"));
            }
            assertEquals(new TreeSet<>(r.parameters()), query, r.method() + " " + r.template());
        }
        String text = document.toString();
        for (String group : List.of("parameters", "responses", "schemas"))
            for (Object name : ((Map<?, ?>) components.get(group)).keySet())
                assertTrue(text.contains("#/components/" + group + "/" + name), name + " is used");
    }

    private static Map<?, ?> resolved(Object parameter, Map<?, ?> components) {
        Map<?, ?> map = (Map<?, ?>) parameter;
        if (!(map.get("$ref") instanceof String ref)) return map;
        return (Map<?, ?>) ((Map<?, ?>) components.get("parameters")).get(ref.substring(ref.lastIndexOf('/') + 1));
    }

    @Test
    void unknownPathsAndMethodsAreToldOverTheWire() throws Exception {
        TestServer.Got path = server.call("GET", "/pipeline");
        assertEquals(404, path.status());
        assertTrue(path.json().get("error").toString().contains("Did you mean /api/v1/pipelines?"));
        TestServer.Got method = server.call("PUT", "/pipelines");
        assertEquals(405, method.status());
        assertEquals("GET, HEAD, POST", method.header("Allow"));
        assertEquals(405, server.call("OPTIONS", "/pipelines").status());
        TestServer.Got option = server.call("GET", "/pipelines?force=true");
        assertEquals(400, option.status());
        assertEquals("force", option.json().get("at"));
        TestServer.Got head = server.call("HEAD", "/pipelines");
        assertEquals(200, head.status());
        assertEquals(0, head.response().body().length);
    }

    @Test
    void componentsAreToldWithTheirSettingsAndABrokenOneHidesNoOther() throws Exception {
        List<?> all = (List<?>) server.call("GET", "/components").json().get("components");
        assertEquals(2, all.size());
        assertTrue(((Map<?, ?>) all.get(0)).get("error").toString().contains("io/acme/Gone"), all.toString());
        List<?> one = (List<?>) server.call("GET", "/components?kind=tokenizer&name=words")
                .json()
                .get("components");
        assertEquals(
                List.of(Map.of(
                        "kind", "tokenizer",
                        "name", "words",
                        "version", "0.0.0",
                        "plugin", "fixed",
                        "settings",
                                List.of(Map.of(
                                        "name", "minLength",
                                        "type", "whole number",
                                        "required", false,
                                        "default", "1",
                                        "min", 0.0,
                                        "max", 9.0,
                                        "unit", "characters",
                                        "meaning", "Shorter ones are dropped.")))),
                one);
        assertEquals(
                List.of(), server.call("GET", "/components?name=none").json().get("components"));
        TestServer.Got slip = server.call("GET", "/components?kind=tokeniser");
        assertEquals(400, slip.status());
        assertTrue(slip.json().get("error").toString().contains("Did you mean 'tokenizer'?"));
    }

    @Test
    void modelsAreListedAndADamagedOneSaysSo() throws Exception {
        assertEquals(List.of(), server.call("GET", "/models").json().get("models"));
        assertEquals(404, server.call("GET", "/models/tickets").status());
        assertEquals(400, server.call("GET", "/models/NoName!").status());
        Files.createDirectories(home.resolve("models/tickets"));
        Files.writeString(home.resolve("models/tickets/1.graft"), "no model");
        Map<?, ?> model = server.call("GET", "/models/tickets/1").json();
        assertEquals(1, model.get("model"));
        assertTrue(model.containsKey("damage"));
        assertEquals(
                List.of(model), server.call("GET", "/models/tickets").json().get("models"));
        assertEquals(404, server.call("GET", "/models/tickets/2").status());
        assertEquals(400, server.call("GET", "/models/tickets/x").status());
    }

    @Test
    void aJarGetsToThePluginManagerWholeAndNothingIsLeft() throws Exception {
        byte[] jar = new byte[3_000_000];
        new Random(7).nextBytes(jar);
        TestServer.Got first = server.send("POST", "/plugins?force=true&note=new", jar, "application/java-archive");
        assertEquals(201, first.status());
        assertEquals("/api/v1/plugins/io.acme.words", first.header("Location"));
        assertArrayEquals(jar, server.plugins.bytes);
        assertTrue(server.plugins.options.force());
        assertEquals("new", server.plugins.options.swap().note());
        assertEquals("POST /api/v1/plugins", server.plugins.options.origin());
        assertFalse(Files.exists(server.plugins.jar));

        assertEquals(200, server.send("POST", "/plugins?update=true", jar, "").status());
        assertEquals(200, server.send("POST", "/plugins?dryRun=true", jar, "").status());
        assertTrue(server.plugins.options.dryRun());
        assertEquals(List.of("install", "update", "install"), server.plugins.calls);
        assertEquals(List.of(), left());
    }

    private List<Path> left() throws Exception {
        try (Stream<Path> files = Files.list(server.settings.uploads())) {
            return files.toList();
        }
    }

    @Test
    void aJarThatIsRefusedLeavesNothingAndTellsTheReport() throws Exception {
        server.plugins.instead = () -> {
            throw new RejectedException(ErrorCode.PLUGIN_REJECTED, FakePlugins.report("install", "", "", false));
        };
        TestServer.Got got = server.call("POST", "/plugins", "PK", "");
        assertEquals(422, got.status());
        assertEquals("PLUGIN_REJECTED", got.json().get("code"));
        assertEquals(false, ((Map<?, ?>) got.json().get("report")).get("accepted"));
        assertEquals(List.of(), left());
        assertEquals(400, server.call("POST", "/plugins").status());
        assertEquals(
                415,
                server.call("POST", "/plugins", "--x--", "multipart/form-data; boundary=x")
                        .status());
        assertTrue(server.raw("POST /api/v1/plugins HTTP/1.1\nHost: localhost\nContent-Length: " + (Call.MAX_JAR + 1))
                .startsWith("HTTP/1.1 413"));
        assertEquals(1, server.plugins.calls.size());
        assertEquals(List.of(), left());
    }

    @Test
    void anUploadThatBreaksOffLeavesNothing() throws Exception {
        try (java.net.Socket socket = new java.net.Socket("127.0.0.1", server.port())) {
            socket.getOutputStream()
                    .write("POST /api/v1/plugins HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nPK"
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            Await.until(
                    "the upload has begun",
                    () -> Files.exists(server.settings.uploads())
                            && !leftUnchecked().isEmpty());
        }
        Await.until("its file is gone", () -> leftUnchecked().isEmpty());
        assertEquals(List.of(), server.plugins.calls);
    }

    private List<Path> leftUnchecked() {
        try {
            return left();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aJarThatCannotBeStoredIsTheMachinesFault() throws Exception {
        Files.createDirectories(server.settings.uploads().getParent());
        Files.writeString(server.settings.uploads(), "no folder");
        TestServer.Got got = server.call("POST", "/plugins", "PK", "");
        assertEquals(507, got.status());
        assertEquals("RESOURCE", got.json().get("code"));
    }

    @Test
    void whatAKilledProcessLeftIsSweptAtTheStart() throws Exception {
        Files.createDirectories(server.settings.uploads());
        Files.writeString(server.settings.uploads().resolve("upload-1.jar"), "half");
        stop();
        start();
        assertEquals(List.of(), left());
    }

    @Test
    void pluginsAreListedRemovedRolledBackAndDiagnosed() throws Exception {
        Map<?, ?> plugin = server.call("GET", "/plugins/io.acme.words").json();
        assertEquals(
                List.of(
                        "name",
                        "version",
                        "state",
                        "sentence",
                        "shipped",
                        "sha256",
                        "signer",
                        "installed",
                        "origin",
                        "components",
                        "users",
                        "bundle"),
                List.copyOf(plugin.keySet()));
        assertEquals(List.of(plugin), server.call("GET", "/plugins").json().get("plugins"));
        assertEquals(404, server.call("GET", "/plugins/io.acme.word").status());
        assertEquals(
                "remove",
                server.call("DELETE", "/plugins/io.acme.words?force=true")
                        .json()
                        .get("action")
                        .toString()
                        .split(" ")[0]);
        assertTrue(server.plugins.options.force());
        assertEquals(200, server.call("POST", "/plugins/io.acme.words/rollback").status());
        assertEquals(
                List.of(Map.of("plugin", "x", "sentence", "It needs more.", "details", List.of("raw"))),
                server.call("GET", "/plugins/diagnose?name=x").json().get("diagnoses"));
        assertEquals(400, server.call("DELETE", "/plugins/x?canary=0.1").status());
    }

    @Test
    void runsAreBegunShownChangedAndCancelled() throws Exception {
        TestServer.Got bad =
                server.call("POST", "/runs?resume=true&folder=" + home, "graft: 1\npipeline: tickets\n", "");
        assertEquals(400, bad.status());
        assertTrue(((List<?>) bad.json().get("problems")).size() > 1, bad.json().toString());
        for (String folder : List.of("relative", "/no/such/folder", "%00"))
            assertEquals(
                    400,
                    server.call("POST", "/runs?folder=" + folder, "graft: 1\n", "")
                            .status(),
                    folder);
        Map<?, ?> run = server.call("GET", "/runs/r-1").json();
        assertEquals("running", run.get("state"));
        Map<?, ?> progress = (Map<?, ?>) run.get("progress");
        assertEquals(5, progress.get("step"));
        assertEquals(null, progress.get("secondsLeft"));
        assertEquals(404, server.call("GET", "/runs/r-2").status());
        assertEquals(1, ((List<?>) server.call("GET", "/runs").json().get("runs")).size());
        TestServer.Got swapped = server.call("PATCH", "/runs/r-1", "{\"set\":[\"optimizer=sgd\"]}", "");
        assertEquals(Map.of("run", "r-1", "changes", List.of("optimizer: adam → sgd")), swapped.json());
        assertEquals(400, server.call("PATCH", "/runs/r-1", "{}", "").status());
        assertEquals(
                "interrupted", server.call("POST", "/runs/r-1/cancel").json().get("state"));
        assertEquals(List.of("swap r-1 [optimizer=sgd]", "cancel r-1"), server.runs.calls);
    }

    @Test
    void everyChangeIsInTheAuditLogAndNothingElse() throws Exception {
        server.call("GET", "/pipelines");
        server.call("POST", "/pipelines/tickets/swap?note=why");
        server.call("DELETE", "/pipelines/other");
        List<String> lines = server.audit().lines().toList();
        assertEquals(2, lines.size());
        Map<?, ?> first = (Map<?, ?>) Json.read(lines.get(0).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertEquals("dev", first.get("who"));
        assertEquals("POST /api/v1/pipelines/tickets/swap?note=why", first.get("what"));
        assertEquals("127.0.0.1", first.get("from"));
        assertEquals(200, first.get("status"));
        assertEquals("Generation 2 serves.", first.get("outcome"));
        Map<?, ?> second = (Map<?, ?>) Json.read(lines.get(1).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertEquals("NOT_FOUND", second.get("code"));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("audit.log"))));
    }

    @Test
    void aSeventeenthChangeAtOnceIsRefusedAndReadingIsNot() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        server.pipelines.instead = () -> {
            try {
                hold.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return FakePipelines.report(1, 2, io.graft.pipeline.live.Report.Outcome.PUBLISHED);
        };
        List<CompletableFuture<Integer>> held = new ArrayList<>();
        for (int i = 0; i < 16; i++)
            held.add(server.client
                    .sendAsync(
                            HttpRequest.newBuilder(server.uri("/pipelines/tickets/swap"))
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .thenApply(HttpResponse::statusCode));
        Await.until("sixteen are at work", () -> server.pipelines.calls.size() == 16);
        TestServer.Got more = server.call("DELETE", "/pipelines/tickets");
        assertEquals(503, more.status());
        assertEquals("OVERLOADED", more.json().get("code"));
        assertEquals("1", more.header("Retry-After"));
        assertEquals(200, server.call("GET", "/pipelines").status());
        hold.countDown();
        for (CompletableFuture<Integer> h : held) assertEquals(200, h.join());
        assertEquals(200, server.call("DELETE", "/pipelines/tickets").status());
    }
}
