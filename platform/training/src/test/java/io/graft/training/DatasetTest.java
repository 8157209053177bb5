package io.graft.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.Batch;
import io.graft.api.data.DataType;
import io.graft.api.data.Feature;
import io.graft.api.data.Sample;
import io.graft.api.data.SampleReader;
import io.graft.api.data.Source;
import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rows in arrays, their labels, their parts, the report about them. */
class DatasetTest {
    private static final List<Feature> FEATURES =
            List.of(Feature.ids("ids", 2, 100, "mask"), Feature.floats("mask", 2));

    /** Row i has the ids 10 i and 10 i + 1 and the class i % 3. */
    private static Dataset rows(int n, boolean numbers) {
        Dataset data = new Dataset(Dataset.values(FEATURES));
        Batch row = new Batch(data.features, 1);
        for (int i = 0; i < n; i++) {
            row.ints(0)[0] = 10 * i;
            row.ints(0)[1] = 10 * i + 1;
            row.floats(1)[0] = 1;
            row.floats(1)[1] = i;
            data.add(row, i % 3, numbers ? new float[] {i, -i} : null);
        }
        return data;
    }

    private static Batch batch(Value target, int capacity) {
        return new Batch(
                List.of(
                        new Value("mask", ElementType.FLOAT, Shape.batch(2)),
                        new Value("ids", ElementType.INT, Shape.batch(2)),
                        target,
                        new Value("rowWeight", ElementType.FLOAT, Shape.of(Dim.BATCH))),
                capacity);
    }

    private static Value classes() {
        return new Value("target", ElementType.INT, Shape.of(Dim.BATCH));
    }

    private static Value floats(int n) {
        return new Value("target", ElementType.FLOAT, Shape.batch(n));
    }

    @Test
    void rowsAreCopiedInTheGivenOrder() {
        Batch batch = batch(classes(), 3);
        rows(5, false).fill(batch, new int[] {4, 0, 3, 1, 2}, 1, 3, null);
        assertEquals(3, batch.rows());
        assertArrayEquals(new int[] {0, 1, 30, 31, 10, 11}, batch.ints("ids"));
        assertArrayEquals(new float[] {1, 0, 1, 3, 1, 1}, batch.floats("mask"));
        assertArrayEquals(new int[] {0, 0, 1}, batch.ints("target"));
        assertArrayEquals(new float[] {1, 1, 1}, batch.floats("rowWeight"));
    }

    @Test
    void withoutAnOrderRowsComeAsTheyAre() {
        Batch batch = batch(classes(), 2);
        rows(5, false).fill(batch, null, 3, 2, null);
        assertArrayEquals(new int[] {30, 31, 40, 41}, batch.ints("ids"));
    }

    @Test
    void aLossOverFloatsGetsOneHotTargets() {
        Batch batch = batch(floats(3), 2);
        Arrays.fill(batch.floats("target"), 9);
        rows(5, false).fill(batch, new int[] {2, 1}, 0, 2, null);
        assertArrayEquals(new float[] {0, 0, 1, 0, 1, 0}, batch.floats("target"));
    }

    @Test
    void numbersAreTheTargets() {
        Batch batch = batch(floats(2), 2);
        rows(5, true).fill(batch, new int[] {3, 1}, 0, 2, null);
        assertArrayEquals(new float[] {3, -3, 1, -1}, batch.floats("target"));
    }

    @Test
    void rowsWeighWhatTheirClassWeighs() {
        Batch batch = batch(classes(), 3);
        rows(5, false).fill(batch, new int[] {2, 1, 3}, 0, 3, new float[] {0.5f, 2, 4});
        assertArrayEquals(new float[] {4, 2, 0.5f}, batch.floats("rowWeight"));
    }

    @Test
    void rowsOfAnotherWidthAreRefused() {
        PipelineException targets =
                assertThrows(PipelineException.class, () -> rows(3, true).fill(batch(floats(3), 2), null, 0, 2, null));
        assertEquals("The rows have 2 numbers for the target, but the network takes 3.", targets.getMessage());
        Batch wide = new Batch(
                List.of(
                        new Value("ids", ElementType.INT, Shape.batch(4)),
                        classes(),
                        new Value("rowWeight", ElementType.FLOAT, Shape.of(Dim.BATCH))),
                2);
        PipelineException e =
                assertThrows(PipelineException.class, () -> rows(3, false).fill(wide, null, 0, 2, null));
        assertEquals(ErrorCode.BAD_DATA, e.code());
        assertEquals("The rows have 2 numbers for ids, but the network takes 4.", e.getMessage());
    }

