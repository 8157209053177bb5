package io.graft.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.augment.TensorAugmenter;
import io.graft.api.data.Batch;
import io.graft.api.data.DataType;
import io.graft.api.data.Feature;
import io.graft.api.data.Sample;
import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What varies rows: in training only, in its place, and the same again for the same seed, epoch and row. */
class AugmentationTest {
    private static final Input.Picture IMAGE = new Input.Picture(new float[] {0.1f, 0.2f, 0.3f, 0.4f}, 2, 2, 1);

    private final Fakes fakes = new Fakes();
    private final ModalityFakes world = new ModalityFakes(fakes.catalog);

    private Assembly assembly(String prepare, String loss, LearnedState learned) {
        String yaml = Fakes.yaml(prepare, "[flat, { dense: { units: classes } }]", "auto")
                .replace("train: rows", "train: train")
                .replace("loss: cross", "loss: " + loss);
        return fakes.assembly(yaml, learned);
    }

    private Assembly learned(String prepare) {
        Assembly a = assembly(prepare, "one-hot", new LearnedState());
        Steps.learn(a, a.source(a.descriptor().data().train()), rows -> {});
        return a;
    }

    private static Batch batch(List<Feature> features) {
        return new Batch(
                features.stream()
                        .map(f -> new Value(f.name(), f.type(), f.shape().prepend(Dim.BATCH)))
                        .toList(),
                1);
    }

    private static float[] finished(Augmentation augmentation, Input row, long epoch, long place) {
        Batch batch = batch(augmentation.features());
        augmentation.finish(row, batch, new int[] {0}, epoch, place);
        return batch.floats(0).clone();
    }

    @Test
    void augmentersAreSkippedOutsideTraining() {
        world.gives = new DataType.Image(2, 2, 1);
        try (Assembly a = learned("[add-light, add-noise, mix]");
                StepChain serving = a.chain(false)) {
            Batch batch = batch(serving.features());
            Sample sample = new Sample();
            IMAGE.into(sample);
            assertTrue(serving.prepare(sample, batch, new int[] {0}, 0));
            assertArrayEquals(IMAGE.values(), batch.floats(0));
        }
    }

    @Test
    void theSameSeedEpochAndRowVaryAlike() {
        world.gives = new DataType.Image(2, 2, 1);
        float[] first;
        try (Assembly a = learned("[add-light]");
                Augmentation augmentation = a.augmentation().orElseThrow()) {
            assertTrue(augmentation.early());
            first = finished(augmentation, IMAGE, 3, 17);
            float[] others = finished(augmentation, IMAGE, 3, 18);
            float[] later = finished(augmentation, IMAGE, 4, 17);
            assertNotEquals(first[0], others[0]);
            assertNotEquals(first[0], later[0]);
            assertArrayEquals(first, finished(augmentation, IMAGE, 3, 17), "whatever came between");
            assertEquals(0.1f, IMAGE.values()[0], "what is kept stays as it is");
        }
        try (Assembly again = learned("[add-light]");
                Augmentation augmentation = again.augmentation().orElseThrow()) {
            assertArrayEquals(first, finished(augmentation, IMAGE, 3, 17), "in another run too");
        }
    }

    @Test
    void twoOfAKindDoNotVaryAlike() {
        world.gives = new DataType.Image(2, 2, 1);
        try (Assembly a = learned("[add-light, add-light]");
                Augmentation augmentation = a.augmentation().orElseThrow();
                Assembly b = learned("[add-light]");
                Augmentation one = b.augmentation().orElseThrow()) {
            float both = finished(augmentation, IMAGE, 0, 0)[0] - 0.1f;
            float single = finished(one, IMAGE, 0, 0)[0] - 0.1f;
            assertTrue(Math.abs(both - 2 * single) > 1e-4, both + " " + single);
        }
    }

    @Test
    void whatStandsBeforeTheFirstIsDoneOnceAndTheRestAnew() {
        world.gives = new DataType.Image(0, 0, 1);
        world.rows.add(new Input.Picture(new float[] {0, 0.5f, 1, 0.25f, 0, 1, 0.5f, 0, 1}, 3, 3, 1));
        try (Assembly a = learned("[crop, add-light, bright]");
                Augmentation augmentation = a.augmentation().orElseThrow();
                Augmentation.Kept kept = augmentation.kept()) {
            assertEquals("0.5", a.learned().texts().get("prepare/2/bright"), "steps learn from rows as they are");
            Sample sample = new Sample();
            world.rows.get(0).into(sample);
            Input.Picture row = (Input.Picture) kept.of(sample).orElseThrow();
            assertArrayEquals(new float[] {0, 0.5f, 0.25f, 0}, row.values());
            float[] numbers = finished(augmentation, row, 0, 0);
            assertEquals(1, numbers[1] - numbers[0], 1e-6, "brightened, then divided by 0.5");
            assertTrue(numbers[0] > 0);
        }
    }

    @Test
    void soundIsVariedBeforeItsFeatures() {
        world.gives = new DataType.Audio(4);
        try (Assembly a = learned("[mute, chunks]");
                Augmentation augmentation = a.augmentation().orElseThrow()) {
            float[] numbers = finished(augmentation, new Input.Sound(new float[] {9, 9}, 4), 1, 2);
            assertEquals(numbers[0], numbers[1]);
            assertTrue(numbers[0] < 1);
            assertEquals(0, numbers[2]);
        }
    }

