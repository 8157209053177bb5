package io.graft.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.distribution.GraftServer.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Everything that can be swapped is swapped while requests come: none fails, and each is answered by one generation. */
@DisabledOnOs(OS.WINDOWS)
class SwapUnderLoadIT {
    private static final SmallPipeline PIPELINE = new SmallPipeline("words", "acme-words");
    private static final int ROUNDS = 5;

    @TempDir
    private static Path folder;

    private static GraftServer server;

    @BeforeAll
    static void aServerWithTwoModels() throws Exception {
        server = new GraftServer(folder, "--dev").start();
        server.install(words(0, -1)).expect(201);
        assertEquals(1, PIPELINE.train(server, folder));
        assertEquals(2, PIPELINE.train(server, folder));
        server.post("api/v1/pipelines?model=1", PIPELINE.descriptor()).expect(201);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    private static Path words(int patch, int edition) throws Exception {
        return TestPlugin.named("io.acme.words")
                .version("1.0." + patch)
                .edition(edition)
                .tokenizer("acme-words")
                .build(folder);
    }

    private static JsonNode published(Answer answer) {
        JsonNode report = answer.expect(200).json();
        assertEquals("PUBLISHED", report.path("outcome").asText(), answer::toString);
        assertTrue(report.path("to").asInt() > report.path("from").asInt(), answer::toString);
        assertTrue(report.path("checks").size() >= 4, answer::toString);
        for (JsonNode check : report.path("checks"))
            assertTrue(check.path("passed").asBoolean(), answer::toString);
        JsonNode probe = report.path("probe");
        assertEquals(40, probe.path("rows").asInt(), answer::toString);
        for (String key : List.of("metric", "before", "after", "tolerance", "agreement", "p50Before", "p99After"))
            assertTrue(probe.has(key), () -> key + " is missing in " + answer);
        for (String phase : List.of("prepare", "gate", "publish", "drain", "retire"))
            assertTrue(report.path("milliseconds").has(phase), () -> phase + " is missing in " + answer);
        return report;
    }

    private static void updated(Answer answer, String version) {
        JsonNode report = answer.expect(200).json();
        assertTrue(report.path("accepted").asBoolean(), answer::toString);
        assertEquals(version, report.path("to").asText(), answer::toString);
        assertEquals(1, report.path("pipelines").size(), answer::toString);
        assertEquals(
                "PUBLISHED", report.path("pipelines").get(0).path("outcome").asText(), answer::toString);
    }

    private static void refused(Answer answer, String part) throws Exception {
        assertEquals(409, answer.status(), answer::toString);
        assertEquals("REFUSED", answer.json().path("code").asText(), answer::toString);
        assertTrue(answer.error().contains(part), answer::toString);
        assertTrue(answer.json().has("report"), answer::toString);
    }

    /** One of each kind; gives how many generations were published. */
    private static int round(int n) throws Exception {
        String pipeline = "api/v1/pipelines/words";
        List<JsonNode> swaps = new ArrayList<>();
        swaps.add(published(server.swap("words", "prepare.0.clean.lowercase=" + (n % 2 == 1))));
        swaps.add(published(server.swap("words", "prepare.1=whitespace")));
        assertTrue(swaps.get(1).path("changes").toString().contains("acme-words"), swaps.get(1)::toString);
        refused(server.swap("words", "prepare.1=characters"), "accuracy");
        swaps.add(published(server.post(pipeline + "/rollback", "")));
        updated(server.install(words(n, n % 2)), "1.0." + n);
        refused(server.install(words(99, 2), "?update=true"), "accuracy");
        swaps.add(published(server.post(pipeline + "/swap", "{\"model\":" + (n % 2 + 1) + "}")));
        swaps.add(published(server.patch(pipeline, "{\"serve\":{\"batch\":{\"max\":" + (8 + n) + "}}}")));
        swaps.add(published(
                server.patch(pipeline, "{\"metrics\":[\"" + (n % 2 == 0 ? "accuracy" : "macro-f1") + "\"]}")));
        swaps.add(published(server.swap("words")));
        swaps.add(published(server.swap("words", "backend=dl4j-cpu", "serve.batch.wait=" + n + "ms")));
        swaps.add(published(server.swap("words", "backend=jvm")));
        return swaps.size() + 1;
    }

    @Test
    void noRequestFailsAndNoAnswerIsMixed() throws Exception {
        int before = server.pipeline("words").path("generation").asInt();
        int swaps = 0;
        Load load = new Load(server, "words", 8);
        try (load) {
            load.awaitAnswers(100);
            for (int n = 1; n <= ROUNDS; n++) {
                swaps += round(n);
                load.awaitAnswers(20);
            }
        }
        assertEquals(List.of(), load.faults());
        assertTrue(swaps >= 40, "only " + swaps + " swaps");
        JsonNode status = server.pipeline("words");
        assertEquals(before + swaps, status.path("generation").asInt(), status::toString);
        assertTrue(load.generations() > swaps / 2, "the load saw only " + load.generations() + " generations");
        System.out.println(swaps + " swaps, " + load.answered() + " requests answered by " + load.generations()
                + " generations, none failed");
        everythingRetiredIsCollected();
    }

    @Test
    void aCanaryIsPublishedWhenItHasAnsweredEnough() throws Exception {
        int before = server.pipeline("words").path("generation").asInt();
        try (Load load = new Load(server, "words", 4)) {
            Answer begun = server.post(
                    "api/v1/pipelines/words/swap?canary=0.3&minRows=30&publishAfter=300",
                    "{\"set\":[\"prepare.0.clean.simplifiedChinese=true\"]}");
            assertEquals("ON_TRIAL", begun.expect(200).json().path("outcome").asText(), begun::toString);
            GraftServer.await(
                    "the canary",
                    () -> server.pipeline("words").path("generation").asInt() > before);
            assertFalse(server.pipeline("words").has("trial"));
            assertEquals(List.of(), load.faults());
        }
    }

    @Test
    void aShadowThatDisagreesIsDroppedAndNobodyHasSeenIt() throws Exception {
        int before = server.pipeline("words").path("generation").asInt();
        try (Load load = new Load(server, "words", 4)) {
            Answer begun = server.post(
                    "api/v1/pipelines/words/swap?shadow=1&minRows=30&maxDisagreement=0.05&force=true",
                    "{\"set\":[\"prepare.1=characters\"]}");
            assertEquals("ON_TRIAL", begun.expect(200).json().path("outcome").asText(), begun::toString);
            GraftServer.await("its end", () -> !server.pipeline("words").has("trial"));
            load.awaitAnswers(20);
            assertEquals(List.of(), load.faults());
            assertEquals(1, load.generations());
        }
        assertEquals(before, server.pipeline("words").path("generation").asInt());
    }

    private static void everythingRetiredIsCollected() throws Exception {
        GraftServer.await(
                "the end of all that was retired: " + server.get("metrics").body(), () -> {
                    server.collectGarbage();
                    String metrics = server.get("metrics").expect(200).body();
                    return waiting(metrics, "generation") == 0 && waiting(metrics, "plug-in") == 0;
                });
        assertTrue(!server.get("metrics").body().contains("graft_leaks_total{"), "leaks");
        assertEquals(
                1,
                server.get("api/v1/plugins").json().path("plugins").findValuesAsText("name").stream()
                        .filter("io.acme.words"::equals)
                        .count());
    }

    private static double waiting(String metrics, String kind) {
        Matcher m = Pattern.compile("graft_retired_waiting\\{kind=\"" + kind + "\"} (\\S+)")
                .matcher(metrics);
        assertTrue(m.find(), metrics);
        return Double.parseDouble(m.group(1));
    }
}
