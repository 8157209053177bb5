package io.graft.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.distribution.GraftCommand.Result;
import io.graft.distribution.GraftCommand.Running;
import io.graft.distribution.GraftServer.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A server with a token, as an operator runs it, and the commands that he gives it; the last test ends it. */
@DisabledOnOs(OS.WINDOWS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServerIT {
    private static final SmallPipeline PIPELINE = new SmallPipeline("words", "whitespace");
    private static final SmallPipeline SLOW = new SmallPipeline("slow", "acme-slow");

    @TempDir
    private static Path folder;

    private static GraftServer server;
    private static String token;
    private static GraftCommand graft;

    @BeforeAll
    static void aServerWithAToken() throws Exception {
        server = new GraftServer(folder, "--dev").start(); // what nobody signed is let in before there is a token
        server.install(slow()).expect(201);
        SLOW.serve(server, folder);
        PIPELINE.train(server, folder);
        assertEquals(0, server.stop().exit());
        assertFalse(server.told().contains("graft_"), server.told());
        graft = server.command();
        server = again().start();
        Matcher told = Pattern.compile("(graft_\\S+)").matcher(server.told());
        assertTrue(told.find(), server.told());
        token = told.group(1);
        assertFalse(told.find(), "it is told once");
        Files.writeString(folder.resolve("words.yaml"), PIPELINE.descriptor());
    }

    private static GraftServer again() throws Exception {
        return new GraftServer(folder);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    /** A tokenizer that takes two seconds when it is asked to. */
    private static Path slow() throws Exception {
        return TestPlugin.named("io.acme.slow").source("io.acme.slow.Slow", """
                        package io.acme.slow;

                        import io.graft.api.*;
                        import io.graft.api.text.*;
                        import org.osgi.service.component.annotations.Component;

                        @Component(service = TokenizerType.class)
                        @ComponentName("acme-slow")
                        public final class Slow implements TokenizerType<Slow.Settings> {
                            public record Settings() {}

                            @Override
                            public Class<Settings> settings() {
                                return Settings.class;
                            }

                            @Override
                            public Tokenizer create(Settings settings, Context context) {
                                return (text, tokens) -> {
                                    String whole = text.toString();
                                    if (whole.contains("slowly"))
                                        for (long end = System.nanoTime() + 2_000_000_000L; System.nanoTime() < end; )
                                            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
                                    if (text.length() > 0) tokens.add(0, Math.max(1, whole.indexOf(' ')));
                                };
                            }
                        }
                        """).build(folder);
    }

    private static Result remote(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", server.url(), "--token", token));
        return graft.run(all.toArray(String[]::new));
    }

    private static Result ok(String... arguments) throws Exception {
        Result result = remote(arguments);
        assertEquals(0, result.exit(), result::toString);
        return result;
    }

    @Test
    @Order(1)
    void onlyWhoKnowsTheTokenIsLetIn() throws Exception {
        Answer nobody = server.token("").get("api/v1/pipelines");
        assertEquals(401, nobody.status(), nobody::toString);
        assertEquals(
                "Bearer",
                nobody.response()
                        .headers()
                        .firstValue("WWW-Authenticate")
                        .orElse("")
                        .split(" ")[0]);
        assertEquals(401, server.token("graft_wrong").get("api/v1/pipelines").status());
        server.token(token).get("api/v1/pipelines").expect(200);
        server.token("");
        server.get("v2/health/ready").expect(200);
        server.get("health/live").expect(200);
        server.ask("slow", "apple").expect(200); // asking needs no token
        assertEquals(403, server.post("v2/repository/models/slow/unload", "").status());
        server.ask("slow", "apple").expect(200);
        assertFalse(Files.readString(server.home().resolve("token.json")).contains(token), "it is stored as a hash");
    }

    @Test
    @Order(2)
    void aPipelineIsDeployedSwappedRolledBackAndUndeployedByCommands() throws Exception {
        ok("deploy", "words.yaml");
        assertTrue(ok("pipelines").out().contains("words"));
        Result swapped = ok("swap", "words", "prepare.0.clean.lowercase=false", "--json");
        JsonNode report = GraftServer.JSON.readTree(swapped.out());
        assertEquals("PUBLISHED", report.path("outcome").asText(), swapped::toString);
        Result refused = remote("swap", "words", "prepare.1=characters");
        assertEquals(1, refused.exit(), refused::toString);
        assertTrue((refused.out() + refused.err()).contains("accuracy"), refused::toString);
        Result dry = ok("swap", "words", "prepare.0.clean.lowercase=true", "--dry-run");
        assertTrue(dry.out().contains("dry run"), dry::toString);
        ok("rollback", "words");
        server.token(token);
        assertEquals(3, server.pipeline("words").path("generation").asInt());
        server.token("");
        ok("undeploy", "words");
        Result gone = remote("undeploy", "words");
        assertEquals(2, gone.exit(), gone::toString);
    }

    @Test
    @Order(3)
    void thePluginCommandsSayWhatTheyDo() throws Exception {
        Path unsigned = TestPlugin.named("io.acme.more").tokenizer("acme-more").build(folder);
        Result rejected = remote("plugin", "install", unsigned.toString());
        assertEquals(3, rejected.exit(), rejected::toString);
        assertTrue((rejected.out() + rejected.err()).contains("Nobody signed it"), rejected::toString);
        Result missing = remote("plugin", "install", "no-such.jar");
        assertEquals(2, missing.exit(), missing::toString);
        Result used = remote("plugin", "remove", "io.acme.slow");
        assertEquals(1, used.exit(), used::toString);
        assertTrue((used.out() + used.err()).contains("is used by slow"), used::toString);
        Result list = ok("plugin", "list");
        assertTrue(list.out().contains("io.acme.slow") && list.out().contains("used by slow"), list::toString);
        Result wrong = graft.run("pipelines", "--url", server.url(), "--token", "graft_wrong");
        assertEquals(2, wrong.exit(), wrong::toString);
    }

    @Test
    @Order(4)
    void aRunningTrainingIsChangedAndCancelledFromOutside() throws Exception {
        Running run = graft.start("train", "words.yaml", "--set", "train.epochs=1000000");
        run.awaitTold("epoch 1/1000000");
        JsonNode runs = GraftServer.JSON.readTree(graft.run("runs", "--json").out());
        String id = "";
        for (JsonNode one : runs.isArray() ? runs : runs.path("runs"))
            if (one.path("state").asText().equals("running"))
                id = one.path("id").asText();
        assertFalse(id.isEmpty(), runs::toString);
        Result swapped = graft.run("swap", "--run", id, "optimizer=sgd");
        assertEquals(0, swapped.exit(), swapped::toString);
        assertTrue(swapped.out().contains("sgd"), swapped::toString);
        Result wrong = graft.run("swap", "--run", id, "optimizer=sdg");
        assertEquals(2, wrong.exit(), wrong::toString);
        assertTrue(wrong.err().contains("'sgd'"), wrong::toString);
        Result cancelled = graft.run("cancel", id);
        assertEquals(0, cancelled.exit(), cancelled::toString);
        assertEquals(130, run.end().exit(), "as if it had been interrupted");
        JsonNode record =
                GraftServer.JSON.readTree(graft.run("run", id, "--json").out());
        assertEquals("interrupted", record.path("state").asText(), () -> record.path("message")
                .asText());
        assertEquals(1, record.path("swaps").size(), () -> record.path("swaps").toString());
    }

    @Test
    @Order(5)
    void forDevelopersMeansThisMachineOnly() throws Exception {
        Result open = graft.run("start", "--host", "0.0.0.0", "--dev", "--port", "0");
        assertEquals(2, open.exit(), open::toString);
        assertTrue(open.err().contains("--dev"), open::toString);
        Result port = graft.run("start", "--port", "70000");
        assertEquals(2, port.exit(), port::toString);
    }

    @Test
    @Order(6)
    void whatWasKilledStartsAgainAndTellsNoTokenTwice() throws Exception {
        server.token(token);
        JsonNode before = server.pipeline("slow");
        server.kill();
        server.start();
        assertFalse(server.told().contains("graft_"), server.told());
        assertEquals(before.path("generation"), server.pipeline("slow").path("generation"));
        server.ask("slow", "apple").expect(200);
    }

    @Test
    @Order(7)
    void aSignalLetsRequestsEndThatHaveBegun() throws Exception {
        List<CompletableFuture<Answer>> asked = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String text = "apple slowly " + i;
            asked.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return server.ask("slow", text);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }));
        }
        GraftServer.await("the requests", () -> computing() > 0);
        server.signal("TERM");
        for (CompletableFuture<Answer> one : asked)
            one.get(30, TimeUnit.SECONDS).expect(200);
        Result ended = server.end();
        assertEquals(0, ended.exit(), ended::toString);
        assertEquals("Graft ready: " + server.url() + "\n", ended.out());
    }

    @Test
    @Order(8)
    void aServerThatEndsUnderLoadEndsSoonAndGivesNoMixedAnswerAndNoHalfOne() throws Exception {
        if (!server.runs()) server.start();
        Load load = new Load(server, "slow", 8);
        try (load) {
            load.awaitAnswers(200);
            long begun = System.nanoTime();
            assertEquals(0, server.stop().exit());
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
            assertTrue(seconds < 20, () -> "clients that go on asking kept it up for " + seconds + " s");
        }
        assertEquals(
                List.of(),
                load.faultsBut(
                        "503 {",
                        "java.net.ConnectException",
                        // the connector closed before it had read the request
                        "java.io.IOException: HTTP/1.1 header parser received no bytes",
                        "java.net.SocketException: Connection reset"));
    }

    /** Whether a slow request is being computed: its worker thread is in the plug-in. */
    private static int computing() throws Exception {
        Process jstack = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(server.pid()),
                        "Thread.print")
                .redirectErrorStream(true)
                .start();
        String threads = new String(jstack.getInputStream().readAllBytes());
        jstack.waitFor();
        return threads.split("io.acme.slow.Slow", -1).length - 1;
    }
}
