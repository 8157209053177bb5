package io.graft.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.PipelineException;
import io.graft.api.graph.Initializer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a swap in mid-run keeps, changes and tells. */
class RunSwapTest extends SwappedRuns {
    /** The weights that a session had before each step, the one that was only tried included. */
    private List<float[]> watched(long step, String... assignments) {
        List<float[]> seen = new ArrayList<>();
        fakes.opened = s -> {
            if (fakes.sessions.size() == 1)
                s.before = n -> {
                    if (n == step) order(assignments);
                };
            else s.before = n -> seen.add(weight(s));
        };
        train(Fakes.YAML, false);
        return seen;
    }

    @Test
    void anotherOptimizerGoesOnFromTheVerySameParameters() {
        List<float[]> seen = watched(5, "optimizer=other");
        float[] before = weight(fakes.sessions.get(0));
        assertArrayEquals(before, seen.get(0), "when it was tried");
        assertArrayEquals(before, seen.get(1), "the try was undone");
        assertEquals(
                List.of(
                        "'model.optimizer' is now other, was sgd.",
                        "All parameters are kept.",
                        "The optimizer begins anew: its rule was 'fake' and is 'other' now."),
                answer().get());
        assertEquals(6, fakes.sessions.get(0).batches.size());
        assertEquals(10, fakes.sessions.get(1).batches.size());
        assertTrue(fakes.sessions.get(0).closed);
        assertEveryRowOnceAnEpoch(4);
    }

    @Test
    void aRuleThatBeginsAnewBeginsWithItsOwnStateAndItsFirstStep() {
        List<Long> steps = new ArrayList<>();
        List<Float> memory = new ArrayList<>();
        fakes.opened = s -> {
            if (fakes.sessions.size() == 1)
                s.before = n -> {
                    if (n == 5) order("optimizer=other");
                };
            else
                s.before = n -> {
                    steps.add(n);
                    memory.add(TrainingLoop.copy(s, "optimizer.m." + WEIGHT, 4)[0]);
                };
        };
        train(Fakes.YAML, false);
        assertEquals(List.of(0L, 0L, 1L), steps.subList(0, 3));
        assertEquals(List.of(0f, 0f), memory.subList(0, 2));
        assertEquals(16, runs.list().get(0).epochs().size() * 4);
    }

    @Test
    void theSameRuleKeepsItsStateSoThatNothingIsLost() {
        Trainer.Result plain = train(Fakes.YAML, false);
        for (String change : List.of(
                "train.checkpoint.keep=2", "metrics=[]", "backend=second", "serve.batch.max=8", "train.threads=1")) {
            Trainer.Result result = swapped(Fakes.YAML, 5, change);
            assertTrue(answer().get().contains("The state of the optimizer is kept."), change);
            assertArrayEquals(weight(plain), weight(result), change);
        }
        assertEquals("fake", plain.run().backend());
    }

    @Test
    void theLearningRateChangesAtTheStep() {
        swapped(Fakes.YAML, 5, "optimizer.learningRate=0.25");
        assertEquals(
                List.of("'model.optimizer.sgd.learningRate' is now 0.25."),
                answer().get().subList(0, 1));
        assertEquals(Collections.nCopies(6, 0.5), fakes.sessions.get(0).rates);
        assertEquals(Collections.nCopies(10, 0.25), fakes.sessions.get(1).rates);
    }

    @Test
    void theScheduleChangesAtTheStep() {
        swapped(Fakes.YAML, 5, "schedule=half");
        assertEquals(Collections.nCopies(10, 0.25), fakes.sessions.get(1).rates);
    }

    @Test
    void anotherBatchSizeLosesNoRow() {
        for (int step = 0; step < 16; step += 3)
            for (int batch : new int[] {1, 7, 64}) {
                fakes.sessions.clear();
                swapped(Fakes.YAML, step, "train.batch=" + batch);
                assertEveryRowOnceAnEpoch(4);
                int most = fakes.sessions.get(fakes.sessions.size() - 1).batches.stream()
                        .mapToInt(List::size)
                        .max()
                        .orElse(0);
                assertTrue(most <= batch || step == 15, "step " + step + ", batch " + batch);
            }
    }

    @Test
    void epochsMayBeAddedAndTakenAway() {
        Trainer.Result longer = train(with("epochs: 4", "epochs: 6"), false);
        Trainer.Result added = swapped(Fakes.YAML, 5, "train.epochs=6");
        assertArrayEquals(weight(longer), weight(added));
        assertEquals(6, added.run().epochs().size());
        assertEquals(2, swapped(Fakes.YAML, 5, "train.epochs=2").run().epochs().size());
        Trainer.Result plain = train(Fakes.YAML, false);
        Trainer.Result refused = swapped(Fakes.YAML, 5, "train.epochs=1");
        PipelineException e = assertThrows(PipelineException.class, answer()::get);
        assertEquals("train.epochs", e.at());
        assertEquals("The run is in epoch 2, so train.epochs must be 2 or more, not 1.", e.getMessage());
        assertArrayEquals(weight(plain), weight(refused));
    }

