package io.graft.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.models.ModelStore;
import io.graft.pipeline.BackendChooser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Swaps that fail, and runs that end or are killed around a swap. */
class RunSwapFailureTest extends SwappedRuns {
    @Test
    void aRefusedSwapChangesNothing() {
        Trainer.Result plain = train(Fakes.YAML, false);
        List<String> bad = List.of(
                "optimizer=adm",
                "optimizer.learningRat=1",
                "model.layers.0=hidden",
                "loss=squares",
                "loss=soft",
                "metrics=[mean-error]",
                "train.batch=0",
                "train.stop.metric=nothing",
                "train.classWeights={ evne: 2 }",
                "data.train=texts",
                "prepare=[whole, letters]",
                "pipeline=other",
                "train.seed=8",
                "train.shuffle=false",
                "backend=nan",
                "backend=throws",
                "backend=closed",
                "backend=nowhere",
                "nonsense",
                "=1",
                "model.layers.7=dense",
                "unknown=1");
        for (String change : bad) {
            events.clear();
            Trainer.Result result = swapped(Fakes.YAML, 5, change);
            PipelineException e = assertThrows(PipelineException.class, answer()::get, change);
            assertNotEquals(ErrorCode.INTERNAL, e.code(), change + ": " + e.getMessage());
            assertArrayEquals(weight(plain), weight(result), change);
            assertEquals(plain.run().epochs(), result.run().epochs(), change);
            assertEquals(List.of(), result.run().swaps(), change);
            assertTrue(Fakes.names(events).contains("Warned"), change);
        }
    }

    @Test
    void aRefusalSaysWhatWouldBeRight() {
        swapped(Fakes.YAML, 5, "optimizer=otter");
        assertTrue(assertThrows(PipelineException.class, answer()::get)
                .getMessage()
                .contains("Did you mean 'other'?"));
        swapped(Fakes.YAML, 5, "train.seed=8");
        PipelineException e = assertThrows(PipelineException.class, answer()::get);
        assertEquals(ErrorCode.BAD_CALL, e.code());
        assertEquals("train.seed", e.at());
        assertTrue(e.getMessage().endsWith("Cancel the run and train anew."), e.getMessage());
        swapped(Fakes.YAML, 5, "loss=soft");
        assertEquals(
                "The data of this run was read for the loss 'cross'; 'soft' compares with something else. Train anew with it.",
                assertThrows(PipelineException.class, answer()::get).getMessage());
        swapped(Fakes.YAML, 5, "backend=nan");
        assertEquals(
                "With this change the loss of the next step would be NaN.",
                assertThrows(PipelineException.class, answer()::get).getMessage());
    }

    @Test
    void aSwapSurvivesAKill() {
        String yaml = with("every: never", "every: 3 steps");
        Trainer.Result whole = swapped(yaml, 5, "optimizer=other", "train.batch=4");
        int first = fakes.sessions.size();
        fakes.opened = s -> s.before = n -> {
            boolean begun = fakes.sessions.size() > first + 1;
            if (!begun && n == 5) order("optimizer=other", "train.batch=4");
            if (begun && n == 3) throw new IllegalStateException("the power went");
        };
        assertThrows(PipelineException.class, () -> train(yaml, false));
        fakes.opened = s -> {};
        Trainer.Result resumed = train(yaml, true);
        assertArrayEquals(weight(whole), weight(resumed));
        assertEquals(whole.run().epochs(), resumed.run().epochs());
        assertEquals(1, resumed.run().swaps().size());
        assertTrue(resumed.model().descriptor().contains("optimizer: other"));
    }

    @Test
    void aSwapThatWasTheLastThingBeforeAKillIsNotForgotten() {
        fakes.opened = s -> s.before = n -> {
            if (fakes.sessions.size() == 1 && n == 5) order("optimizer=other");
            if (fakes.sessions.size() == 2 && fakes.session.batches.size() == 1)
                throw new IllegalStateException("the power went");
        };
        assertThrows(PipelineException.class, () -> train(Fakes.YAML, false));
        fakes.opened = s -> {};
        assertEquals(1, train(Fakes.YAML, true).run().swaps().size());
        assertTrue(events.contains(new RunEvent.Resumed(1, 6)), events.toString());
    }

    @Test
    void aSwappedRunIsResumedWithTheOldDescriptorOrTheNewAndNoOther() {
        for (String file : List.of(Fakes.YAML, with("optimizer: sgd", "optimizer: other"))) {
            fakes.sessions.clear();
            within(5, () -> order("optimizer=other"), n -> {});
            var swap = fakes.opened;
            fakes.opened = s -> {
                swap.accept(s);
                if (fakes.sessions.size() == 2)
                    s.before = n -> {
                        if (n == 2) Thread.currentThread().interrupt();
                    };
            };
            assertThrows(PipelineException.class, () -> train(Fakes.YAML, false));
            fakes.opened = s -> {};
            PipelineException e =
                    assertThrows(PipelineException.class, () -> train(with("epochs: 4", "epochs: 5"), true));
            assertEquals(ErrorCode.BAD_CALL, e.code());
            Trainer.Result resumed = train(file, true);
            assertEquals(4, resumed.run().epochs().size());
            assertTrue(resumed.model().descriptor().contains("optimizer: other"));
        }
    }

    @Test
    void aRunGivesBackWhatItBorrowed() {
        CountingCatalog catalog = new CountingCatalog(fakes.catalog);
        trainer = new Trainer(catalog, new ModelStore(home), runs, new BackendChooser(), "0.1.0", Duration.ZERO);
        train(Fakes.YAML, false);
        assertEquals(0, catalog.lent(), "a run");
        swapped(Fakes.YAML, 5, "optimizer=other");
        assertEquals(0, catalog.lent(), "a run with a swap");
        for (String bad : List.of("backend=throws", "backend=closed", "loss=soft", "optimizer=adm")) {
            swapped(Fakes.YAML, 5, bad);
            assertEquals(0, catalog.lent(), bad);
        }
        List<Integer> during = new ArrayList<>();
        within(5, () -> order("optimizer=other"), n -> during.add(catalog.lent()));
        train(Fakes.YAML, false);
        assertTrue(during.stream().allMatch(n -> n > 0), "it keeps its components while it goes on: " + during);
    }

    @Test
    void whatCannotBeClosedDoesNotHoldUpTheRun() {
        within(5, () -> order("optimizer=other"), n -> {});
        var first = fakes.opened;
        fakes.opened = s -> {
            first.accept(s);
            if (fakes.sessions.size() == 1) s.stuck = new IllegalStateException("stuck");
        };
        assertEquals(1, train(Fakes.YAML, false).run().swaps().size());
        assertTrue(events.stream()
                .anyMatch(e -> e instanceof RunEvent.Warned w && w.sentence().contains("could not be closed. stuck")));
    }
}
