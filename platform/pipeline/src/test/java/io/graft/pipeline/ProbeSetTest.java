package io.graft.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.Sample;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Shape;
import io.graft.models.Model;
import io.graft.models.Provenance;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeSetTest {
    private static Model model(Map<String, String> state) {
        GraphBuilder g = new GraphBuilder(Map.of());
        g.output("scores", g.input("x", ElementType.FLOAT, Shape.batch(2)));
        Provenance provenance = new Provenance(Instant.EPOCH, "0.1.0", "jvm", "jvm", 7, List.of(), List.of());
        return new Model(
                "test",
                3,
                "graft: 1",
                g.build(),
                List.of("no", "yes"),
                Map.of(),
                provenance,
                Map.of(),
                Map.of(),
                state,
                Map.of());
    }

    private static Sample sample(CharSequence text, String label) {
        Sample sample = new Sample();
        sample.text = text;
        sample.label = label;
        return sample;
    }

    private static Sample sample(float[] numbers, String label) {
        Sample sample = new Sample();
        sample.numbers = numbers;
        sample.label = label;
        return sample;
    }

    private static List<String> labels(ProbeSet.Sampler sampler) {
        return sampler.set().rows().stream().map(ProbeSet.Row::label).toList();
    }

    @Test
    void aModelWithoutProbeRowsHasNone() {
        assertEquals(List.of(), ProbeSet.of(model(Map.of())).rows());
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        ProbeSet.Sampler sampler = new ProbeSet.Sampler(10, 1);
        sampler.see(sample("zwei\nZeilen, \"\u4e2d\u6587\" \ud83d\ude00\u2028\u0000", "a"));
        sampler.see(sample(new float[] {1, -0.1f, 3.4e38f, 1e-45f}, "1.5 2"));
        sampler.see(sample(new float[0], ""));
        String written = sampler.set().write();
        assertEquals(3, written.lines().count(), written);
        List<ProbeSet.Row> rows =
                ProbeSet.of(model(Map.of(ProbeSet.PATH, written))).rows();
        assertEquals("zwei\nZeilen, \"\u4e2d\u6587\" \ud83d\ude00\u2028\u0000", text(rows.get(0)));
        assertEquals("a", rows.get(0).label());
        assertArrayEquals(new float[] {1, -0.1f, 3.4e38f, 1e-45f}, numbers(rows.get(1)));
        assertEquals("1.5 2", rows.get(1).label());
        assertEquals(0, numbers(rows.get(2)).length);
        assertEquals(written, new ProbeSet(rows).write());
    }

    @Test
    void aKeyOfTheFutureIsReadOver() {
        String line = "{\"text\":\"a\",\"more\":{\"x\":[1]},\"label\":\"b\"}\n\n";
        assertEquals(
                "b",
                ProbeSet.of(model(Map.of(ProbeSet.PATH, line))).rows().get(0).label());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{",
                "{}",
                "nonsense",
                "{\"text\":\"a\"}",
                "{\"label\":\"a\"}",
                "{\"text\":1,\"label\":\"a\"}",
                "{\"numbers\":[\"x\"],\"label\":\"a\"}",
                "{\"numbers\":[[1]],\"label\":\"a\"}",
                "{\"text\":\"a\",\"numbers\":[1],\"label\":\"a\"}",
                "{\"text\":\"a\",\"label\":\"a\"} 1",
                "[[[[[[[[[[[[[[[[[[[["
            })
    void rowsThatCannotBeReadNameTheirLine(String line) {
        String kept = "{\"text\":\"a\",\"label\":\"b\"}\n" + line + "\n";
        PipelineException e =
                assertThrows(PipelineException.class, () -> ProbeSet.of(model(Map.of(ProbeSet.PATH, kept))));
        assertEquals(ErrorCode.BAD_MODEL, e.code());
        assertEquals("probe.jsonl:2", e.at());
        assertTrue(e.getMessage().contains("the model test 3"), e.getMessage());
    }

    @Test
    void allRowsAreTakenWhileThereIsRoom() {
        ProbeSet.Sampler sampler = new ProbeSet.Sampler(5, 7);
        for (int i = 0; i < 5; i++) sampler.see(sample("t", "" + i));
        assertEquals(List.of("0", "1", "2", "3", "4"), labels(sampler));
    }

    @Test
    void theSeedChooses() {
        ProbeSet.Sampler one = new ProbeSet.Sampler(20, 7);
        ProbeSet.Sampler same = new ProbeSet.Sampler(20, 7);
        ProbeSet.Sampler other = new ProbeSet.Sampler(20, 8);
        for (int i = 0; i < 1000; i++) for (ProbeSet.Sampler s : List.of(one, same, other)) s.see(sample("t", "" + i));
        assertEquals(20, labels(one).size());
        assertEquals(labels(one), labels(same));
        assertNotEquals(labels(one), labels(other));
        assertEquals(
                labels(one).stream().map(Integer::valueOf).sorted().toList(),
                labels(one).stream().map(Integer::valueOf).toList(),
                "in the order of the data");
    }

    @Test
    void everyRowHasTheSameChance() {
        int[] chosen = new int[100];
        for (int seed = 0; seed < 2000; seed++) {
            ProbeSet.Sampler sampler = new ProbeSet.Sampler(10, seed);
            for (int i = 0; i < 100; i++) sampler.see(sample("t", "" + i));
            for (String label : labels(sampler)) chosen[Integer.parseInt(label)]++;
        }
        // 2,000 draws of 10 in 100: 200 expected of each, standard deviation 13.4
        for (int i = 0; i < 100; i++)
            assertTrue(Math.abs(chosen[i] - 200) < 70, "row " + i + " was chosen " + chosen[i] + " times");
    }

    @Test
    void whatTheSourceFillsAgainIsCopied() {
        ProbeSet.Sampler sampler = new ProbeSet.Sampler(2, 1);
        StringBuilder text = new StringBuilder("first");
        float[] numbers = {1};
        sampler.see(sample(text, "a"));
        sampler.see(sample(numbers, "b"));
        text.setLength(0);
        numbers[0] = 2;
        assertEquals("first", text(sampler.set().rows().get(0)));
        assertEquals(1, numbers(sampler.set().rows().get(1))[0]);
    }

    @Test
    void rowsThatCannotBeKeptAreNotTaken() {
        ProbeSet.Sampler sampler = new ProbeSet.Sampler(10, 1);
        sampler.see(sample("x".repeat(ProbeSet.LONGEST + 1), "a"));
        sampler.see(sample("no label", null));
        sampler.see(sample((CharSequence) null, "neither text nor numbers"));
        sampler.see(sample(new float[ProbeSet.LONGEST + 1], "b"));
        sampler.see(sample(new float[] {Float.NaN}, "c"));
        sampler.see(sample("t", "l".repeat(ProbeSet.LONGEST + 1)));
        assertEquals(List.of(), labels(sampler));
        sampler.see(sample("x".repeat(ProbeSet.LONGEST), "taken"));
        sampler.see(sample(new float[ProbeSet.LONGEST], "taken too"));
        assertEquals(List.of("taken", "taken too"), labels(sampler));
        assertEquals(
                2,
                ProbeSet.of(model(Map.of(ProbeSet.PATH, sampler.set().write())))
                        .rows()
                        .size());
    }

    @Test
    void howMuchIsKeptIsBounded() {
        ProbeSet.Sampler sampler = new ProbeSet.Sampler(Integer.MAX_VALUE, 1);
        for (int i = 0; i < ProbeSet.MOST_ROWS + 500; i++) sampler.see(sample("t", "a"));
        assertEquals(ProbeSet.MOST_ROWS, sampler.set().rows().size());
        ProbeSet.Sampler none = new ProbeSet.Sampler(0, 1);
        none.see(sample("t", "a"));
        assertEquals("", none.set().write());
    }

    private static String text(ProbeSet.Row row) {
        return ((Input.Text) row.input()).text();
    }

    private static float[] numbers(ProbeSet.Row row) {
        return ((Input.Numbers) row.input()).numbers();
    }
}
