package io.graft.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.PipelineException;
import io.graft.models.Model;
import io.graft.models.ModelStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The raw rows that a model keeps for judging swaps. */
class ProbeRowsTest {
    @TempDir
    private Path home;

    private final Fakes fakes = new Fakes();
    private ModelStore models;
    private Trainer trainer;

    @BeforeEach
    void open() {
        models = new ModelStore(home);
        trainer = new Trainer(fakes.catalog, models, new RunStore(home), "0.1.0");
    }

    private Trainer.Result train(String yaml, boolean resume) {
        return trainer.train(fakes.descriptor(yaml), resume, e -> {});
    }

    private static String with(String from, String to) {
        assertTrue(Fakes.YAML.contains(from));
        return Fakes.YAML.replace(from, to);
    }

    private static List<String> probe(Trainer.Result result) {
        return result.model().state().get("probe.jsonl").lines().toList();
    }

    @Test
    void aModelKeepsTheRowsThatASwapIsJudgedOn() {
        Trainer.Result judged = train(Fakes.YAML, false);
        assertEquals(
                List.of(
                        "{\"numbers\":[2.0,1.0],\"label\":\"even\"}",
                        "{\"numbers\":[3.0,1.0],\"label\":\"odd\"}",
                        "{\"numbers\":[5.0,1.0],\"label\":\"odd\"}"),
                probe(judged),
                "those of the validation data");
        assertEquals(
                judged.model().state(), models.load("test", OptionalInt.empty()).state(), "the file holds them");
        String few = with("train: numbers, validation: { numbers: { path: dev } } }", "train: numbers }")
                + "serve: { probe: { rows: 5 } }\n";
        List<String> chosen = probe(train(few, false));
        assertEquals(5, chosen.size());
        assertEquals(chosen, probe(train(few, false)), "the same rows for the same seed");
        assertNotEquals(chosen, probe(train(few.replace("batch: 6", "batch: 6, seed: 8"), false)));
        String split = few.replace("train: numbers }", "train: numbers, validation: { split: 0.25 } }");
        assertTrue(probe(train(split, false)).size() <= 5);
        String none = Fakes.YAML + "serve: { probe: { rows: 0 } }\n";
        assertEquals(Map.of(), train(none, false).model().state());
    }

    @Test
    void theRowsSetAsideAreThoseThatASwapIsJudgedOn() {
        String split = with("validation: { numbers: { path: dev } }", "validation: { split: 0.25 }");
        Trainer.Result result = train(split, false);
        int setAside = ((Number) result.model().metrics().get("rows")).intValue();
        assertEquals(setAside, probe(result).size());
    }

    @Test
    void aResumedRunHasTheSameRows() {
        Trainer.Result whole = train(Fakes.YAML, false);
        fakes.opened = s -> s.before = step -> {
            if (step == 9) Thread.currentThread().interrupt();
        };
        assertThrows(PipelineException.class, () -> train(Fakes.YAML, false));
        fakes.opened = s -> {};
        assertEquals(whole.model().state(), train(Fakes.YAML, true).model().state());
    }

    @Test
    void theKeptRowsAreNothingToThoseWhoAnswer() {
        Trainer.Result result = train(Fakes.YAML, false);
        Model without = new Model(
                "test",
                1,
                result.model().descriptor(),
                result.model().graph(),
                result.model().labels(),
                Map.of(),
                result.model().provenance(),
                result.model().parameters(),
                Map.of(),
                Map.of(),
                Map.of());
        Evaluator evaluator = new Evaluator(fakes.catalog);
        assertEquals(
                evaluator.evaluate(without, home.resolve("dev"), e -> {}),
                evaluator.evaluate(result.model(), home.resolve("dev"), e -> {}));
    }
}
