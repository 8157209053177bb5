package io.graft.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.distribution.GraftCommand.Result;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A distribution with the backend {@code jvm} and no other. */
@DisabledOnOs(OS.WINDOWS)
class WithoutNativesIT {
    @TempDir
    private Path folder;

    private GraftCommand graft;

    @BeforeEach
    void everythingButTheNatives() throws IOException {
        Path whole = InGraft.distribution();
        Path distribution = folder.resolve("graft");
        try (Stream<Path> files = Files.walk(whole)) {
            for (Path file : files.filter(WithoutNativesIT::isNeeded).toList()) {
                Path copy = distribution.resolve(whole.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        graft = new GraftCommand(Files.createDirectory(folder.resolve("home")), folder, distribution);
    }

    private static boolean isNeeded(Path file) {
        String path = InGraft.distribution().relativize(file).toString();
        return Files.isRegularFile(file) && path.matches("(bin|conf|lib|bundle)/.*") && !path.contains("backend-dl4j");
    }

    @Test
    void itSaysWhichKernelsItHasAndTheJavaMachineWarnsOfNothing() throws Exception {
        Result result = graft.run("components", "backend", "--json");
        assertEquals(0, result.exit(), result::toString);
        assertEquals("", result.err());
        JsonNode backends = GraftServer.JSON.readTree(result.out());
        assertEquals(1, backends.size(), backends::toString);
        assertEquals("jvm", backends.get(0).path("name").asText());
        boolean vectors = ModuleFinder.ofSystem().find("jdk.incubator.vector").isPresent();
        assertTrue(
                backends.get(0).path("devices").get(0).asText().matches(vectors ? "CPU, Vector API, \\d+ bit" : ".*"),
                backends::toString);
    }

    @Test
    void aPipelineIsTrainedAndAnswers() throws Exception {
        SmallPipeline.data(folder);
        Path file = folder.resolve("words.yaml");
        Files.writeString(file, new SmallPipeline("words", "unicode-words").descriptor());
        Result trained = graft.run("train", file.toString(), "--json");
        assertEquals(0, trained.exit(), trained::toString);
        JsonNode run = GraftServer.JSON.readTree(trained.out());
        assertEquals("jvm", run.path("backend").asText());
        assertEquals("only", run.path("backendChoice").path("reason").asText());
        Result answered = graft.runWithInput(SmallPipeline.text(1, 3) + "\n", "predict", "words");
        assertEquals(0, answered.exit(), answered::toString);
        assertEquals(
                "vehicle",
                GraftServer.JSON.readTree(answered.out()).path("label").asText());
        assertEquals("", answered.err());
    }

    @Test
    void aModelOfABackendThatIsNotThereSaysWhatIsMissing() throws Exception {
        SmallPipeline.data(folder);
        Path file = folder.resolve("words.yaml");
        Files.writeString(file, new SmallPipeline("words", "unicode-words").descriptor());
        Result trained = new GraftCommand(folder.resolve("home"), folder)
                .run("train", file.toString(), "--set", "backend=dl4j-cpu");
        assertEquals(0, trained.exit(), trained::toString);
        Result answered = graft.runWithInput(SmallPipeline.text(0, 3) + "\n", "predict", "words");
        assertEquals(3, answered.exit(), answered::toString);
        assertTrue(answered.err().contains("dl4j-cpu"), answered::toString);
    }
}
