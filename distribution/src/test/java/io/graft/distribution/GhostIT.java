package io.graft.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.distribution.GraftServer.Answer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A plug-in goes while a pipeline uses it: the pipeline answers on or says what it waits for, and comes back by itself. */
@DisabledOnOs(OS.WINDOWS)
class GhostIT {
    private static final SmallPipeline PIPELINE = new SmallPipeline("words", "acme-words");
    private static final String TEXT = "apple car today";

    @TempDir
    private static Path folder;

    private static GraftServer server;
    private static Path jar;
    private static List<Double> scores;

    @BeforeAll
    static void aPipelineWithThePlugin() throws Exception {
        jar = TestPlugin.named("io.acme.words").tokenizer("acme-words").build(folder);
        server = new GraftServer(folder, "--dev").start();
        server.install(jar).expect(201);
        PIPELINE.serve(server, folder);
        scores = server.scores("words", TEXT);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    private static void goesOnOrSaysWhatItWaitsFor() throws Exception {
        Answer answer = server.ask("words", TEXT);
        if (answer.status() == 200) {
            assertEquals(scores, GraftServer.scores(answer.json()));
        } else {
            assertEquals(503, answer.status(), answer::toString);
            assertTrue(answer.error().contains("acme-words"), answer::toString);
            assertTrue(answer.response().headers().firstValue("Retry-After").isPresent());
        }
    }

    private static void comesBack() throws Exception {
        GraftServer.await(
                "the pipeline",
                () -> server.pipeline("words").path("state").asText().equals("SERVING"));
        JsonNode status = server.pipeline("words");
        assertEquals(0, status.path("ghosts").size(), status::toString);
        assertEquals(scores, server.scores("words", TEXT));
    }

    @Test
    void whatIsInUseIsRemovedOnlyByForceAndReturns() throws Exception {
        Answer refused = server.delete("api/v1/plugins/io.acme.words");
        assertEquals(409, refused.status(), refused::toString);
        assertTrue(refused.error().contains("is used by words"), refused::toString);
        assertEquals(scores, server.scores("words", TEXT));

        server.delete("api/v1/plugins/io.acme.words?force=true").expect(200);
        GraftServer.await(
                "ghosts", () -> server.pipeline("words").path("ghosts").size() == 1);
        JsonNode status = server.pipeline("words");
        assertTrue(List.of("GHOST", "WAITING").contains(status.path("state").asText()), status::toString);
        JsonNode ghost = status.path("ghosts").get(0);
        assertEquals("prepare[1]", ghost.path("path").asText(), status::toString);
        assertEquals("acme-words", ghost.path("name").asText(), status::toString);
        assertEquals("io.acme.words", ghost.path("plugin").asText(), status::toString);
        goesOnOrSaysWhatItWaitsFor();
        Answer swap = server.swap("words", "prepare.0.clean.lowercase=false");
        assertTrue(swap.status() >= 400 && swap.status() < 500, swap::toString);
        assertTrue(swap.error().contains("acme-words"), swap::toString);
        goesOnOrSaysWhatItWaitsFor();

        server.install(jar).expect(201);
        comesBack();
    }

    @Test
    void whileAPluginGoesAndComesNobodyIsToldAnythingElse() throws Exception {
        try (Load load = new Load(server, "words", 4)) {
            for (int i = 0; i < 3; i++) {
                load.awaitAnswers(20);
                server.delete("api/v1/plugins/io.acme.words?force=true").expect(200);
                load.awaitAnswers(20);
                server.install(jar).expect(201);
                comesBack();
            }
            assertEquals(List.of(), load.faultsBut("503 "));
        }
    }

    @Test
    void aServerThatStartsWithoutThePluginWaitsForIt() throws Exception {
        server.delete("api/v1/plugins/io.acme.words?force=true").expect(200);
        assertEquals(0, server.stop().exit());
        server.start();
        JsonNode status = server.pipeline("words");
        assertEquals("WAITING", status.path("state").asText(), status::toString);
        Answer answer = server.ask("words", TEXT);
        assertEquals(503, answer.status(), answer::toString);
        assertEquals("NOT_READY", answer.json().path("code").asText(), answer::toString);
        goesOnOrSaysWhatItWaitsFor();
        Answer ready = server.get("health/ready");
        assertEquals(503, ready.status(), ready::toString);
        assertTrue(ready.body().contains("acme-words"), ready::toString);
        server.get("health/live").expect(200);
        assertEquals(503, server.get("v2/health/ready").status());
        JsonNode index = server.post("v2/repository/index", "").expect(200).json();
        assertEquals("UNAVAILABLE", index.get(0).path("state").asText(), index::toString);
        assertFalse(index.get(0).path("reason").asText().isEmpty(), index::toString);

        server.drop(jar, "words.jar");
        comesBack();
        server.get("health/ready").expect(200);
    }
}