    @Test
    void theLossMetricsClipAndStopChange() {
        Trainer.Result result = swapped(
                Fakes.YAML,
                5,
                "loss=cross-too",
                "metrics=[accuracy, accuracy]",
                "train.clip.norm=1",
                "train.stop.patience=2",
                "train.classWeights=balanced");
        assertTrue(result.model().metrics().containsKey("accuracy-2"));
        assertTrue(result.run().epochs().get(1).validation().containsKey("accuracy-2"));
        assertFalse(result.run().epochs().get(0).validation().containsKey("accuracy-2"));
        assertTrue(
                result.model().descriptor().contains("cross-too"),
                result.model().descriptor());
    }

    @Test
    void aChangedLayerKeepsEveryParameterThatStillFits() {
        String yaml = with("layers: [dense]", "layers: [{ hidden: { units: 5 } }, hidden, dense]");
        List<float[]> seen = new ArrayList<>();
        fakes.opened = s -> {
            if (fakes.sessions.size() == 1)
                s.before = n -> {
                    if (n == 5) order("model.layers.1.hidden.units=4");
                };
            else
                s.before = n -> {
                    seen.add(TrainingLoop.copy(s, "layers.0.hidden.weight", 10));
                    seen.add(TrainingLoop.copy(s, "layers.2.dense.weight", 8));
                };
        };
        Trainer.Result result = train(yaml, false);
        assertEquals(
                List.of(
                        "'model.layers.1.hidden.units' is now 4.",
                        "1 of 3 parameters are kept; new: layers.1.hidden.weight [5, 4], layers.2.dense.weight [4, 2].",
                        "The state of the optimizer is kept for those."),
                answer().get());
        assertArrayEquals(TrainingLoop.copy(fakes.sessions.get(0), "layers.0.hidden.weight", 10), seen.get(2));
        assertArrayEquals(
                Initializer.values(
                        result.model()
                                .graph()
                                .parameter("layers.2.dense.weight")
                                .orElseThrow(),
                        7),
                seen.get(3),
                "as if it had just begun");
        assertEquals(20, result.model().parameters().get("layers.1.hidden.weight").length);
    }

    @Test
    void theRunRemembersEachSwap() {
        within(
                5,
                () -> {
                    order("optimizer=other");
                    order("train.batch=4", "metrics=[]");
                },
                n -> {});
        Trainer.Result result = train(Fakes.YAML, false);
        List<RunRecord.Swap> swaps = result.run().swaps();
        assertEquals(2, swaps.size());
        assertEquals(2, swaps.get(0).epoch());
        assertEquals(6, swaps.get(0).step());
        assertEquals(
                "'model.optimizer' is now other, was sgd.",
                swaps.get(0).changes().get(0));
        assertEquals(
                List.of("'train.batch' is now 4, was 6.", "'metrics' is now [], was [accuracy]."),
                swaps.get(1).changes().subList(0, 2));
        assertEquals(swaps, runs.list().get(0).swaps());
        assertEquals(
                new RunEvent.Swapped(1, 6, swaps.get(0).changes()),
                events.stream()
                        .filter(e -> e instanceof RunEvent.Swapped)
                        .findFirst()
                        .orElseThrow());
        assertTrue(result.run().descriptor().contains("optimizer: sgd"), "what it was begun with");
        assertTrue(result.model().descriptor().contains("optimizer: other"), "what made the model");
    }

    @Test
    void whatTheBestEpochWasJudgedByDecidesWhetherItStillCounts() {
        String yaml = with("epochs: 4", "epochs: 4, stop: { patience: 3 }");
        for (String change : List.of("loss=cross-too", "train.stop.metric=accuracy", "train.stop.patience=0")) {
            swapped(yaml, 5, change);
            boolean told = answer().get().stream().anyMatch(c -> c.startsWith("The best epoch so far, 1,"));
            assertEquals(!change.contains("patience"), told, change);
        }
        swapped(yaml, 5, "optimizer=other");
        assertFalse(answer().get().stream().anyMatch(c -> c.startsWith("The best epoch")));
        String deeper = yaml.replace("[dense]", "[hidden, dense]");
        swapped(deeper, 5, "model.layers.0.hidden.units=4");
        assertTrue(answer().get().stream().anyMatch(c -> c.startsWith("The best epoch so far, 1,")));
    }

    @Test
    void provenanceIsThatOfTheLastSetup() {
        Trainer.Result result = swapped(Fakes.YAML, 5, "backend=second");
        assertEquals("second", result.model().provenance().backend());
        assertEquals("second", result.run().backend());
        assertEquals(1, result.model().provenance().bundles().size());
    }

    @Test
    void swapsBeforeTheFirstStepAreMadeBeforeIt() {
        fakes.opened = s -> {
            if (fakes.sessions.size() == 1) order("optimizer=other");
        };
        Trainer.Result result = train(Fakes.YAML, false);
        assertEquals(List.of(), fakes.sessions.get(0).batches);
        assertEquals(1, result.run().swaps().get(0).epoch());
        assertEquals(0, result.run().swaps().get(0).step());
        assertEquals(Map.of(), result.model().progress());
        assertEquals(
                Stream.of("Began", "Swapped").toList(),
                Fakes.names(events).stream()
                        .filter(n -> n.equals("Began") || n.equals("Swapped"))
                        .toList());
    }
}
