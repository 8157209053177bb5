package io.graft.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.distribution.GraftCommand.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way of a model into use, by the commands that people call. */
class TrainEvaluatePredictIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private static String example(String file) {
        return InGraft.distribution().resolve("examples").resolve(file).toString();
    }

    @Test
    void ticketsAreTrainedEvaluatedAndAnswered() throws Exception {
        GraftCommand graft = new GraftCommand(folder, folder);
        Result trained = graft.run("train", example("tickets/tickets.yaml"), "--set", "train.epochs=6", "--json");
        assertEquals(0, trained.exit(), trained::toString);
        JsonNode run = JSON.readTree(trained.out());
        for (String key : new String[] {
            "pipeline", "model", "epochs", "metrics", "samplesPerSecond", "seconds", "backend", "backendChoice", "seed"
        }) assertTrue(run.has(key), () -> key + " is missing in " + run);
        assertEquals("tickets", run.get("pipeline").asText());
        assertEquals(6, run.get("epochs").size());
        JsonNode first = run.get("epochs").get(0);
        JsonNode last = run.get("epochs").get(5);
        assertTrue(last.get("loss").asDouble() < first.get("loss").asDouble(), run::toString);
        assertTrue(last.get("validation").get("accuracy").asDouble() > 0.3, "ten classes, so chance is 0.1: " + run);
        assertEquals(10, run.get("metrics").get("classes").size());
        assertEquals(10, run.get("metrics").get("confusion").size());

        Result evaluated = graft.run("evaluate", "tickets", "--data", example("tickets/dev.csv"), "--json");
        assertEquals(0, evaluated.exit(), evaluated::toString);
        JsonNode metrics = JSON.readTree(evaluated.out()).get("metrics");
        assertEquals(
                run.get("metrics").get("accuracy").asDouble(),
                metrics.get("accuracy").asDouble(),
                1e-9);

        Result answered = graft.runWithInput("Where is my parcel?\n发票什么时候开？\n", "predict", "tickets");
        assertEquals(0, answered.exit(), answered::toString);
        String[] lines = answered.out().strip().split("\n");
        assertEquals(2, lines.length);
        for (String line : lines) {
            JsonNode answer = JSON.readTree(line);
            assertEquals(10, answer.get("scores").size());
            double sum = 0;
            for (JsonNode score : answer.get("scores")) sum += score.asDouble();
            assertEquals(1, sum, 1e-5);
            assertEquals(
                    answer.get("score").asDouble(),
                    answer.get("scores").get(answer.get("label").asText()).asDouble(),
                    0);
            assertEquals(run.get("model").asInt(), answer.get("model").asInt());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jvm", "dl4j-cpu"})
    void theSameSeedGivesTheSameLossToTheLastBit(String backend) throws Exception {
        JsonNode[] runs = new JsonNode[2];
        for (int i = 0; i < 2; i++) {
            GraftCommand graft = new GraftCommand(Files.createDirectories(folder.resolve("home" + i)), folder);
            Result r = graft.run(
                    "train",
                    example("mlp/mlp.yaml"),
                    "--set",
                    "train.epochs=3",
                    "--set",
                    "backend=" + backend,
                    "--json");
            assertEquals(0, r.exit(), r::toString);
            runs[i] = JSON.readTree(r.out()).get("epochs");
        }
        assertEquals(runs[0], runs[1]);
    }

    @Test
    void theDemoSwapsUnderLoadFailsNoRequestAndEndsByItself() throws Exception {
        Result r = new GraftCommand(folder, folder).run("demo");
        assertEquals(0, r.exit(), r::toString);
        assertTrue(r.out().contains("Asked"), r::toString);
        assertTrue(r.out().matches("(?s).*requests answered +[\\d,]{5,}\\R.*"), r::toString);
        assertTrue(r.out().matches("(?s).*requests failed +0\\R.*"), r::toString);
        assertTrue(r.out().contains("FAILED"), "one swap is refused: " + r);
        assertFalse(Files.exists(folder.resolve("pipelines/tickets.json")), "what the tour deployed is gone");
    }
}
