package io.graft.steps.table;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.DataType;
import io.graft.api.table.TableRow;
import io.graft.api.table.TableStep;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Keeps the chosen columns, or all others. */
final class Keeping implements TableStep {
    private final Chosen chosen;
    private final boolean others;
    private DataType.Table gives;
    private int[] columns;
    private float[] numbers;
    private String[] words;

    Keeping(Chosen chosen, boolean others) {
        this.chosen = chosen;
        this.others = others;
    }

    @Override
    public DataType.Table gives(DataType.Table takes) {
        int[] named = chosen.in(takes);
        columns = others
                ? IntStream.range(0, takes.columns().size())
                        .filter(c -> Arrays.binarySearch(named, c) < 0)
                        .toArray()
                : named;
        if (columns.length == 0)
            throw new PipelineException(
                    ErrorCode.BAD_SETTING, "", "'" + chosen.step() + "' leaves no column. Keep one at least.");
        List<DataType.Column> kept =
                Arrays.stream(columns).mapToObj(c -> takes.columns().get(c)).toList();
        gives = new DataType.Table(kept);
        numbers = new float[columns.length];
        words = new String[columns.length];
        return gives;
    }

    @Override
    public void apply(TableRow row) {
        for (int i = 0; i < columns.length; i++) {
            numbers[i] = row.numbers()[columns[i]];
            words[i] = row.words()[columns[i]];
        }
        row.set(gives, numbers, words);
    }
}
