package io.graft.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Jars that are dropped into the deploy folder, overwritten and deleted; each test goes on where the one before ended. */
@DisabledOnOs(OS.WINDOWS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeployFolderIT {
    private static final SmallPipeline PIPELINE = new SmallPipeline("words", "acme-words");
    private static final String NAME = "io.acme.words";
    private static final String TEXT = "apple car today";

    @TempDir
    private static Path folder;

    private static GraftServer server;

    @BeforeAll
    static void aServer() throws Exception {
        server = new GraftServer(folder, "--dev").start();
    }

    @AfterAll
    static void end() {
        server.close();
    }

    private static Path words(String version, int edition) throws Exception {
        return TestPlugin.named(NAME)
                .version(version)
                .edition(edition)
                .tokenizer("acme-words")
                .build(folder);
    }

    /** The folder tells of a new version before the pipeline has prepared and published what it is for. */
    private static void awaitOtherScores(List<Double> before) throws Exception {
        GraftServer.await("other scores", () -> !server.scores("words", TEXT).equals(before));
    }

    private static void awaitVersion(String version) throws Exception {
        GraftServer.await(
                version, () -> server.plugin(NAME).path("version").asText("").equals(version));
    }

    private static Path rejection(String jar) {
        return server.deploy().resolve(jar + ".rejected.txt");
    }

    @Test
    @Order(1)
    void aDroppedJarIsInstalled() throws Exception {
        server.drop(words("1.0.0", -1), "words.jar");
        awaitVersion("1.0.0");
        JsonNode plugin = server.plugin(NAME);
        assertEquals("ACTIVE", plugin.path("state").asText(), plugin::toString);
        assertEquals("deploy/words.jar", plugin.path("origin").asText(), plugin::toString);
        PIPELINE.serve(server, folder);
    }

    @Test
    @Order(2)
    void anOverwrittenJarUpdatesWithoutAFailedRequest() throws Exception {
        List<Double> before = server.scores("words", TEXT);
        try (Load load = new Load(server, "words", 4)) {
            load.awaitAnswers(20);
            server.drop(words("1.1.0", 0), "words.jar");
            awaitVersion("1.1.0");
            awaitOtherScores(before);
            load.awaitAnswers(20);
            assertEquals(List.of(), load.faults());
            assertEquals(2, load.generations());
        }
    }

    @Test
    @Order(3)
    void aJarThatIsWrittenInPiecesIsTakenWhenItIsWhole() throws Exception {
        byte[] jar = Files.readAllBytes(words("1.2.0", 1));
        List<Double> before = server.scores("words", TEXT);
        try (OutputStream out = Files.newOutputStream(server.deploy().resolve("words.jar"))) {
            for (int from = 0; from < jar.length; from += 1024) {
                out.write(jar, from, Math.min(1024, jar.length - from));
                out.flush();
                TimeUnit.MILLISECONDS.sleep(150); // longer than it takes to look twice
                if (from + 1024 < jar.length) {
                    assertEquals("1.1.0", server.plugin(NAME).path("version").asText());
                    assertEquals(before, server.scores("words", TEXT));
                }
                assertFalse(Files.exists(rejection("words.jar")));
            }
        }
        awaitVersion("1.2.0");
        awaitOtherScores(before);
    }

    @Test
    @Order(4)
    void garbageIsRefusedWithTheReasonBesideIt() throws Exception {
        Path garbage = DamagedJar.garbage(server.deploy().resolve("more.jar"));
        GraftServer.await("the reason", () -> Files.exists(rejection("more.jar")));
        assertTrue(Files.readString(rejection("more.jar")).contains("It is no jar"));
        Path more = TestPlugin.named("io.acme.more").tokenizer("acme-more").build(folder);
        server.drop(more, "more.jar");
        GraftServer.await("the right one", () -> !server.plugin("io.acme.more").isMissingNode());
        GraftServer.await("the reason's end", () -> !Files.exists(rejection("more.jar")));
        Files.delete(garbage);
        GraftServer.await("its end", () -> server.plugin("io.acme.more").isMissingNode());
    }

    @Test
    @Order(5)
    void whatSpoilsTheAnswersIsRefusedAndWhatRunsRunsOn() throws Exception {
        List<Double> before = server.scores("words", TEXT);
        server.drop(words("1.3.0", 2), "words.jar");
        GraftServer.await("the reason", () -> Files.exists(rejection("words.jar")));
        assertTrue(Files.readString(rejection("words.jar")).contains("accuracy"));
        assertEquals("1.2.0", server.plugin(NAME).path("version").asText());
        assertEquals(before, server.scores("words", TEXT));
        server.drop(words("1.4.0", 0), "words.jar");
        awaitVersion("1.4.0");
        GraftServer.await("the reason's end", () -> !Files.exists(rejection("words.jar")));
    }

    @Test
    @Order(6)
    void aRestartWithTheSameFolderIsTheSameState() throws Exception {
        List<Double> scores = server.scores("words", TEXT);
        JsonNode plugin = server.plugin(NAME);
        JsonNode pipeline = server.pipeline("words");
        assertEquals(0, server.stop().exit());
        server.start();
        assertEquals(scores, server.scores("words", TEXT));
        for (String key : List.of("version", "state", "sha256", "origin", "installed", "previous"))
            assertEquals(plugin.path(key), server.plugin(NAME).path(key), key);
        for (String key : List.of("state", "generation", "model", "descriptor", "history"))
            assertEquals(pipeline.path(key), server.pipeline("words").path(key), key);
        assertFalse(Files.exists(rejection("words.jar")));
    }

    @Test
    @Order(7)
    void whatHappenedWhileItWasDownIsMadeUpFor() throws Exception {
        List<Double> before = server.scores("words", TEXT);
        assertEquals(0, server.stop().exit());
        server.drop(words("1.5.0", 1), "words.jar");
        server.start();
        awaitVersion("1.5.0");
        awaitOtherScores(before);

        assertEquals(0, server.stop().exit());
        Files.delete(server.deploy().resolve("words.jar"));
        server.start();
        GraftServer.await("its end", () -> server.plugin(NAME).isMissingNode());
        GraftServer.await(
                "ghosts", () -> server.pipeline("words").path("ghosts").size() == 1);
    }

    @Test
    @Order(8)
    void aPutBackJarBringsThePipelineBack() throws Exception {
        server.drop(words("1.6.0", 0), "other-name.jar");
        awaitVersion("1.6.0");
        GraftServer.await(
                "it serves",
                () -> server.pipeline("words").path("state").asText().equals("SERVING"));
        server.scores("words", TEXT);
        Files.delete(server.deploy().resolve("other-name.jar"));
        GraftServer.await("its end", () -> server.plugin(NAME).isMissingNode());
        GraftServer.await(
                "ghosts", () -> server.pipeline("words").path("ghosts").size() == 1);
    }
}
