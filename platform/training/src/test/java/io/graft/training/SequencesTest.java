package io.graft.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.Batch;
import io.graft.models.ModelStore;
import io.graft.pipeline.Network;
import io.graft.training.Fakes.Row;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs over rows whose label is a sequence of labels; the network of the fakes has three positions. */
class SequencesTest {
    private static final String YAML = Fakes.YAML.replace("layers: [dense]", "layers: [positions]");

    @TempDir
    private Path home;

    private final Fakes fakes = new Fakes();

    SequencesTest() {
        fakes.rows.put(
                "train",
                List.of(
                        new Row(new float[] {1, 1}, "noun verb  noun"),
                        new Row(new float[] {2, 1}, "verb"),
                        new Row(new float[] {3, 1}, "")));
        fakes.rows.put("dev", List.of(new Row(new float[] {1, 1}, "verb verb noun verb noun")));
    }

    private Trainer.Result train(String loss, String metrics) {
        return train(YAML.replace("loss: cross", "loss: " + loss).replace("[accuracy]", metrics));
    }

    private Trainer.Result train(String yaml) {
        Trainer trainer = new Trainer(
                fakes.catalog, new ModelStore(home.resolve("models")), new RunStore(home.resolve("runs")), "0.1.0");
        return trainer.train(fakes.descriptor(yaml), false, e -> {});
    }

    private PipelineException refused(String loss, String metrics) {
        return assertThrows(PipelineException.class, () -> train(loss, metrics));
    }

    @Test
    void tagsAreJudgedPositionByPositionAndCutAtTheLength() {
        var result = train("tags", "[accuracy, label-count]");
        assertEquals(List.of("noun", "verb"), result.model().labels());
        assertEquals(
                3.0,
                result.model().metrics().get("label-count"),
                "of the five labels of the row, three have a position");
        assertTrue(result.model().metrics().containsKey("confusion"), "tags are classes");
        double accuracy = (Double) result.model().metrics().get("accuracy");
        assertEquals(Math.rint(3 * accuracy), 3 * accuracy, 1e-9, "of three positions");
    }

    @Test
    void aTranscriptHasABlankBeforeItsClasses() {
        fakes.rows.put("dev", List.of(new Row(new float[] {1, 1}, "verb noun")));
        var result = train("transcript", "[label-count]");
        assertEquals(List.of("", "noun", "verb"), result.model().labels());
        assertEquals(2.0, result.model().metrics().get("label-count"));
        assertTrue(!result.model().metrics().containsKey("confusion"), "labels without positions are no classes");
    }

    @Test
    void aTranscriptLongerThanTheNetworkIsRefusedWithItsPlace() {
        PipelineException e = refused("transcript", "[label-count]");
        assertEquals(ErrorCode.BAD_DATA, e.code());
        assertEquals("dev:2", e.at());
        assertEquals(
                "The row has 5 labels, but the network gives 3 positions to put them at; give it longer sequences, or smaller strides.",
                e.getMessage());
    }

    @Test
    void labelsThatTrainingDidNotHaveAreRefusedWithTheirPlace() {
        fakes.rows.put("dev", List.of(new Row(new float[] {1, 1}, "verb adverb")));
        PipelineException e = refused("tags", "[label-count]");
        assertEquals("dev:2", e.at());
        assertTrue(e.getMessage().startsWith("The label 'adverb' does not occur"), e.getMessage());
    }

    @Test
    void metricsMustFitTheLoss() {
        assertEquals(
                "The metric 'accuracy' judges one class at a time, but the loss 'transcript' is about labels without positions."
                        + " Take one for sequences, e.g. label-error-rate.",
                refused("transcript", "[accuracy]").getMessage());
        assertEquals(
                "The metric 'label-count' judges sequences of labels, but the loss 'cross' is about one label a row.",
                assertThrows(PipelineException.class, () -> train(Fakes.YAML.replace("[accuracy]", "[label-count]")))
                        .getMessage());
    }

    @Test
    void classesOfSequencesHaveNoWeights() {
        PipelineException e = assertThrows(
                PipelineException.class,
                () -> train(YAML.replace("loss: cross", "loss: tags")
                        .replace("epochs: 4", "epochs: 4, classWeights: balanced")));
        assertEquals("train.classWeights", e.at());
    }

    @Test
    void withoutAnyLabelsThereIsNothingToLearn() {
        fakes.rows.put("train", List.of(new Row(new float[] {1, 1}, "")));
        assertEquals(
                "None of the 1 rows has any labels.",
                refused("transcript", "[]").getMessage());
    }

    @Test
    void aNetworkWithoutPositionsIsRefused() {
        PipelineException e =
                assertThrows(PipelineException.class, () -> train(Fakes.YAML.replace("loss: cross", "loss: tags")));
        assertEquals(ErrorCode.SHAPE_MISMATCH, e.code());
        assertTrue(
                e.getMessage().contains("needs [batch, length, 2]: one number for each class at each position."),
                e.getMessage());
    }

    @Test
    void batchesHoldLabelsAndTheirMask() {
        LabelSequences labels = new LabelSequences(io.graft.api.model.Target.TAGS);
        labels.add(new int[] {4, 5, 6, 7}, "a:1");
        labels.add(new int[] {8}, "a:2");
        Batch batch = new Batch(
                List.of(
                        new io.graft.api.graph.Value(
                                Network.TARGET, io.graft.api.graph.ElementType.INT, io.graft.api.graph.Shape.batch(3)),
                        new io.graft.api.graph.Value(
                                Network.TARGET_MASK,
                                io.graft.api.graph.ElementType.FLOAT,
                                io.graft.api.graph.Shape.batch(3))),
                2);
        java.util.Arrays.fill(batch.ints(0), 99);
        labels.fill(batch, 0, 1, 0);
        labels.fill(batch, 0, 0, 1);
        assertArrayEquals(new int[] {8, 0, 0, 4, 5, 6}, batch.ints(0));
        assertArrayEquals(new float[] {1, 0, 0, 1, 1, 1}, batch.floats(1));
    }
}
