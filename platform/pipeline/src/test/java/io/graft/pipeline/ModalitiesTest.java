package io.graft.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.Batch;
import io.graft.api.data.DataType;
import io.graft.api.data.Feature;
import io.graft.api.data.Sample;
import io.graft.api.graph.Dim;
import io.graft.api.graph.Graph;
import io.graft.api.graph.Value;
import io.graft.descriptor.DescriptorException;
import io.graft.models.Model;
import io.graft.models.Provenance;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Images, sounds and tables on their way to numbers: what fits, what does not, and what is said about it. */
class ModalitiesTest {
    private static final DataType.Table PEOPLE =
            new DataType.Table(List.of(new DataType.Column("age", true), new DataType.Column("job", false)));

    private final Fakes fakes = new Fakes();
    private final ModalityFakes world = new ModalityFakes(fakes.catalog);

    private static Input image(int height, int width, int channels) {
        float[] values = new float[height * width * channels];
        for (int i = 0; i < values.length; i++) values[i] = (i + 1) / 100f;
        return new Input.Picture(values, height, width, channels);
    }

    private String yaml(String prepare) {
        return Fakes.yaml(prepare, "[flat, { dense: { units: classes } }]", "auto")
                .replace("train: rows", "train: train");
    }

    private Assembly assembly(String prepare) {
        return fakes.assembly(yaml(prepare), new LearnedState());
    }

    /** An assembly whose source was opened and whose steps learned. */
    private Assembly learned(String prepare) {
        Assembly a = assembly(prepare);
        Steps.learn(a, a.source(a.descriptor().data().train()), rows -> {});
        return a;
    }

    private static float[] prepared(StepChain chain, Input row, DataType type) {
        Sample sample = new Sample();
        sample.file = "rows";
        ModalityFakes.put(row, type, sample);
        Feature f = chain.features().get(0);
        Batch batch = new Batch(List.of(new Value(f.name(), f.type(), f.shape().prepend(Dim.BATCH))), 2);
        assertTrue(chain.prepare(sample, batch, new int[] {0}, 1));
        return Arrays.copyOfRange(batch.floats(0), batch.width(0), 2 * batch.width(0));
    }

    private PipelineException planned(String prepare) {
        try (Assembly a = assembly(prepare)) {
            return assertThrows(
                    PipelineException.class,
                    () -> a.plannedFeatures(a.source(a.descriptor().data().train())));
        }
    }

    private Model model(String prepare) {
        try (Assembly a = learned(prepare);
                StepChain chain = a.chain(false)) {
            Graph graph = a.graph(chain.features(), 2);
            Map<String, float[]> parameters = new LinkedHashMap<>();
            graph.parameters()
                    .forEach(p -> parameters.put(p.name(), new float[p.shape().elements()]));
            return new Model(
                    "test",
                    1,
                    yaml(prepare),
                    graph,
                    List.of("no", "yes"),
                    Map.of(),
                    new Provenance(Instant.EPOCH, "0.1.0", "jvm", "jvm", 7, List.of(), List.of()),
                    parameters,
                    Map.of(),
                    a.learned().texts(),
                    Map.of());
        }
    }

    @Test
    void imagesOfOneSizeNeedNoSteps() {
        world.gives = new DataType.Image(2, 2, 1);
        try (Assembly a = learned("[]");
                StepChain chain = a.chain(false)) {
            assertEquals("[pixels float[1, 2, 2]]", chain.features().toString());
            assertArrayEquals(new float[] {0.01f, 0.02f, 0.03f, 0.04f}, prepared(chain, image(2, 2, 1), world.gives));
        }
    }

    @Test
    void imageStepsMakeOneSizeAndLearn() {
        world.gives = new DataType.Image(0, 0, 0);
        world.rows.addAll(List.of(image(3, 3, 1), image(2, 4, 3)));
        try (Assembly a = learned("[{ crop: { side: 2 } }, grey, bright]");
                StepChain chain = a.chain(true)) {
            assertEquals("0.06", a.learned().texts().get("prepare/2/bright"), "what is left of the second image");
            assertEquals(List.of(Feature.floats("pixels", 1, 2, 2)), chain.features());
            float[] expected = {1 / 6f, 2 / 6f, 5 / 6f, 1};
            assertArrayEquals(expected, prepared(chain, image(2, 4, 3), world.gives), 1e-6f);
        }
    }

