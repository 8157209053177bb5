package io.graft.api.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.graft.api.data.DataType;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableRowTest {
    private static final DataType.Table TYPE =
            new DataType.Table(List.of(new DataType.Column("age", true), new DataType.Column("job", false)));

    @Test
    void cellsBelongToColumns() {
        TableRow row = new TableRow();
        row.set(TYPE, new float[] {3, Float.NaN}, new String[] {null, "cook"});
        assertEquals("age=3.0, job=cook", row.toString());
        assertEquals(1, row.type().index("job"));
        assertEquals(-1, row.type().index("name"));
    }

    @Test
    void thereIsACellForEachColumn() {
        TableRow row = new TableRow();
        assertThrows(IllegalArgumentException.class, () -> row.set(TYPE, new float[1], new String[2]));
        assertThrows(IllegalArgumentException.class, () -> row.set(TYPE, new float[2], new String[1]));
    }
}
