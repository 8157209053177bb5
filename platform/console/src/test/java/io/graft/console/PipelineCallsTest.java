package io.graft.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.descriptor.DescriptorReader;
import io.graft.descriptor.Format;
import io.graft.descriptor.Tree;
import io.graft.pipeline.live.PipelineStatus;
import io.graft.pipeline.live.RefusedException;
import io.graft.pipeline.live.Report;
import io.graft.pipeline.live.SwapOptions;
import io.graft.pipeline.live.TrialSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PipelineCallsTest {
    private static final String DESCRIPTOR = "graft: 1\npipeline: tickets\n";

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

    @Test
    void aStatusHasEverythingThatIsKnown() throws Exception {
        server.pipelines.history =
                List.of(new PipelineStatus.Past(1, 2, FakePipelines.TIME, "prepare[1]: a → b", false));
        TestServer.Got got = server.call("GET", "/pipelines/tickets");
        assertEquals(200, got.status());
        assertEquals("application/json", got.header("Content-Type"));
        assertEquals("no-store", got.header("Cache-Control"));
        assertEquals(
                Map.ofEntries(
                        Map.entry("name", "tickets"),
                        Map.entry("state", "SERVING"),
                        Map.entry("sentence", "It answers."),
                        Map.entry("generation", 2),
                        Map.entry("model", 3),
                        Map.entry("backend", "jvm"),
                        Map.entry("since", "2026-01-02T03:04:05Z"),
                        Map.entry("descriptor", Map.of("pipeline", "tickets")),
                        Map.entry(
                                "parts",
                                List.of(Map.of(
                                        "path", "prepare[1]",
                                        "kind", "tokenizer",
                                        "name", "words",
                                        "plugin", "io.acme.words",
                                        "version", "1.0.0",
                                        "bundle", 42))),
                        Map.entry(
                                "ghosts",
                                List.of(Map.of(
                                        "path", "model.loss",
                                        "kind", "loss",
                                        "name", "odd",
                                        "plugin", "io.acme.odd",
                                        "sentence", "Waits for it."))),
                        Map.entry(
                                "trial",
                                Map.of(
                                        "mode",
                                        "canary",
                                        "share",
                                        0.1,
                                        "generation",
                                        3,
                                        "rows",
                                        10,
                                        "failed",
                                        1,
                                        "disagreed",
                                        2)),
                        Map.entry(
                                "history",
                                List.of(Map.of(
                                        "generation",
                                        1,
                                        "model",
                                        2,
                                        "published",
                                        "2026-01-02T03:04:05Z",
                                        "replaced",
                                        "prepare[1]: a → b",
                                        "plugins",
                                        false)))),
                got.json());
        assertEquals(
                List.of(got.json()), server.call("GET", "/pipelines").json().get("pipelines"));
    }

    @Test
    void variablesAreToldByNameNeverByValue() {
        Tree tree = new DescriptorReader(n -> "s3cret")
                .read("a: ${env:KEY}\nb: $${x}\nc: 3\nd: [true, ~]\n", Format.YAML, "body", Set.of("KEY"));
        String json = Values.descriptor(tree).toString();
        assertEquals("{a=${env:KEY}, b=$${x}, c=3, d=[true, null]}", json);
    }

    @Test
    void theFirstDeploymentIsCreatedAndTheNextIsNot() throws Exception {
        TestServer.Got first =
                server.call("POST", "/pipelines?model=3", DESCRIPTOR, "application/x-www-form-urlencoded");
        assertEquals(201, first.status());
        assertEquals("/api/v1/pipelines/tickets", first.header("Location"));
        assertEquals("PUBLISHED", first.json().get("outcome"));
        assertEquals(List.of("deploy tickets OptionalInt[3]"), server.pipelines.calls);
        assertEquals(SwapOptions.DEFAULT, server.pipelines.options);

        server.pipelines.instead = () -> FakePipelines.report(1, 2, Report.Outcome.PUBLISHED);
        assertEquals(200, server.call("POST", "/pipelines", DESCRIPTOR, "").status());
    }

    @Test
    void aDryRunCreatesNothing() throws Exception {
        TestServer.Got got = server.call("POST", "/pipelines?dryRun=true", DESCRIPTOR, "");
        assertEquals(200, got.status());
        assertEquals("WOULD_PASS", got.json().get("outcome"));
        assertTrue(server.pipelines.options.dryRun());
        assertEquals(200, server.call("POST", "/pipelines/tickets/swap?dryRun").status());
        assertTrue(server.pipelines.options.dryRun());
    }

    @Test
    void theContentTypeTellsTheFormat() throws Exception {
        Map<String, String> bodies = Map.of(
                "application/json", "{\"graft\":1,\"pipeline\":\"tickets\"}",
                "application/xml", "<graft version='1'><pipeline>tickets</pipeline></graft>",
                "text/x-java-properties; charset=utf-8", "graft=1\npipeline=tickets",
                "text/plain", DESCRIPTOR);
        for (Map.Entry<String, String> b : bodies.entrySet()) {
            server.pipelines.descriptor = null;
            TestServer.Got got = server.call("POST", "/pipelines", b.getValue(), b.getKey());
            assertEquals(201, got.status(), b.getKey() + got.json());
            assertEquals(
                    "tickets",
                    server.pipelines.descriptor.find("pipeline").orElseThrow().text());
        }
    }

    @Test
    void aBrokenDescriptorIsToldWithItsLineAndNotDeployed() throws Exception {
        TestServer.Got got = server.call("POST", "/pipelines", "a: ${env:HOME}\nb: ${file:x}\n", "");
        assertEquals(400, got.status());
        assertEquals("BAD_DESCRIPTOR", got.json().get("code"));
        List<?> problems = (List<?>) got.json().get("problems");
        assertEquals(2, problems.size());
        Map<?, ?> first = (Map<?, ?>) problems.get(0);
        assertEquals("body", first.get("file"));
        assertEquals(1, first.get("line"));
        assertTrue(first.get("error").toString().contains("Allowed: ALLOWED"), first.toString());
        assertEquals(
                400,
                server.send("POST", "/pipelines", new byte[] {'a', ':', (byte) 0xff}, "")
                        .status());
        assertEquals(400, server.call("POST", "/pipelines", "", "").status());
        assertEquals(List.of(), server.pipelines.calls);
    }

    @Test
    void bodiesThatAreTooLargeOrEncodedAreRefused() throws Exception {
        TestServer.Got large = server.call("POST", "/pipelines", "#".repeat(Call.MAX_DESCRIPTOR + 1), "");
        assertEquals(413, large.status());
        assertEquals("The body is too large: at most 4 MiB.", large.json().get("error"));
        assertEquals(
                "close", large.response().headers().firstValue("Connection").orElse(""));
        assertEquals(
                415,
                server.call("POST", "/pipelines", DESCRIPTOR, "", "Content-Encoding", "gzip")
                        .status());
        assertEquals(List.of(), server.pipelines.calls);
    }

    @Test
    void aWholeDescriptorMustBeOneOfThePipelineThatThePathNames() throws Exception {
        assertEquals(
                200, server.call("PUT", "/pipelines/tickets", DESCRIPTOR, "").status());
        assertTrue(server.pipelines.change.descriptor().isPresent());
        TestServer.Got got = server.call("PUT", "/pipelines/other", DESCRIPTOR, "");
        assertEquals(400, got.status());
        assertEquals("pipeline", got.json().get("at"));
    }

    @Test
    void aMergePatchKeepsItsNulls() throws Exception {
        TestServer.Got got = server.call(
                "PATCH",
                "/pipelines/tickets?model=4",
                "{\"train\":{\"stop\":null},\"backend\":\"jvm\"}",
                "application/merge-patch+json");
        assertEquals(200, got.status());
        Tree patch = server.pipelines.change.patch().orElseThrow();
        assertTrue(patch.find("train.stop").orElseThrow().isNull());
        assertEquals(OptionalInt.of(4), server.pipelines.change.model());
    }

    @Test
    void aSwapTakesAssignmentsAndAModelOrNothing() throws Exception {
        server.call("POST", "/pipelines/tickets/swap", "{\"set\":[\"prepare.1=b\"],\"model\":3}", "application/json");
        assertEquals(List.of("prepare.1=b"), server.pipelines.change.assignments());
        assertEquals(OptionalInt.of(3), server.pipelines.change.model());
        assertEquals(200, server.call("POST", "/pipelines/tickets/swap").status());
        assertEquals(List.of(), server.pipelines.change.assignments());

        for (String bad :
                List.of("{\"sett\":[]}", "{\"set\":\"a=b\"}", "{\"set\":[1]}", "{\"model\":0}", "[]", "{", "{} {}"))
            assertEquals(
                    400, server.call("POST", "/pipelines/tickets/swap", bad, "").status(), bad);
        TestServer.Got slip = server.call("POST", "/pipelines/tickets/swap", "{\"sett\":[]}", "");
        assertTrue(
                slip.json().get("error").toString().contains("Did you mean 'set'?"),
                slip.json().toString());
    }

    @Test
    void optionsGetToTheSwap() throws Exception {
        server.call(
                "POST",
                "/pipelines/tickets/swap?force=true&gate=false&memoryFirst=true&drain=500ms&note=a+b&shadow=0.25&minRows=7&publishAfter=9"
                        + "&maxErrors=0&maxDisagreement=1");
        SwapOptions o = server.pipelines.options;
        assertTrue(o.force());
        assertFalse(o.gate());
        assertTrue(o.memoryFirst());
        assertEquals(Duration.ofMillis(500), o.drain());
        assertEquals("a b", o.note());
        assertEquals(
                new TrialSettings(TrialSettings.Mode.SHADOW, 0.25, 0, 1, 7, 9),
                o.trial().orElseThrow());
    }

    @Test
    void aRefusalHasTheReport() throws Exception {
        server.pipelines.instead = () -> {
            throw new RefusedException(FakePipelines.report(1, 1, Report.Outcome.REFUSED));
        };
        TestServer.Got got = server.call("POST", "/pipelines/tickets/swap");
        assertEquals(409, got.status());
        assertEquals("REFUSED", got.json().get("code"));
        assertEquals("REFUSED", ((Map<?, ?>) got.json().get("report")).get("outcome"));
    }

    @Test
    void rollbackIsThePipelinesUnlessAPluginsCodeWasReplaced() throws Exception {
        server.pipelines.history = List.of(new PipelineStatus.Past(1, 1, FakePipelines.TIME, "model 1 → 2", false));
        assertEquals(
                "PUBLISHED",
                server.call("POST", "/pipelines/tickets/rollback").json().get("outcome"));
        assertEquals(List.of("rollback"), server.pipelines.calls);

        server.pipelines.history = List.of(
                new PipelineStatus.Past(2, 1, FakePipelines.TIME, "plug-in io.acme.words 1.0.0 to 1.1.0", true));
        TestServer.Got got = server.call("POST", "/pipelines/tickets/rollback?dryRun=true&force=true");
        assertEquals("io.acme.words", got.json().get("plugin"));
        assertEquals(List.of("rollback io.acme.words"), server.plugins.calls);
        assertTrue(server.plugins.options.dryRun());
        assertTrue(server.plugins.options.force());
        assertEquals(List.of("rollback"), server.pipelines.calls);

        server.pipelines.history = List.of(new PipelineStatus.Past(2, 1, FakePipelines.TIME, "something", true));
        TestServer.Got unclear = server.call("POST", "/pipelines/tickets/rollback");
        assertEquals(400, unclear.status());
        assertTrue(unclear.json().get("error").toString().contains("/api/v1/plugins/NAME/rollback"));
        assertEquals(404, server.call("POST", "/pipelines/other/rollback").status());
    }

    @Test
    void aTrialIsPublishedOrDropped() throws Exception {
        assertEquals(
                200,
                server.call("POST", "/pipelines/tickets/trial", "{\"publish\":false}", "")
                        .status());
        assertEquals(List.of("decide false"), server.pipelines.calls);
        assertEquals(
                400,
                server.call("POST", "/pipelines/tickets/trial", "{\"publish\":1}", "")
                        .status());
        assertEquals(400, server.call("POST", "/pipelines/tickets/trial").status());
    }

    @Test
    void undeployingSaysWhat() throws Exception {
        TestServer.Got got = server.call("DELETE", "/pipelines/tickets");
        assertEquals(200, got.status());
        assertEquals(Map.of("undeployed", "tickets"), got.json());
        assertEquals(404, server.call("DELETE", "/pipelines/other").status());
    }

    @Test
    void aPipelineThatIsNotThereIsToldWithThoseThatAre() throws Exception {
        TestServer.Got got = server.call("GET", "/pipelines/ticket");
        assertEquals(404, got.status());
        assertEquals(
                "No pipeline 'ticket' is deployed. Did you mean 'tickets'? Deployed: tickets.",
                got.json().get("error"));
    }

    @Test
    void everyCodeHasItsStatus() throws Exception {
        Map<ErrorCode, Integer> expected = Map.ofEntries(
                Map.entry(ErrorCode.NOT_FOUND, 404),
                Map.entry(ErrorCode.FORBIDDEN, 401),
                Map.entry(ErrorCode.BUSY, 409),
                Map.entry(ErrorCode.REFUSED, 409),
                Map.entry(ErrorCode.UNKNOWN_COMPONENT, 400),
                Map.entry(ErrorCode.BAD_MODEL, 400),
                Map.entry(ErrorCode.PLUGIN_FAILED, 422),
                Map.entry(ErrorCode.UNSUPPORTED, 422),
                Map.entry(ErrorCode.NOT_READY, 503),
                Map.entry(ErrorCode.OVERLOADED, 503),
                Map.entry(ErrorCode.TIMEOUT, 504),
                Map.entry(ErrorCode.RESOURCE, 507),
                Map.entry(ErrorCode.INTERNAL, 500));
        for (Map.Entry<ErrorCode, Integer> e : expected.entrySet()) {
            server.pipelines.instead = () -> {
                throw new PipelineException(e.getKey(), "there", "So it is.");
            };
            TestServer.Got got = server.call("POST", "/pipelines/tickets/swap");
            assertEquals(e.getValue(), got.status(), e.getKey().name());
            assertEquals(Map.of("error", "So it is.", "code", e.getKey().name(), "at", "there"), got.json());
            assertEquals(e.getValue() == 503 ? "1" : "", got.header("Retry-After"));
        }
    }

    @Test
    void whatNobodyExpectedIsToldWithoutAStackTrace() throws Exception {
        for (Throwable t : List.of(new IllegalStateException("secret detail"), new NoClassDefFoundError("x"))) {
            server.pipelines.instead = () -> {
                if (t instanceof Error e) throw e;
                throw (RuntimeException) t;
            };
            TestServer.Got got = server.call("POST", "/pipelines/tickets/swap");
            assertEquals(500, got.status());
            assertEquals("INTERNAL", got.json().get("code"));
            assertFalse(got.json().toString().contains("secret"));
        }
        server.pipelines.instead = () -> {
            throw new OutOfMemoryError("heap");
        };
        assertEquals(507, server.call("POST", "/pipelines/tickets/swap").status());
    }
}