    @Test
    void imagesThatVaryAreSaid() {
        world.gives = new DataType.Image(0, 0, 3);
        PipelineException size = planned("[]");
        assertEquals(ErrorCode.SHAPE_MISMATCH, size.code());
        assertEquals("data.train", size.at());
        assertEquals(
                "The images vary in size, but a network takes one size: add a resize under 'prepare'.",
                size.getMessage());
        world.gives = new DataType.Image(0, 0, 0);
        PipelineException channels = planned("[crop]");
        assertEquals("prepare[0]", channels.at());
        assertTrue(channels.getMessage().startsWith("The images vary in their channels"), channels.getMessage());
    }

    @Test
    void aStepThatCannotTakeTheImagesIsNamed() {
        world.gives = new DataType.Image(1, 1, 1);
        PipelineException e = planned("[crop]");
        assertEquals("prepare[0]", e.at());
        assertEquals("The images are smaller than 2 rows.", e.getMessage());
    }

    @Test
    void stepsOfOtherKindsOfDataAreRefused() {
        Map<String, String> wrong = Map.of(
                "[crop, blanks]", "'blanks' takes text, but 'crop' before it gives images.",
                "[lower, crop]", "'crop' takes images, but 'lower' before it gives text.",
                "[rate]",
                        "The preparation ends with sound, but a network takes numbers. End with audio features, e.g. log-mel.",
                "[rate, add-noise]",
                        "'add-noise' takes numbers, but 'rate' before it gives sound. Put audio features between them, e.g. log-mel.",
                "[rate, chunks, mute]",
                        "'mute' takes sound, but 'chunks' before it gives numbers. Steps for sound stand before that.",
                "[fill, grey]", "'grey' takes images, but 'fill' before it gives rows of a table.",
                "[crop, mix, add-noise]",
                        "'mix' varies whole batches, so nothing stands behind it but what does so too.");
        wrong.forEach((steps, sentence) -> {
            DescriptorException e = assertThrows(DescriptorException.class, () -> assembly(steps), steps);
            assertEquals(sentence, e.problems().get(0).sentence(), steps);
            assertEquals(ErrorCode.TYPE_MISMATCH, e.problems().get(0).code());
        });
    }

    @Test
    void aSourceOfAnotherKindIsRefused() {
        world.gives = new DataType.Audio(4);
        assertEquals(
                "'crop' takes images, but the source 'train' gives sound of 4 Hz.",
                planned("[crop]").getMessage());
        assertEquals(
                "The source gives sound, but there are no steps that make numbers of it. Add audio features under 'prepare', e.g. log-mel.",
                planned("[]").getMessage());
    }

    @Test
    void anImageThatIsNotAsAnnouncedIsSaidWithItsPlace() {
        world.gives = new DataType.Image(2, 2, 1);
        try (Assembly a = learned("[]");
                StepChain chain = a.chain(false)) {
            PipelineException e =
                    assertThrows(PipelineException.class, () -> prepared(chain, image(3, 2, 1), world.gives));
            assertEquals(ErrorCode.BAD_DATA, e.code());
            assertEquals("rows", e.at());
            assertEquals("The image is of 3 x 2 x 1, but the pipeline takes images of 2 x 2 x 1.", e.getMessage());
            assertEquals(
                    "The image is empty.",
                    assertThrows(PipelineException.class, () -> prepared(chain, image(0, 2, 1), world.gives))
                            .getMessage());
        }
    }

    @Test
    void whatAStepSaysAboutARowGetsTheRowsPlace() {
        world.gives = new DataType.Image(0, 0, 1);
        try (Assembly a = learned("[crop]");
                StepChain chain = a.chain(false)) {
            PipelineException e =
                    assertThrows(PipelineException.class, () -> prepared(chain, image(1, 1, 1), world.gives));
            assertEquals("rows", e.at());
            assertEquals("The image is too small.", e.getMessage());
        }
    }

