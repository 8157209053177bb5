package io.graft.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What computes is exchanged: under a pipeline that answers, and in the middle of a run. */
@DisabledOnOs(OS.WINDOWS)
class BackendSwapIT {
    private static final double CLOSE = 1e-4;
    private static final int ROWS = 12_000;

    @TempDir
    private static Path folder;

    private static GraftServer server;

    @BeforeAll
    static void aServer() throws Exception {
        server = new GraftServer(folder, "--dev").start();
        Random random = new Random(3);
        StringBuilder rows = new StringBuilder("a,b,c,d,label\n");
        for (int i = 0; i < ROWS; i++) {
            double sum = 0;
            for (int f = 0; f < 4; f++) {
                double x = random.nextGaussian();
                sum += (f + 1) * x;
                rows.append(x).append(',');
            }
            rows.append(sum + random.nextGaussian() > 0 ? "up\n" : "down\n");
        }
        Files.writeString(folder.resolve("numbers.csv"), rows);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    private static String backend(String pipeline) throws Exception {
        return server.pipeline(pipeline).path("backend").asText();
    }

    /** The scores of texts, which 1e-4 tells apart. */
    private static List<Double> scores() throws Exception {
        List<Double> scores = new ArrayList<>();
        for (int i = 0; i < 20; i++) scores.addAll(server.scores("words", SmallPipeline.text(i % 2, i)));
        return scores;
    }

    private static void close(List<Double> a, List<Double> b, String what) {
        assertEquals(a.size(), b.size(), what);
        for (int i = 0; i < a.size(); i++) assertEquals(a.get(i), b.get(i), CLOSE, what + " " + i);
    }

    @Test
    void aPipelineUnderLoadMovesToTheOtherBackendAndBackAndAnswersTheSame() throws Exception {
        new SmallPipeline("words", "unicode-words").serve(server, folder);
        assertEquals("jvm", backend("words"), "there is little to compute");
        List<Double> before = scores();
        Load load = new Load(server, "words", 8);
        try (load) {
            load.awaitAnswers(50);
            for (int i = 0; i < 3; i++)
                for (String next : List.of("dl4j-cpu", "jvm")) {
                    JsonNode report =
                            server.swap("words", "backend=" + next).expect(200).json();
                    assertEquals("PUBLISHED", report.path("outcome").asText(), report::toString);
                    assertEquals(1.0, report.path("probe").path("agreement").asDouble(), report::toString);
                    assertEquals(next, backend("words"));
                    close(before, scores(), next);
                    load.awaitAnswers(20);
                }
            JsonNode back = server.swap("words", "backend=auto").expect(200).json();
            assertEquals("PUBLISHED", back.path("outcome").asText(), back::toString);
            assertEquals("jvm", backend("words"), "what trained it goes on");
        }
        assertEquals(List.of(), load.faults());
        assertTrue(load.generations() >= 6, "the load saw only " + load.generations() + " generations");
        System.out.println("backends exchanged 7 times, " + load.answered() + " requests answered, none failed");
    }

    private static String numbers(String pipeline, String backend) {
        return """
                graft: 1
                pipeline: NAME
                data: { train: { csv: { path: numbers.csv, features: [a, b, c, d], label: label } } }
                model:
                  layers: [{ dense: { units: 16 } }, batch-norm, tanh, { dense: { units: classes } }]
                  loss: cross-entropy
                  optimizer: { adam: { learningRate: 0.0005 } }
                metrics: [accuracy]
                train: { epochs: 20, batch: 4, seed: 7 }
                backend: BACKEND
                """.replace("NAME", pipeline).replace("BACKEND", backend);
    }

    private static String begin(String descriptor) throws Exception {
        String at = "api/v1/runs?folder=" + URLEncoder.encode(folder.toString(), StandardCharsets.UTF_8);
        return server.post(at, descriptor).expect(202).json().path("id").asText();
    }

    private static JsonNode run(String id) throws Exception {
        return server.get("api/v1/runs/" + id).expect(200).json();
    }

    private static JsonNode end(String id) throws Exception {
        JsonNode[] run = new JsonNode[1];
        GraftServer.await("the end of run " + id, () -> {
            run[0] = run(id);
            return run[0].path("ended").isTextual();
        });
        assertEquals("done", run[0].path("state").asText(), run[0]::toString);
        return run[0];
    }

    @Test
    void aRunMovesToTheOtherBackendAndBackAndLearnsTheSame() throws Exception {
        JsonNode straight = end(begin(numbers("straight", "jvm")));
        String id = begin(numbers("moving", "dl4j-cpu"));
        for (String next : List.of("jvm", "dl4j-cpu")) {
            int epochs = run(id).path("epochs").size();
            GraftServer.await("another epoch", () -> run(id).path("epochs").size() > epochs);
            JsonNode answer = server.patch("api/v1/runs/" + id, "{\"set\":[\"backend=" + next + "\"]}")
                    .expect(200)
                    .json();
            String changes = answer.path("changes").toString();
            for (String part : List.of(
                    "All parameters are kept.",
                    "The state of the optimizer is kept.",
                    "It is computed by '" + next + "' now.")) assertTrue(changes.contains(part), changes);
        }
        JsonNode moved = end(id);
        assertEquals("dl4j-cpu", moved.path("backend").asText());
        assertEquals(2, moved.path("swaps").size());
        assertEquals(straight.path("epochs").size(), moved.path("epochs").size());
        for (int i = 0; i < moved.path("epochs").size(); i++)
            assertEquals(
                    straight.path("epochs").get(i).path("loss").asDouble(),
                    moved.path("epochs").get(i).path("loss").asDouble(),
                    CLOSE,
                    "the loss of epoch " + (i + 1));
    }

    @Test
    void aLongRunMeasuresBothAndTheNextOneRemembers() throws Exception {
        String endless = numbers("endless", "auto").replace("epochs: 20", "epochs: 100000");
        String first = begin(endless);
        JsonNode choice = choice(first);
        assertEquals("measured", choice.path("reason").asText(), choice::toString);
        assertEquals(2, choice.path("measured").size(), choice::toString);
        for (JsonNode m : choice.path("measured")) {
            assertTrue(m.path("stepMilliseconds").asDouble() > 0, choice::toString);
            assertTrue(m.path("answerMilliseconds").asDouble() > 0, choice::toString);
        }
        assertEquals(choice.path("backend"), choice.path("measured").get(0).path("backend"), "the fastest comes first");
        cancelled(first);
        assertTrue(Files.exists(server.home().resolve("cache/backends.json")));
        String second = begin(endless);
        JsonNode again = choice(second);
        assertEquals("remembered", again.path("reason").asText(), again::toString);
        assertEquals(choice.path("backend"), again.path("backend"));
        assertEquals(choice.path("measured"), again.path("measured"));
        cancelled(second);
    }

    private static JsonNode choice(String id) throws Exception {
        GraftServer.await("its backend", () -> run(id).path("backendChoice").has("reason"));
        return run(id).path("backendChoice");
    }

    private static void cancelled(String id) throws Exception {
        server.post("api/v1/runs/" + id + "/cancel", "").expect(200);
        GraftServer.await("its end", () -> !run(id).path("state").asText().equals("running"));
    }
}
