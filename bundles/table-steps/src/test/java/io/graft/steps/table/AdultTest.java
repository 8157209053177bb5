package io.graft.steps.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.graft.api.data.DataType;
import io.graft.api.table.TableRow;
import io.graft.api.table.TableStep;
import io.graft.testkit.SettingsRecords;
import io.graft.testkit.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdultTest {

    private static Tables adult() throws IOException {
        String set = System.getProperty("graft.data");
        Path data = set != null ? Path.of(set) : Path.of("../../../shared/data");
        assumeTrue(
                Files.isDirectory(data),
                "the data sets are not beside the checkout (../shared/data, or -Dgraft.data): skipped");
        List<Object[]> rows = new ArrayList<>();
        for (String line : Files.readAllLines(data.resolve("adult/train.csv"))) {
            String[] cells = line.split(", ");
            if (cells.length == 15)
                rows.add(new Object[] {Float.valueOf(cells[0]), word(cells[1]), Float.valueOf(cells[10])});
        }
        return Tables.of("age,work$,gain", rows.toArray(new Object[0][]));
    }

    private static String word(String cell) {
        return cell.equals("?") ? null : cell;
    }

    @Test
    void censusRowsBecomeNumbersWithoutGaps() throws IOException {
        Tables table = adult();
        int rows = table.rows().size();
        OneHot oneHot = new OneHot();
        OneHot.Settings hot = SettingsRecords.of(OneHot.Settings.class, "most", "20");
        TableStep fill = table.step(new Impute(), "by", "most-frequent");
        TableStep scale = table.step(new Scale());
        TableStep encode = oneHot.create(hot, new TestContext().with(table.learn(oneHot, hot)));
        DataType.Table type = encode.gives(scale.gives(fill.gives(table.type())));
        assertTrue(type.columns().size()
                <= oneHot.atMost(hot, table.type()).columns().size());
        double[] sums = new double[type.columns().size()];
        double[] squares = new double[sums.length];
        TableRow row = new TableRow();
        for (Object[] cells : table.rows()) {
            row.set(table.type(), new float[] {(Float) cells[0], Float.NaN, (Float) cells[2]}, new String[] {
                null, (String) cells[1], null
            });
            fill.apply(row);
            scale.apply(row);
            encode.apply(row);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += row.numbers()[i];
                squares[i] += row.numbers()[i] * row.numbers()[i];
            }
        }
        int last = sums.length - 1;
        double hots = 0;
        for (int i = 1; i < last; i++) hots += sums[i];
        assertEquals(rows, hots, "each row has one kind of work");
        for (int i : new int[] {0, last}) {
            assertEquals(0, sums[i] / rows, 1e-4);
            assertEquals(1, squares[i] / rows, 1e-4);
        }
    }
}