    @Test
    void textIsVariedBeforeItsTokens() {
        LearnedState known = new LearnedState(Map.of("prepare/2/ids", "b c"));
        String yaml = Fakes.yaml("[typo, blanks, ids]", Fakes.LAYERS, "auto");
        try (Assembly a = fakes.assembly(yaml, known);
                Augmentation augmentation = a.augmentation().orElseThrow()) {
            Batch batch = batch(augmentation.features());
            augmentation.finish(new Input.Text("b"), batch, new int[] {0, 1}, 0, 0);
            assertEquals(2, batch.ints(0)[0], "b became c");
        }
    }

    @Test
    void numbersAloneAreVariedInTheBatch() {
        world.gives = new DataType.Tensors(List.of(Feature.floats("x", 2)));
        try (Assembly a = learned("[add-noise]");
                Augmentation augmentation = a.augmentation().orElseThrow()) {
            assertFalse(augmentation.early());
            assertFalse(a.prepares(), "rows are numbers that go straight to the network");
            float[] numbers = new float[6];
            Value x = new Value("x", ElementType.FLOAT, Shape.batch(2));
            augmentation.vary(numbers, 2, x, 0, 5);
            assertArrayEquals(new float[2], Arrays.copyOf(numbers, 2));
            assertTrue(numbers[2] > 0 && numbers[3] > 0);
            assertArrayEquals(new float[2], Arrays.copyOfRange(numbers, 4, 6));
        }
    }

    @Test
    void batchesAreMixedWithTheirTargets() {
        world.gives = new DataType.Tensors(List.of(Feature.floats("x", 2)));
        try (Assembly a = learned("[mix]");
                Augmentation augmentation = a.augmentation().orElseThrow()) {
            Batch batch = new Batch(
                    List.of(
                            new Value("x", ElementType.FLOAT, Shape.batch(2)),
                            new Value("target", ElementType.FLOAT, Shape.batch(1))),
                    1);
            batch.rows(1);
            batch.floats("x")[0] = 1;
            batch.floats("target")[0] = 1;
            augmentation.mix(batch, "x", 0, 0);
            assertEquals(batch.floats("x")[0], batch.floats("target")[0]);
            assertTrue(batch.floats("target")[0] < 1);
        }
    }

    @Test
    void withoutAugmentersNothingVaries() {
        try (Assembly a = learned("[]")) {
            assertEquals(Optional.empty(), a.augmentation());
        }
    }

    @Test
    void mixingNeedsALossOverNumbersForEachClass() {
        PipelineException e =
                assertThrows(PipelineException.class, () -> assembly("[add-light, mix]", "cross", new LearnedState()));
        assertEquals(ErrorCode.TYPE_MISMATCH, e.code());
        assertEquals("prepare[1]", e.at());
        assertEquals(
                "'mix' mixes rows with their targets, so it needs a loss that compares with a number for each class, e.g. binary-cross-entropy, but 'cross' compares with one class.",
                e.getMessage());
    }

    @Test
    void whatDropsRowsStandsBeforeWhatVariesThem() {
        LearnedState known = new LearnedState(Map.of("prepare/3/ids", "a"));
        try (Assembly a = fakes.assembly(Fakes.yaml("[typo, once, blanks, ids]", Fakes.LAYERS, "auto"), known)) {
            PipelineException e = assertThrows(PipelineException.class, a::augmentation);
            assertEquals("prepare[1]", e.at());
            assertEquals(
                    "'once' drops rows of the training data, so it must stand before 'typo', which varies them in every epoch.",
                    e.getMessage());
        }
    }

    @Test
    void idsAreNotVariedAsNumbers() {
        String yaml = Fakes.yaml("[blanks, ids, add-noise]", Fakes.LAYERS, "auto");
        try (Assembly a = fakes.assembly(yaml, new LearnedState())) {
            PipelineException e = assertThrows(
                    PipelineException.class,
                    () -> a.plannedFeatures(a.source(a.descriptor().data().train())));
            assertEquals("prepare[2]", e.at());
            assertEquals("'add-noise' varies numbers, but a row is 'ids', which holds ids.", e.getMessage());
        }
    }

    @Test
    void anAugmenterThatBreaksIsNamed() {
        fakes.catalog.add(
                "bang",
                new ModalityFakes.Augments(() -> (TensorAugmenter) (numbers, from, shape, random) -> {
                    throw new IllegalStateException("bang");
                }),
                "com.acme.noise");
        world.gives = new DataType.Tensors(List.of(Feature.floats("x", 2)));
        try (Assembly a = learned("[bang]");
                Augmentation augmentation = a.augmentation().orElseThrow()) {
            PipelineException e = assertThrows(
                    PipelineException.class,
                    () -> augmentation.vary(new float[2], 0, new Value("x", ElementType.FLOAT, Shape.batch(2)), 0, 0));
            assertEquals(ErrorCode.PLUGIN_FAILED, e.code());
            assertTrue(e.getMessage().contains("com.acme.noise"), e.getMessage());
        }
    }
}
