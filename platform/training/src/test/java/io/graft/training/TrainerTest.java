package io.graft.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.models.Model;
import io.graft.models.ModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs over fakes: twenty rows, six a step, four epochs of four steps. */
class TrainerTest {
    @TempDir
    private Path home;

    private final Fakes fakes = new Fakes();
    private final List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());
    private ModelStore models;
    private RunStore runs;
    private Trainer trainer;

    @BeforeEach
    void open() {
        models = new ModelStore(home);
        runs = new RunStore(home);
        trainer = new Trainer(fakes.catalog, models, runs, "0.1.0");
    }

    private Trainer.Result train(String yaml, boolean resume) {
        return trainer.train(fakes.descriptor(yaml), resume, events::add);
    }

    private PipelineException refused(String yaml) {
        return assertThrows(PipelineException.class, () -> train(yaml, false));
    }

    private static String with(String from, String to) {
        assertTrue(Fakes.YAML.contains(from));
        return Fakes.YAML.replace(from, to);
    }

    private static float[] weight(Trainer.Result result) {
        return result.model().parameters().get("layers.0.dense.weight");
    }

    private void failAt(long at, RuntimeException with) {
        fakes.opened = s -> s.before = step -> {
            if (step == at && with == null) Thread.currentThread().interrupt();
            else if (step == at) throw with;
        };
    }

    private List<String> checkpoints(RunRecord run) throws IOException {
        try (Stream<Path> all =
                Files.list(home.resolve("runs").resolve(run.id()).resolve("checkpoints"))) {
            return all.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aRunLeavesAModel() throws Exception {
        Trainer.Result result = train(with("every: never", "every: 1 epoch"), false);
        assertEquals(
                List.of("Began", "EpochEnded", "EpochEnded", "EpochEnded", "EpochEnded"),
                Fakes.names(events).stream()
                        .filter(n -> !n.equals("Checkpointed"))
                        .toList());
        assertEquals(1, result.model().version());
        assertEquals(List.of("even", "odd"), result.model().labels());
        assertEquals("fake", result.run().backend());
        assertEquals(4, result.run().epochs().size());
        assertEquals(RunRecord.State.DONE, runs.list().get(0).state());
        assertEquals(1, runs.list().get(0).model());
        assertEquals(List.of(), checkpoints(result.run()), "the model is there, checkpoints are not needed");
        Model stored = models.load("test", OptionalInt.empty());
        assertArrayEquals(weight(result), stored.parameters().get("layers.0.dense.weight"));
        assertEquals("validation", stored.metrics().get("part"));
        assertEquals(3, stored.metrics().get("rows"));
        assertTrue(
                stored.metrics().containsKey("accuracy") && stored.metrics().containsKey("confusion"),
                stored.metrics().toString());
        assertEquals(Map.of(), stored.optimizer());
        assertEquals(7, stored.provenance().seed());
        assertEquals("0.1.0", stored.provenance().graft());
        assertTrue(fakes.session.closed);
        assertEquals(2, train(Fakes.YAML, false).model().version());
    }

    @Test
    void theSameSeedGivesTheSameModel() {
        float[] first = weight(train(Fakes.YAML, false));
        assertArrayEquals(first, weight(train(Fakes.YAML, false)));
        assertFalse(Arrays.equals(first, weight(train(with("batch: 6", "batch: 6, seed: 8"), false))));
    }

    @Test
    void anInterruptedRunGoesOnAsIfNothingHadHappened() throws Exception {
        Trainer.Result whole = train(Fakes.YAML, false);
        events.clear();
        failAt(9, null);
        PipelineException e = refused(Fakes.YAML);
        assertEquals(ErrorCode.INTERRUPTED, e.code());
        RunRecord interrupted = runs.list().get(0);
        assertEquals(RunRecord.State.INTERRUPTED, interrupted.state());
        assertEquals(2, interrupted.epochs().size());
        assertEquals(List.of("step-000000010.graft"), checkpoints(interrupted));
        fakes.opened = s -> {};
        Trainer.Result resumed = train(Fakes.YAML, true);
        assertEquals(interrupted.id(), resumed.run().id());
        assertArrayEquals(weight(whole), weight(resumed));
        assertEquals(whole.run().epochs(), resumed.run().epochs());
        assertEquals(6, fakes.session.batches.size(), "only what was left was trained");
        assertTrue(events.contains(new RunEvent.Resumed(2, 10)), events.toString());
    }

    @Test
    void aRunThatDiedGoesOnFromItsLastCheckpoint() {
        String yaml = with("every: never", "every: 3 steps");
        Trainer.Result whole = train(yaml, false);
        failAt(11, new IllegalStateException("the power went"));
        assertThrows(PipelineException.class, () -> train(yaml, false));
        assertEquals(RunRecord.State.FAILED, runs.list().get(0).state());
        fakes.opened = s -> {};
        Trainer.Result resumed = train(yaml, true);
        assertTrue(events.contains(new RunEvent.Resumed(2, 9)), events.toString());
        assertArrayEquals(weight(whole), weight(resumed));
        assertEquals(whole.run().epochs(), resumed.run().epochs());
    }

    @Test
    void aDamagedCheckpointIsPassedOver() throws Exception {
        String yaml = with("every: never", "every: 3 steps");
        Trainer.Result whole = train(yaml, false);
        failAt(11, new IllegalStateException("the power went"));
        assertThrows(PipelineException.class, () -> train(yaml, false));
        Path newest = home.resolve("runs")
                .resolve(runs.list().get(0).id())
                .resolve("checkpoints")
                .resolve("step-000000009.graft");
        Files.write(newest, Arrays.copyOf(Files.readAllBytes(newest), 300));
        fakes.opened = s -> {};
        assertArrayEquals(weight(whole), weight(train(yaml, true)));
        assertTrue(events.contains(new RunEvent.Resumed(1, 6)), events.toString());
    }

    @Test
    void theBestParametersSurviveAnInterruption() {
        String yaml = with("epochs: 4", "epochs: 4, stop: { patience: 3 }");
        fakes.opened = s -> s.judgedLoss = step -> step == 4 ? 1f : 2f;
        Trainer.Result whole = train(yaml, false);
        fakes.opened = s -> {
            s.judgedLoss = step -> step == 4 ? 1f : 2f;
            s.before = step -> {
                if (step == 10) Thread.currentThread().interrupt();
            };
        };
        refused(yaml);
        fakes.opened = s -> s.judgedLoss = step -> 2f;
        assertArrayEquals(weight(whole), weight(train(yaml, true)), "those of the first epoch");
    }

    @Test
    void aChangedDescriptorIsNotResumed() {
        failAt(9, null);
        refused(Fakes.YAML);
        fakes.opened = s -> {};
        PipelineException e = assertThrows(PipelineException.class, () -> train(with("epochs: 4", "epochs: 5"), true));
        assertEquals(ErrorCode.BAD_CALL, e.code());
        assertTrue(e.getMessage().startsWith("The descriptor has changed since the run "), e.getMessage());
        assertEquals(RunRecord.State.INTERRUPTED, runs.list().get(0).state(), "it still can be resumed");
    }

    @Test
    void changedDataIsNotResumed() throws Exception {
        fakes.files = List.of(Files.writeString(home.resolve("train.csv"), "some rows"));
        failAt(9, null);
        refused(Fakes.YAML);
        fakes.opened = s -> {};
        Files.writeString(home.resolve("train.csv"), "other rows");
        PipelineException e = assertThrows(PipelineException.class, () -> train(Fakes.YAML, true));
        assertEquals(ErrorCode.BAD_CALL, e.code());
        assertTrue(e.getMessage().startsWith("The data has changed since the run was interrupted"), e.getMessage());
        Files.writeString(home.resolve("train.csv"), "some rows");
        assertEquals(4, train(Fakes.YAML, true).run().epochs().size());
    }

    @Test
    void withoutACheckpointARunBeginsAtTheBeginning() {
        Trainer.Result result = train(Fakes.YAML, true);
        assertEquals(4, result.run().epochs().size());
        assertTrue(((RunEvent.Warned) events.get(0))
                .sentence()
                .startsWith("There is no checkpoint to resume 'test' from"));
    }

    @Test
    void whatStepsLearnedIsNotLearnedAgain() {
        String yaml = with(
                "train: numbers, validation: { numbers: { path: dev } } }",
                "train: texts }\nprepare: [whole, letters]");
        fakes.rows.put(
                "train",
                Stream.of("a", "b", "c", "a", "b", "d")
                        .map(t -> new Fakes.Row(t, t.equals("a") ? "yes" : "no"))
                        .toList());
        Trainer.Result whole = train(yaml, false);
        assertEquals("a b c d", whole.model().state().get("prepare/1/letters"));
        assertEquals(1, fakes.lessons);
        failAt(2, null);
        refused(yaml);
        fakes.opened = s -> {};
        Trainer.Result resumed = train(yaml, true);
        assertEquals(2, fakes.lessons);
        assertArrayEquals(weight(whole), weight(resumed));
        assertEquals(whole.model().state(), resumed.model().state());
        assertEquals("train", whole.model().metrics().get("part"));
    }

    @Test
    void twoRunsOfOnePipelineAtOnceAreRefused() {
        List<ErrorCode> second = new ArrayList<>();
        fakes.opened = s -> s.before = step -> {
            if (step == 0) second.add(refused(Fakes.YAML).code());
        };
        train(Fakes.YAML, false);
        assertEquals(List.of(ErrorCode.BUSY), second);
        assertEquals(1, runs.list().size());
    }

    @Test
    void aClassifierNeedsTwoClasses() {
        fakes.rows.put(
                "train", List.of(new Fakes.Row(new float[] {1, 2}, "spam"), new Fakes.Row(new float[] {1, 3}, "spam")));
        PipelineException e = refused(Fakes.YAML);
        assertEquals(ErrorCode.BAD_DATA, e.code());
        assertEquals("All 2 rows have the label 'spam'. A classifier needs two classes or more.", e.getMessage());
        assertEquals(RunRecord.State.FAILED, runs.list().get(0).state());
        assertEquals(e.getMessage(), runs.list().get(0).message());
    }

    @Test
    void dataWithoutRowsIsSaid() {
        fakes.rows.put("train", List.of());
        PipelineException e = refused(Fakes.YAML);
        assertEquals(ErrorCode.BAD_DATA, e.code());
        assertEquals("data.train", e.at());
        assertEquals("The training data has no rows.", e.getMessage());
        String text = with(
                "train: numbers, validation: { numbers: { path: dev } } }",
                "train: texts }\nprepare: [whole, letters]");
        assertTrue(refused(text).getMessage().startsWith("The training data has no rows"));
    }

    @Test
    void aLabelThatTrainingDidNotSeeIsSaidWithItsRow() {
        fakes.rows.put(
                "dev",
                List.of(new Fakes.Row(new float[] {1, 2}, "even"), new Fakes.Row(new float[] {1, 2}, "neither")));
        PipelineException e = refused(Fakes.YAML);
        assertEquals(ErrorCode.BAD_DATA, e.code());
        assertEquals("dev:3", e.at());
        assertEquals("The label 'neither' does not occur in the training data. Known: even, odd.", e.getMessage());
    }

    @Test
    void aRowWithoutALabelIsSaid() {
        fakes.rows.put("train", List.of(new Fakes.Row(new float[] {1, 2}, null)));
        PipelineException e = refused(Fakes.YAML);
        assertEquals("train:2", e.at());
        assertTrue(e.getMessage().startsWith("The row has no label."), e.getMessage());
    }

    @Test
    void rowsOfAnotherLengthThanAnnouncedAreSaid() {
        fakes.rows.put("train", List.of(new Fakes.Row(new float[] {1, 2}, "a"), new Fakes.Row(new float[] {1}, "b")));
        PipelineException e = refused(Fakes.YAML);
        assertEquals("train:3", e.at());
        assertEquals("The row has 1 numbers, but 2 were announced.", e.getMessage());
    }

    @Test
    void metricsMustFitTheLoss() {
        PipelineException e = refused(with("[accuracy]", "[accuracy, mean-error]"));
        assertEquals(ErrorCode.TYPE_MISMATCH, e.code());
        assertEquals("metrics", e.at());
        assertEquals("The metric 'mean-error' judges numbers, but the loss 'cross' is about classes.", e.getMessage());
        assertTrue(refused(with("loss: cross", "loss: squares"))
                .getMessage()
                .contains("judges classes, but the loss 'squares' is about numbers."));
    }

    @Test
    void numbersArePredicted() {
        fakes.rows.put(
                "train",
                List.of(new Fakes.Row(new float[] {1, 2}, "0.5 1"), new Fakes.Row(new float[] {2, 2}, " -3 1e2")));
        fakes.rows.put("dev", fakes.rows.get("train"));
        Trainer.Result result =
                train(with("loss: cross", "loss: squares").replace("[accuracy]", "[mean-error]"), false);
        assertEquals(List.of(), result.model().labels());
        assertEquals(4, weight(result).length, "two numbers in, two out");
        assertTrue(result.model().metrics().containsKey("mean-error"));
        assertFalse(result.model().metrics().containsKey("confusion"));
        fakes.rows.put("dev", List.of(new Fakes.Row(new float[] {1, 2}, "0.5 1 3")));
        PipelineException e = refused(with("loss: cross", "loss: squares").replace("[accuracy]", "[mean-error]"));
        assertEquals("The rows have 3 numbers for the target, but the network takes 2.", e.getMessage());
        fakes.rows.put(
                "train", List.of(new Fakes.Row(new float[] {1, 2}, "0.5"), new Fakes.Row(new float[] {2, 2}, "much")));
        PipelineException word = refused(with("loss: cross", "loss: squares").replace("[accuracy]", "[mean-error]"));
        assertEquals("train:3", word.at());
        assertEquals("The loss compares with numbers, but the label is 'much'.", word.getMessage());
    }

    @Test
    void distributionsHaveNumberedClasses() {
        fakes.rows.put(
                "train",
                List.of(new Fakes.Row(new float[] {1, 2}, "0.2 0.3 0.5"), new Fakes.Row(new float[] {2, 2}, "1 0 0")));
        fakes.rows.put("dev", fakes.rows.get("train"));
        assertEquals(
                List.of("0", "1", "2"),
                train(with("loss: cross", "loss: soft"), false).model().labels());
    }

    @Test
    void classWeightsReachTheRows() {
        List<Fakes.Row> rows = new ArrayList<>(fakes.rows.get("train").subList(0, 2));
        rows.add(rows.get(0));
        rows.add(rows.get(0));
        fakes.rows.put("train", rows);
        float[] plain = weight(train(Fakes.YAML, false));
        float[] balanced = weight(train(with("batch: 6", "batch: 6, classWeights: balanced"), false));
        // rows / (classes · rows of the class): 4 / (2 · 3) and 4 / (2 · 1)
        float[] given =
                weight(train(with("batch: 6", "batch: 6, classWeights: { even: 0.6666666667, odd: 2 }"), false));
        assertFalse(Arrays.equals(plain, balanced));
        assertArrayEquals(given, balanced, 1e-5f);
        PipelineException e = refused(with("batch: 6", "batch: 6, classWeights: { evne: 2 }"));
        assertEquals("train.classWeights.evne", e.at());
        assertEquals("There is no class 'evne' in the training data. Known: even, odd.", e.getMessage());
    }

    @Test
    void parametersThatAreNoNumbersAreNotStored() {
        fakes.opened = s -> s.before = step -> {
            if (step == 15)
                s.write("layers.0.dense.weight", java.nio.FloatBuffer.wrap(new float[] {Float.NaN, 0, 0, 0}));
        };
        PipelineException e = refused(Fakes.YAML);
        assertEquals(ErrorCode.DIVERGED, e.code());
        assertTrue(e.getMessage().contains("'layers.0.dense.weight' holds NaN after 16 steps"), e.getMessage());
        assertThrows(PipelineException.class, () -> models.load("test", OptionalInt.empty()));
    }

    @Test
    void aDivergedRunKeepsItsCheckpoints() throws Exception {
        fakes.opened = s -> s.trainingLoss = step -> step == 10 ? Float.NaN : 1f;
        PipelineException e = refused(with("every: never", "every: 1 epoch"));
        assertTrue(e.getMessage().contains("The last good checkpoint is kept."), e.getMessage());
        assertEquals(
                List.of("step-000000004.graft", "step-000000008.graft"),
                checkpoints(runs.list().get(0)));
        assertTrue(refused(Fakes.YAML).getMessage().contains("No checkpoint had been written yet."));
    }

    @Test
    void theMetricToStopByMustBeMeasured() {
        PipelineException e =
                refused(with("train: numbers, validation: { numbers: { path: dev } } }", "train: numbers }")
                        .replace("epochs: 4", "epochs: 4, stop: { patience: 1, metric: accuracy }"));
        assertEquals("train.stop.metric", e.at());
        assertEquals(
                "A metric is measured on validation data, and there is none: add data.validation.", e.getMessage());
        assertTrue(refused(with("epochs: 4", "epochs: 4, stop: { patience: 1, metric: mean-error }"))
                .getMessage()
                .startsWith("'mean-error' is not among the metrics"));
    }

    @Test
    void aPartOfTheTrainingDataMayBeHeldOut() {
        List<Fakes.Row> rows = new ArrayList<>();
        for (int i = 0; i < 200; i++) rows.add(new Fakes.Row(new float[] {i, 1}, i % 2 == 0 ? "even" : "odd"));
        fakes.rows.put("train", rows);
        train(with("validation: { numbers: { path: dev } }", "validation: { split: 0.25 }"), false);
        RunEvent.Began began = (RunEvent.Began) events.stream()
                .filter(e -> e instanceof RunEvent.Began)
                .findFirst()
                .orElseThrow();
        assertEquals(200, began.trainRows() + began.validationRows());
        assertEquals(50, began.validationRows(), 20);
    }

    @Test
    void aStoredModelIsMeasuredOnAFile() {
        Trainer.Result result = train(Fakes.YAML, false);
        Evaluator evaluator = new Evaluator(fakes.catalog);
        Map<String, Object> metrics = evaluator.evaluate(result.model(), home.resolve("dev"), events::add);
        assertEquals(result.model().metrics().get("accuracy"), metrics.get("accuracy"));
        assertEquals(3, metrics.get("rows"));
        fakes.rows.put("test", List.of(new Fakes.Row(new float[] {1, 2}, "neither")));
        PipelineException e = assertThrows(
                PipelineException.class, () -> evaluator.evaluate(result.model(), home.resolve("test"), events::add));
        assertEquals(ErrorCode.BAD_DATA, e.code());
        assertNotEquals("", e.at());
        assertTrue(assertThrows(
                        PipelineException.class,
                        () -> evaluator.evaluate(result.model(), home.resolve("empty"), events::add))
                .getMessage()
                .contains("no rows"));
    }

    @Test
    void anInterruptedSourceIsAnInterruption() {
        fakes.broken = new IllegalStateException(new java.nio.channels.ClosedByInterruptException());
        PipelineException e = refused(Fakes.YAML);
        assertEquals(ErrorCode.INTERRUPTED, e.code());
        assertEquals(RunRecord.State.INTERRUPTED, runs.list().get(0).state());
    }
}
