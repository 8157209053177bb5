package io.graft.api.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchTest {
    private final Batch batch = new Batch(
            List.of(
                    new Value("ids", ElementType.INT, Shape.batch(4)),
                    new Value("image", ElementType.FLOAT, Shape.batch(2, 3)),
                    new Value("weight", ElementType.FLOAT, Shape.of(Dim.BATCH)),
                    new Value("rate", ElementType.FLOAT, Shape.SCALAR),
                    new Value("table", ElementType.FLOAT, Shape.of(5, 2))),
            10);

    @Test
    void rowsLieOneAfterTheOther() {
        assertEquals(40, batch.ints("ids").length);
        assertEquals(60, batch.floats("image").length);
        assertEquals(6, batch.width(batch.slot("image")));
        assertEquals(10, batch.floats("weight").length);
        assertEquals(1, batch.width(batch.slot("weight")));
    }

    @Test
    void whatHasNoBatchAxisIsThereOnce() {
        assertEquals(1, batch.floats("rate").length);
        assertEquals(10, batch.floats("table").length);
    }

    @Test
    void slotsAreFoundByName() {
        assertEquals(0, batch.slot("ids"));
        assertEquals(-1, batch.slot("words"));
        assertTrue(batch.isInt(0));
        assertFalse(batch.isInt(1));
        assertEquals(List.of("ids", "image", "weight", "rate", "table"), batch.names());
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> batch.floats("words"));
        assertTrue(e.getMessage().contains("'words'") && e.getMessage().contains("image"), e.getMessage());
    }

    @Test
    void moreRowsThanThereIsRoomForAreRefused() {
        batch.rows(10);
        assertEquals(10, batch.rows());
        assertThrows(IllegalArgumentException.class, () -> batch.rows(11));
        assertThrows(IllegalArgumentException.class, () -> batch.rows(-1));
    }

    @Test
    void outputsAreNamedAsTheyAreAskedFor() {
        GraphBuilder g = new GraphBuilder(Map.of());
        Value x = g.input("x", ElementType.FLOAT, Shape.batch(3));
        g.output("scores", g.op("Softmax", x));
        g.output("best", g.op("ArgMax", Map.of("axis", 1, "keepdims", 0), x));
        g.output("loss", g.reduce("ReduceSum", x, false));
        Batch outputs = Batch.outputs(g.build(), List.of("scores", "best", "loss"), 4);
        assertEquals(12, outputs.floats("scores").length);
        assertEquals(4, outputs.ints("best").length);
        assertEquals(1, outputs.floats("loss").length);
    }

    @Test
    void aSecondAxisOfUnknownSizeIsRefused() {
        Value v = new Value("x", ElementType.FLOAT, Shape.of(Dim.BATCH, Dim.named("length")));
        assertThrows(IllegalStateException.class, () -> new Batch(List.of(v), 4));
    }

    @Test
    void aSampleTellsItsPlace() {
        Sample s = new Sample();
        s.file = "train.csv";
        assertEquals("train.csv", s.place());
        s.line = 17;
        s.label = "refund";
        assertEquals("train.csv:17", s.place());
        s.clear();
        assertEquals("train.csv", s.place());
        assertEquals(null, s.label);
    }
}
