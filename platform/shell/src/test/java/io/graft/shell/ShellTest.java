package io.graft.shell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.catalog.Catalog;
import io.graft.catalog.FixedCatalog;
import io.graft.catalog.Offer;
import io.graft.descriptor.DescriptorException;
import io.graft.descriptor.Problem;
import io.graft.descriptor.Reference;
import io.graft.models.ModelStore;
import io.graft.training.EpochRecord;
import io.graft.training.RunEvent;
import io.graft.training.RunStore;
import io.graft.training.Trainer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see and which exit code programs get. */
class ShellTest {
    @TempDir
    private Path home;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Output output(boolean json, boolean quiet, boolean terminal) {
        return new Output(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                json,
                quiet,
                terminal);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private int run(Catalog catalog, String... arguments) {
        ModelStore models = new ModelStore(home);
        RunStore runs = new RunStore(home);
        Graft.Services services = new Graft.Services(
                catalog,
                new Trainer(catalog, models, runs, "0.1.0"),
                runs,
                models,
                home,
                home,
                "0.1.0",
                Set.of(),
                new Living(() -> null, () -> null, () -> null, null, property -> null, variable -> null));
        out.reset();
        err.reset();
        return Shell.run(
                services,
                arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
    }

    private int run(String... arguments) {
        return run(new FixedCatalog(Map.of()), arguments);
    }

    @Test
    void exitCodesTellWhoseFaultItIs() {
        Map<ErrorCode, Integer> codes = new EnumMap<>(ErrorCode.class);
        for (ErrorCode c : ErrorCode.values()) codes.put(c, Failure.exitCode(c));
        assertEquals(130, codes.get(ErrorCode.INTERRUPTED));
        assertEquals(1, codes.get(ErrorCode.DIVERGED));
        assertEquals(1, codes.get(ErrorCode.BAD_DATA));
        assertEquals(2, codes.get(ErrorCode.UNKNOWN_COMPONENT));
        for (ErrorCode c : ErrorCode.values())
            assertEquals(c.fault() == ErrorCode.Fault.PLUGIN, codes.get(c) == 3, c + " is " + codes.get(c));
    }

    @Test
    void aSentenceComesWithItsPlaceOnce() {
        Failure failure = new Failure(output(false, false, false));
        assertEquals(
                1, failure.tell(new PipelineException(ErrorCode.BAD_DATA, "train.csv:3", "The row has no label.")));
        assertEquals("train.csv:3: The row has no label." + System.lineSeparator(), err());
        err.reset();
        failure.tell(new PipelineException(ErrorCode.RESOURCE, "/data/x", "Could not write /data/x: disk full."));
        assertEquals("Could not write /data/x: disk full." + System.lineSeparator(), err());
        assertEquals("", out());
    }

    @Test
    void withJsonAnErrorIsADocument() throws Exception {
        new Failure(output(true, false, false)).tell(new PipelineException(ErrorCode.BUSY, "", "Being trained."));
        JsonNode json = new ObjectMapper().readTree(out());
        assertEquals("Being trained.", json.get("error").asText());
        assertEquals("BUSY", json.get("code").asText());
        assertEquals("", json.get("at").asText());
    }

    @Test
    void allProblemsOfADescriptorAreTold() throws Exception {
        Problem key = new Problem(ErrorCode.UNKNOWN_KEY, "p.yaml", 3, "train.epoch", "Unknown key 'epoch'.");
        Problem plugin = new Problem(ErrorCode.PLUGIN_FAILED, "p.yaml", 9, "prepare[1]", "It threw.");
        Problem data = new Problem(ErrorCode.BAD_DATA, "p.yaml", 4, "data.train", "It is empty.");
        Failure failure = new Failure(output(true, false, false));
        assertEquals(3, failure.tell(new DescriptorException(List.of(key, plugin))));
        assertEquals(
                "p.yaml:3: train.epoch: Unknown key 'epoch'." + System.lineSeparator()
                        + "p.yaml:9: prepare[1]: It threw." + System.lineSeparator(),
                err());
        JsonNode json = new ObjectMapper().readTree(out());
        assertEquals(2, json.get("problems").size());
        assertEquals(9, json.get("problems").get(1).get("line").asInt());
        assertEquals(2, failure.problems(List.of(key)));
        assertEquals(1, failure.problems(List.of(data)));
    }

    @Test
    void whatNobodyForesawIsOurFault() {
        assertEquals(1, new Failure(output(false, false, false)).tell(new IllegalStateException("oops")));
        assertTrue(
                err().startsWith("Graft itself failed: java.lang.IllegalStateException: oops. Please report it"),
                err());
        err.reset();
        assertEquals(1, new Failure(output(false, false, false)).tell(new OutOfMemoryError("Java heap space")));
        assertTrue(err().startsWith("There is not enough memory: Java heap space. Give the Java process more"), err());
    }

    @Test
    void memoryThatRunsOutInACommandIsASentence() {
        assertEquals(1, run(new Exhausted(), "components"));
        assertTrue(err().startsWith("There is not enough memory: Java heap space."), err());
    }

    private static final class Exhausted implements Catalog {
        @Override
        public List<Offer> offers() {
            throw new OutOfMemoryError("Java heap space");
        }

        @Override
        public Offer find(List<String> kinds, Reference reference) {
            throw new AssertionError();
        }

        @Override
        public SortedSet<String> names(String kind) {
            return new TreeSet<>();
        }

        @Override
        public SortedSet<String> kindsOf(String name) {
            return new TreeSet<>();
        }

        @Override
        public List<String> versions(String kind, String name) {
            return List.of();
        }

        @Override
        public Optional<Class<? extends Record>> settingsType(String kind, Reference reference) {
            return Optional.empty();
        }
    }

    @Test
    void wrongCallsAreExitCodeTwo() {
        assertEquals(2, run());
        assertEquals(2, run("trian", "x.yaml"));
        assertTrue(err().contains("train"), err());
        assertEquals(2, run("train"));
        assertEquals(2, run("train", "x.yaml", "--sett", "a=b"));
        assertEquals(2, run("components", "tokeniser"));
        assertTrue(
                err().startsWith(
                                "There is no kind 'tokeniser'. Did you mean 'tokenizer'? Kinds: source, decoder, cleaner,"),
                err());
    }

    @Test
    void helpAndVersionAreNoErrors() {
        assertEquals(0, run("--version"));
        assertEquals("graft 0.1.0", out().strip());
        assertEquals(0, run("--help"));
        for (String command : List.of(
                "demo", "validate", "fill", "schema", "components", "train", "evaluate", "predict", "models", "runs"))
            assertTrue(out().contains("  " + command), command + " in " + out());
        assertEquals(0, run("train", "--help"));
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertEquals(0, run("runs"));
        assertEquals("", out());
        assertTrue(err().startsWith("There are no runs yet"), err());
        assertEquals(0, run("runs", "--json"));
        assertEquals("[ ]", out().strip());
        assertEquals(0, run("models", "--quiet"));
        assertEquals("", err());
        assertEquals(2, run("run", "20240101-000000-x"));
        assertEquals(2, run("predict", "tickets"));
        assertTrue(err().startsWith("There is no model of 'tickets'."), err());
        assertEquals(2, run("validate", home.resolve("none.yaml").toString()));
        assertTrue(err().contains("There is no such file."), err());
    }

    @Test
    void aDescriptorIsCheckedAgainstWhatIsInstalled() throws Exception {
        Path file = Files.writeString(
                home.resolve("p.yaml"),
                "graft: 1\npipeline: p\ndata: { train: csv }\nmodel:\n  layers: [dense]\n  loss: x\n  optimizer: y\nepochs: 3\n");
        assertEquals(2, run("validate", file.toString()));
        assertEquals(5, err().lines().count(), err());
        assertTrue(err().lines().allMatch(l -> l.startsWith(file + ":")), err());
        assertTrue(err().contains("p.yaml:8: epochs: Unknown key 'epochs'."), err());
    }

    private RunEvent.Progress progress() {
        return new RunEvent.Progress(0, 10, 5, 20, 0.5, 12345.6, 3725);
    }

    @Test
    void aPersonWatchesABarAndAFileGetsLines() {
        RunView view = new RunView(output(false, false, true));
        view.accept(progress());
        assertEquals(
                "\repoch 1/10 [======                  ]  25%  loss 0.5000  12,346 samples/s  1:02:05 left", err());
        err.reset();
        RunView plain = new RunView(output(false, false, false));
        plain.accept(progress());
        plain.accept(new RunEvent.EpochEnded(new EpochRecord(1, 0.25, Map.of("accuracy", 0.75), 0.001), 10));
        assertEquals("epoch 1/10  loss 0.2500  validation accuracy 0.7500" + System.lineSeparator(), err());
    }

    @Test
    void aLineThatStaysClearsTheBar() {
        RunView view = new RunView(output(false, false, true));
        view.accept(progress());
        err.reset();
        view.accept(new RunEvent.StoppedEarly(3, "no improvement"));
        assertTrue(err().matches("\\r +\\rStopped early: no improvement\\.\\R"), err());
    }

    @Test
    void quietLeavesOnlyWarnings() {
        RunView view = new RunView(output(false, true, true));
        view.accept(progress());
        view.accept(new RunEvent.Resumed(2, 10));
        assertEquals("", err());
        view.accept(new RunEvent.Warned("A row was skipped."));
        assertEquals("Warning: A row was skipped." + System.lineSeparator(), err());
        assertEquals("", out());
    }

    @Test
    void aLineOfNumbersIsReadAsPeopleWriteIt() {
        for (String line : List.of("1,2.5,-3e2", " 1 2.5 -3e2 ", "[1, 2.5, -3e2]", "[ 1,2.5,\t-3e2 ]"))
            assertArrayEquals(new float[] {1, 2.5f, -300}, PredictCommand.numbers(line, 3, 1), line);
        assertEquals(
                "Line 7 has 2 numbers; this pipeline takes 3.",
                assertThrows(PipelineException.class, () -> PredictCommand.numbers("1,2", 3, 7))
                        .getMessage());
        assertEquals(
                "Line 8 has 0 numbers; this pipeline takes 1.",
                assertThrows(PipelineException.class, () -> PredictCommand.numbers(" ", 1, 8))
                        .getMessage());
        PipelineException word = assertThrows(PipelineException.class, () -> PredictCommand.numbers("1,two,3", 3, 9));
        assertEquals(ErrorCode.BAD_DATA, word.code());
        assertTrue(word.getMessage().startsWith("Line 9 holds something that is not a number"), word.getMessage());
    }

    @Test
    void metricsAreATableForAPerson() {
        RunView.metrics(
                output(false, false, false),
                Map.of(
                        "accuracy",
                        0.9123456,
                        "classes",
                        List.of(Map.of(
                                "label", "spam", "precision", 1.0, "recall", 0.5, "f1", 2 / 3.0, "support", 4))));
        List<String> lines = out().lines().toList();
        assertEquals("accuracy 0.9123", String.join(" ", lines.get(0).strip().split(" +")));
        assertEquals(
                "class precision recall f1 rows",
                String.join(" ", lines.get(1).strip().split(" +")));
        assertEquals(
                "spam 1.000 0.500 0.667 4",
                String.join(" ", lines.get(2).strip().split(" +")));
    }

    @Test
    void jsonHasNoNumbersThatJsonDoesNotKnow() {
        assertEquals(
                "{\"a\":null,\"b\":[1.5,null]}",
                Output.compact(new java.util.TreeMap<>(
                        Map.of("a", Double.NaN, "b", Arrays.asList(1.5, Float.POSITIVE_INFINITY)))));
        assertFalse(out().contains("NaN"));
    }
}
