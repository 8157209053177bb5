package io.graft.api.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class DataTypeTest {
    @Test
    void typesSayWhatTheyAre() {
        assertEquals("images of 28 x 28 x 1", new DataType.Image(28, 28, 1).toString());
        assertEquals("images of varying size", new DataType.Image(0, 28, 1).toString());
        assertEquals("sound of 16000 Hz", new DataType.Audio(16_000).toString());
        assertEquals("sound of varying rates", new DataType.Audio(0).toString());
        assertEquals("a table of 1 column", new DataType.Table(List.of(new DataType.Column("a", true))).toString());
    }
}