    @Test
    void thereIsRoomForAnyNumberOfRows() {
        Dataset data = rows(5000, true);
        assertEquals(5000, data.rows);
        assertArrayEquals(new int[] {1667, 1667, 1666}, data.counts(3));
        data.renumber(new int[] {2, 0, 1});
        assertArrayEquals(new int[] {1667, 1666, 1667}, data.counts(3));
        Batch batch = batch(floats(2), 1);
        data.fill(batch, null, 4999, 1, null);
        assertArrayEquals(new int[] {49990, 49991}, batch.ints("ids"));
        assertArrayEquals(new float[] {4999, -4999}, batch.floats("target"));
    }

    @Test
    void labelsAreFoundOrNamed() {
        Labels labels = new Labels(List.of("no", "yes"));
        assertEquals(1, labels.of("yes", "dev.csv:12"));
        PipelineException e = assertThrows(PipelineException.class, () -> labels.of("maybe", "dev.csv:12"));
        assertEquals(ErrorCode.BAD_DATA, e.code());
        assertEquals("dev.csv:12", e.at());
        assertEquals("The label 'maybe' does not occur in the training data. Known: no, yes.", e.getMessage());
        Labels many = new Labels(java.util.stream.IntStream.range(0, 150)
                .mapToObj(i -> "intent" + i)
                .toList());
        assertTrue(assertThrows(PipelineException.class, () -> many.of("x", ""))
                .getMessage()
                .endsWith("Known: 150 classes, e.g. intent0, intent1, intent2, intent3, intent4."));
    }

    private static Source numbers(int n) {
        List<Fakes.Row> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) rows.add(new Fakes.Row(new float[] {i}, "x"));
        return new Source() {
            @Override
            public DataType gives() {
                return new DataType.Tensors(List.of(Feature.floats("x", 1)));
            }

            @Override
            public SampleReader open() {
                return Fakes.reader("train", rows);
            }

            @Override
            public List<Path> files() {
                return List.of(Path.of("train.csv"));
            }
        };
    }

    private static List<Integer> read(Source source) {
        List<Integer> all = new ArrayList<>();
        Sample sample = new Sample();
        try (SampleReader reader = source.open()) {
            while (reader.next(sample)) all.add((int) sample.numbers[0]);
        }
        return all;
    }

    @Test
    void theTwoPartsOfASplitAreTheWhole() {
        Source whole = numbers(10_000);
        Source kept = new SplitSource(whole, 7, 0.1, false);
        Source heldOut = new SplitSource(whole, 7, 0.1, true);
        List<Integer> judged = read(heldOut);
        assertEquals(1000, judged.size(), 100);
        List<Integer> both = new ArrayList<>(read(kept));
        assertTrue(Collections.disjoint(both, judged));
        both.addAll(judged);
        assertEquals(10_000, both.stream().distinct().count());
        assertEquals(judged, read(heldOut), "each pass is the same");
        assertEquals(judged, read(new SplitSource(whole, 7, 0.1, true)));
        assertTrue(!judged.equals(read(new SplitSource(whole, 8, 0.1, true))), "another seed, another part");
        assertEquals(whole.files(), kept.files());
    }

    /** Values as scikit-learn 1.5's classification_report has them for these answers. */
    @Test
    void theReportHasTheValuesOfScikitLearn() {
        int[] truth = {0, 0, 0, 0, 1, 1, 1, 2, 2, 2};
        int[] answer = {0, 0, 0, 1, 1, 1, 0, 0, 1, 1};
        ClassificationReport report = new ClassificationReport(List.of("a", "b", "c"));
        for (int i = 0; i < truth.length; i++) report.add(truth[i], answer[i]);
        Map<String, Object> json = report.json();
        List<?> classes = (List<?>) json.get("classes");
        check((Map<?, ?>) classes.get(0), "a", 0.6, 0.75, 2 / 3.0, 4);
        check((Map<?, ?>) classes.get(1), "b", 0.4, 2 / 3.0, 0.5, 3);
        check((Map<?, ?>) classes.get(2), "c", 0, 0, 0, 3);
        assertEquals(List.of(List.of(3, 1, 0), List.of(1, 2, 0), List.of(1, 2, 0)), json.get("confusion"));
    }

    private static void check(Map<?, ?> row, String label, double precision, double recall, double f1, int support) {
        assertEquals(label, row.get("label"));
        assertEquals(precision, (double) row.get("precision"), 1e-12);
        assertEquals(recall, (double) row.get("recall"), 1e-12);
        assertEquals(f1, (double) row.get("f1"), 1e-12);
        assertEquals(support, row.get("support"));
    }
}
