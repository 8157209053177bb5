package io.graft.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.graft.api.PipelineException;
import io.graft.api.data.Sample;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Images, sounds and rows of tables that a model keeps for judging, and rows of tables as JSON. */
class ProbeRowJsonTest {
    private static Input again(Input input) throws IOException {
        return ProbeRowJson.read(ProbeRowJson.write(new ProbeSet.Row(input, "yes")))
                .input();
    }

    @Test
    void imagesAreKeptWith8Bits() throws IOException {
        Input.Picture p =
                (Input.Picture) again(new Input.Picture(new float[] {0, 1, 0.5f, 100 / 255f, -1, 2}, 1, 3, 2));
        assertArrayEquals(new float[] {0, 1, 128 / 255f, 100 / 255f, 0, 1}, p.values());
        assertEquals(List.of(1, 3, 2), List.of(p.height(), p.width(), p.channels()));
    }

    @Test
    void soundsAreKeptWith16Bits() throws IOException {
        Input.Sound s = (Input.Sound) again(new Input.Sound(new float[] {0, -1, 0.5f, 2}, 8000));
        assertArrayEquals(new float[] {0, -1, 0.5f, 32767 / 32768f}, s.samples());
        assertEquals(8000, s.sampleRate());
    }

    @Test
    void cellsAreKept() throws IOException {
        assertEquals(
                Map.of("age", 3.5f, "job", "cook"),
                ((Input.Cells) again(new Input.Cells(Map.of("age", 3.5, "job", "cook")))).cells());
    }

    @Test
    void brokenRowsAreRefused() {
        for (String line : List.of(
                "{\"image\":{\"size\":[2,2,1],\"bytes\":\"AAA=\"},\"label\":\"a\"}",
                "{\"image\":{\"bytes\":\"AAA=\"},\"label\":\"a\"}",
                "{\"sound\":{\"bytes\":\"AAA=\"},\"label\":\"a\"}",
                "{\"cells\":{\"a\":[1]},\"label\":\"a\"}",
                "{\"text\":\"a\",\"numbers\":[1],\"label\":\"a\"}"))
            assertThrows(IOException.class, () -> ProbeRowJson.read(line), line);
    }

    @Test
    void largeImagesMakeTheSetSmallerAndTooLargeOnesAreLeftOut() {
        ProbeSet.Sampler sampler = new ProbeSet.Sampler(200, 7);
        Sample sample = new Sample();
        sample.label = "a";
        for (int i = 0; i < 100; i++) {
            new Input.Picture(new float[100_000], 200, 500, 1).into(sample);
            sampler.see(sample);
        }
        assertEquals(83, sampler.set().rows().size(), "8 MB of them");
        ProbeSet.Sampler none = new ProbeSet.Sampler(200, 7);
        new Input.Picture(new float[300_000], 600, 500, 1).into(sample);
        none.see(sample);
        assertEquals(0, none.set().rows().size());
    }

    @Test
    void rowsOfTablesAreReadFromJson() {
        assertEquals(
                Map.of("age", 3.0, "job", "cook"),
                CellsJson.read("{\"age\":3,\"job\":\"cook\"}").cells());
        for (String wrong : List.of("", "[]", "{\"a\":{}}", "{\"a\":1} 2", "{\"a\""))
            assertThrows(PipelineException.class, () -> CellsJson.read(wrong), wrong);
    }
}
