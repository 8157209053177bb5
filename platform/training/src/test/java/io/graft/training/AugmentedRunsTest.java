package io.graft.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.models.Model;
import io.graft.models.ModelStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose rows are varied: anew in each epoch, alike for the same seed, not at all where answers are judged. */
class AugmentedRunsTest {
    @TempDir
    private Path home;

    private final Fakes fakes = new Fakes();
    private Trainer trainer;
    private RunStore runs;

    @BeforeEach
    void open() {
        runs = new RunStore(home);
        trainer = new Trainer(fakes.catalog, new ModelStore(home), runs, "0.1.0");
        for (String part : List.of("train", "dev")) {
            List<Fakes.Row> rows = new ArrayList<>();
            for (int i = 0; i < 8; i++)
                rows.add(new Fakes.Row(new Fakes.Pixels(new float[] {i / 10f, 1}), i % 2 == 0 ? "even" : "odd"));
            fakes.rows.put(part, rows);
        }
    }

    private static String yaml(String source, String prepare, String loss) {
        return Fakes.YAML
                .replace("numbers", source)
                .replace("model: {", "prepare: " + prepare + "\nmodel: {")
                .replace("layers: [dense]", "layers: [flat, dense]")
                .replace("loss: cross", "loss: " + loss);
    }

    private Model train(String yaml, boolean resume) {
        return trainer.train(fakes.descriptor(yaml), resume, e -> {}).model();
    }

    private static float[] weight(Model model) {
        return model.parameters().get("layers.1.dense.weight");
    }

    private Set<Float> seen(int fromStep, int toStep) {
        Set<Float> seen = new HashSet<>();
        fakes.session.batches.subList(fromStep, toStep).forEach(seen::addAll);
        return seen;
    }

    @Test
    void imagesTrainWithoutSteps() {
        Model model = train(yaml("images", "[]", "cross"), false);
        assertEquals("{\"image\":[1,2,1]}", model.state().get("rows.json"));
        assertTrue(model.state().get("probe.jsonl").contains("\"image\""), "what a swap is judged on is kept");
        assertEquals(8, seen(0, 2).size(), "two steps are an epoch");
        assertEquals(seen(0, 2), seen(2, 4), "the same rows in each epoch");
    }

    @Test
    void imagesAreVariedAnewInEachEpoch() {
        train(yaml("images", "[light]", "cross"), false);
        Set<Float> both = seen(0, 2);
        both.retainAll(seen(2, 4));
        assertEquals(Set.of(), both);
    }

    @Test
    void numbersOfRowsAreVariedAnewInEachEpoch() {
        train(yaml("images", "[noise]", "cross"), false);
        Set<Float> both = seen(0, 2);
        both.retainAll(seen(2, 4));
        assertEquals(Set.of(), both);
    }

    @Test
    void rowsOfNumbersAreVariedToo() {
        fakes.rows.replaceAll((part, rows) -> rows.stream()
                .map(r -> new Fakes.Row(((Fakes.Pixels) r.content()).values(), r.label()))
                .toList());
        train(yaml("numbers", "[noise]", "cross"), false);
        assertNotEquals(seen(0, 2), seen(2, 4));
    }

    @Test
    void whatIsJudgedIsNotVaried() {
        Model plain = train(yaml("images", "[]", "cross").replace("epochs: 4", "epochs: 1"), false);
        Model varied = train(yaml("images", "[light]", "cross").replace("epochs: 4", "epochs: 1"), false);
        assertEquals(plain.metrics().get("rows"), varied.metrics().get("rows"));
        assertEquals(plain.state().get("probe.jsonl"), varied.state().get("probe.jsonl"));
    }

    @Test
    void aVariedRunRepeatsAndGoesOnExactly() {
        for (String steps : List.of("[light]", "[noise]", "[light, mix]")) {
            String yaml = yaml("images", steps, steps.contains("mix") ? "one-hot" : "cross");
            float[] whole = weight(train(yaml, false));
            assertArrayEquals(whole, weight(train(yaml, false)), steps);
            fakes.opened = s -> s.before = step -> {
                if (step == 5) Thread.currentThread().interrupt();
            };
            PipelineException e = assertThrows(PipelineException.class, () -> train(yaml, false));
            assertEquals(ErrorCode.INTERRUPTED, e.code());
            fakes.opened = s -> {};
            assertArrayEquals(whole, weight(train(yaml, true)), steps);
        }
    }

    @Test
    void batchesAreMixedWithTheirTargets() {
        train(yaml("images", "[mix]", "one-hot"), false);
        Map<Integer, Float> firsts = new java.util.HashMap<>();
        for (int i = 0; i < fakes.session.batches.size(); i++)
            firsts.put(i, fakes.session.batches.get(i).get(0));
        assertEquals(
                fakes.session.batches.size(),
                new HashSet<>(firsts.values()).size(),
                "each batch by a chance of its own");
    }

    @Test
    void mixingWithALossOverOneClassIsRefusedBeforeDataIsRead() {
        fakes.broken = new IllegalStateException("read too early");
        PipelineException e =
                assertThrows(PipelineException.class, () -> train(yaml("images", "[mix]", "cross"), false));
        assertEquals("prepare[0]", e.at());
    }
}
