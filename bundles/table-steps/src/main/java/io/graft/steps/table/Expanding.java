package io.graft.steps.table;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.DataType;
import io.graft.api.table.TableRow;
import io.graft.api.table.TableStep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Puts columns of 0 and 1 in the place of each chosen column, at most one of them 1 in a row. */
final class Expanding implements TableStep {

    /** What one column becomes. */
    interface Hot {
        /** The names of the columns. */
        List<String> names();

        /** Which of them is 1, or -1. */
        int of(TableRow row, int column);
    }

    private final Chosen chosen;
    private final Function<DataType.Column, Hot> become;
    private DataType.Table gives;
    private Hot[] hots;
    private float[] numbers;
    private String[] words;

    Expanding(Chosen chosen, Function<DataType.Column, Hot> become) {
        this.chosen = chosen;
        this.become = become;
    }

    @Override
    public DataType.Table gives(DataType.Table takes) {
        hots = new Hot[takes.columns().size()];
        for (int c : chosen.in(takes)) hots[c] = become.apply(takes.columns().get(c));
        List<DataType.Column> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int c = 0; c < hots.length; c++) {
            if (hots[c] == null) columns.add(takes.columns().get(c));
            else for (String name : hots[c].names()) columns.add(new DataType.Column(name, true));
        }
        for (DataType.Column column : columns)
            if (!names.add(column.name()))
                throw new PipelineException(
                        ErrorCode.TYPE_MISMATCH,
                        "",
                        "'" + chosen.step() + "' would make a second column '" + column.name()
                                + "'. Rename the one that is there, or drop it before.");
        gives = new DataType.Table(columns);
        numbers = new float[columns.size()];
        words = new String[columns.size()];
        return gives;
    }

    @Override
    public void apply(TableRow row) {
        int to = 0;
        for (int c = 0; c < hots.length; c++) {
            Hot hot = hots[c];
            if (hot == null) {
                numbers[to] = row.numbers()[c];
                words[to++] = row.words()[c];
                continue;
            }
            int n = hot.names().size();
            int one = hot.of(row, c);
            for (int i = 0; i < n; i++) numbers[to++] = i == one ? 1 : 0;
        }
        row.set(gives, numbers, words);
    }

    /** The most columns that come out when each chosen one becomes so many. */
    static DataType.Table atMost(Chosen chosen, DataType.Table takes, int each) {
        Set<Integer> at = new HashSet<>();
        for (int c : chosen.in(takes)) at.add(c);
        List<DataType.Column> columns = new ArrayList<>();
        for (int c = 0; c < takes.columns().size(); c++) {
            DataType.Column column = takes.columns().get(c);
            if (!at.contains(c)) columns.add(column);
            else for (int i = 0; i < each; i++) columns.add(new DataType.Column(column.name() + "=?" + i, true));
        }
        return new DataType.Table(columns);
    }
}