    @Test
    void aStepThatBreaksIsNamedWithItsImage() {
        fakes.catalog.remove("grey");
        fakes.catalog.add(
                "grey",
                new ModalityFakes.Augments(() -> (io.graft.api.augment.ImageAugmenter) (image, random) -> {
                    throw new IllegalStateException("bang");
                }),
                "com.acme.images");
        try (Assembly a = learned("[grey]");
                Augmentation augmentation = a.augmentation().orElseThrow()) {
            Batch batch = batch(augmentation.features());
            PipelineException e = assertThrows(
                    PipelineException.class, () -> augmentation.finish(image(2, 2, 1), batch, new int[] {0}, 0, 0));
            assertEquals(ErrorCode.PLUGIN_FAILED, e.code());
            assertEquals("prepare[0]", e.at());
            assertEquals(
                    "'grey' of com.acme.images failed on an image of 2 x 2 x 1: java.lang.IllegalStateException: bang.",
                    e.getMessage());
        }
    }

    @Test
    void soundGoesThroughStepsIntoFeatures() {
        world.gives = new DataType.Audio(0);
        assertEquals(
                "The rates vary: put a step before it that makes them one.",
                planned("[chunks]").getMessage());
        try (Assembly a = learned("[rate, chunks]");
                StepChain chain = a.chain(false)) {
            assertEquals(
                    List.of(Feature.floats("chunks", 4)),
                    a.plannedFeatures(a.source(a.descriptor().data().train())));
            assertArrayEquals(
                    new float[] {1, 0.5f, 0, 0},
                    prepared(chain, new Input.Sound(new float[] {1, 0.5f}, 8), world.gives));
            assertArrayEquals(
                    new float[4], prepared(chain, new Input.Sound(new float[0], 8), world.gives), "an empty sound");
        }
    }

    @Test
    void soundOfAnotherRateIsSaid() {
        world.gives = new DataType.Audio(4);
        try (Assembly a = learned("[chunks]");
                StepChain chain = a.chain(false)) {
            PipelineException e = assertThrows(
                    PipelineException.class, () -> prepared(chain, new Input.Sound(new float[3], 8), world.gives));
            assertEquals("The sound has 8 samples a second, but the pipeline takes 4.", e.getMessage());
        }
    }

    @Test
    void tablesAreFilledAndBecomeNumbers() {
        world.gives = PEOPLE;
        world.rows.addAll(List.of(
                new Input.Cells(Map.of("age", 20, "job", "cook")),
                new Input.Cells(Map.of("age", 40)),
                new Input.Cells(Map.of("job", "pilot"))));
        try (Assembly a = learned("[fill, words]");
                StepChain chain = a.chain(false)) {
            assertEquals(
                    List.of(Feature.floats("numbers", 6)),
                    a.plannedFeatures(a.source(a.descriptor().data().train())),
                    "before it has learned: at most");
            assertEquals(List.of(Feature.floats("numbers", 3)), chain.features());
            assertArrayEquals(new float[] {30, 0, 1}, prepared(chain, new Input.Cells(Map.of("job", "pilot")), PEOPLE));
            assertArrayEquals(
                    new float[] {7, 0, 0},
                    prepared(chain, new Input.Cells(Map.of("age", 7, "job", "unheard of")), PEOPLE));
        }
    }

    @Test
    void wordsThatNoStepMakesNumbersOfAreSaid() {
        world.gives = PEOPLE;
        PipelineException e = planned("[fill]");
        assertEquals(
                "The column 'job' holds words, but a network takes numbers: add a step under 'prepare' that makes numbers of them, e.g. one-hot.",
                e.getMessage());
        world.gives = new DataType.Table(List.of());
        assertEquals("No column is left for the network.", planned("[]").getMessage());
    }

    @Test
    void aMissingNumberThatNoStepFillsIsSaid() {
        world.gives = new DataType.Table(List.of(new DataType.Column("age", true)));
        try (Assembly a = learned("[]");
                StepChain chain = a.chain(false)) {
            PipelineException e = assertThrows(
                    PipelineException.class, () -> prepared(chain, new Input.Cells(Map.of()), world.gives));
            assertEquals(ErrorCode.BAD_DATA, e.code());
            assertEquals(
                    "The column 'age' has no number in this row. Put a step that fills gaps under 'prepare', e.g. impute.",
                    e.getMessage());
        }
    }

    @Test
    void rowsToJudgeOnHaveTheColumnsOfThoseToTrainOn() {
        world.gives = PEOPLE;
        world.devGives =
                new DataType.Table(List.of(new DataType.Column("age", false), new DataType.Column("job", false)));
        try (Assembly a = fakes.assembly(
                yaml("[fill, words]").replace("{ train: train }", "{ train: train, validation: dev }"),
                new LearnedState())) {
            a.source(a.descriptor().data().train());
            PipelineException e = assertThrows(
                    PipelineException.class,
                    () -> a.source(a.descriptor().data().validation().orElseThrow()));
            assertEquals("data.validation", e.at());
            assertEquals(
                    "The rows of 'dev' are not like those to train on: the column 'age' holds words instead of numbers.",
                    e.getMessage());
        }
    }

    @Test
    void aModelOfImagesAnswersPixelsAndFiles() {
        fakes.catalog.add("bytes", new ModalityFakes.Bytes());
        world.gives = new DataType.Image(0, 0, 1);
        Model model = model("[crop]");
        assertEquals("{\"image\":[0,0,1]}", model.state().get("rows.json"));
        try (Generation generation = Generation.of(fakes.catalog, model, fakes.warnings::add);
                Worker worker = generation.worker()) {
            assertEquals(new DataType.Image(0, 0, 1), worker.takes());
            assertFalse(worker.readsText());
            worker.input(0, image(3, 3, 1));
            worker.input(1, new Input.File(new byte[] {2, 2, 1, 9, 8, 7, 6}));
            worker.run(2);
            assertArrayEquals(new float[] {0.01f, 0.02f, 0.09f, 0.08f}, Arrays.copyOf(worker.scores(), 4));
            assertEquals(
                    "The image is cut off.",
                    assertThrows(PipelineException.class, () -> worker.input(0, new Input.File(new byte[1])))
                            .getMessage());
            assertEquals(
                    "The pipeline takes images of varying size, but the row is a text.",
                    assertThrows(PipelineException.class, () -> worker.input(0, new Input.Text("a")))
                            .getMessage());
        }
    }

    @Test
    void withoutADecoderFilesAreRefused() {
        Model model = model("[crop]");
        try (Generation generation = Generation.of(fakes.catalog, model, fakes.warnings::add);
                Worker worker = generation.worker()) {
            PipelineException e =
                    assertThrows(PipelineException.class, () -> worker.input(0, new Input.File(new byte[] {1, 2, 3})));
            assertEquals(ErrorCode.PLUGIN_UNAVAILABLE, e.code());
            assertEquals(
                    "No plug-in is installed that decodes files of images; send their numbers instead.",
                    e.getMessage());
        }
    }

    @Test
    void aModelOfTablesAnswersCells() {
        world.gives = PEOPLE;
        world.rows.add(new Input.Cells(Map.of("age", 20, "job", "cook")));
        Model model = model("[fill, words]");
        try (Generation generation = Generation.of(fakes.catalog, model, fakes.warnings::add);
                Worker worker = generation.worker()) {
            worker.input(0, new Input.Cells(Map.of("age", 3, "job", "cook")));
            worker.run(1);
            assertArrayEquals(new float[] {3, 1}, Arrays.copyOf(worker.scores(), 2));
            assertEquals(
                    "There is no column 'agee'; the columns are age, job.",
                    assertThrows(PipelineException.class, () -> worker.input(0, new Input.Cells(Map.of("agee", 3))))
                            .getMessage());
            assertEquals(
                    "The column 'age' holds numbers, but here stands \"old\".",
                    assertThrows(PipelineException.class, () -> worker.input(0, new Input.Cells(Map.of("age", "old"))))
                            .getMessage());
        }
    }

    @Test
    void aModelThatDoesNotSayWhatItsRowsAreIsSaid() {
        try (Assembly a = assembly("[crop]")) {
            PipelineException e = assertThrows(PipelineException.class, () -> a.chain(false));
            assertEquals(ErrorCode.BAD_MODEL, e.code());
        }
        PipelineException broken = assertThrows(PipelineException.class, () -> Takes.read("{\"image\":"));
        assertEquals(ErrorCode.BAD_MODEL, broken.code());
        assertThrows(PipelineException.class, () -> Takes.read("{\"films\":1}"));
    }

    @Test
    void whatRowsAreIsKept() {
        for (DataType type : List.of(new DataType.Image(2, 0, 3), new DataType.Audio(16_000), PEOPLE))
            assertEquals(type, Takes.read(Takes.write(type)));
        assertEquals("", Takes.write(new DataType.Text()));
    }

    private static Batch batch(List<Feature> features) {
        return new Batch(
                features.stream()
                        .map(f -> new Value(f.name(), f.type(), f.shape().prepend(Dim.BATCH)))
                        .toList(),
                2);
    }
}
