package io.graft.steps.table;

import io.graft.api.Learner;
import io.graft.api.data.DataType;
import io.graft.api.table.TableRow;
import java.util.List;
import java.util.function.Function;

/** Gathers something of each chosen column. */
final class ColumnLesson implements Learner.Lesson<TableRow> {
    private final Chosen chosen;
    private final Function<DataType.Column, Tally> begin;
    private DataType.Table type = new DataType.Table(List.of());
    private int[] columns;
    private Tally[] tallies = {};

    ColumnLesson(Chosen chosen, Function<DataType.Column, Tally> begin) {
        this.chosen = chosen;
        this.begin = begin;
    }

    @Override
    public void see(TableRow row) {
        if (columns == null) {
            type = row.type();
            columns = chosen.in(type);
            tallies = new Tally[columns.length];
            for (int i = 0; i < columns.length; i++)
                tallies[i] = begin.apply(type.columns().get(columns[i]));
        }
        for (int i = 0; i < columns.length; i++) tallies[i].see(row, columns[i]);
    }

    @Override
    public String state() {
        Learned learned = new Learned();
        for (int i = 0; i < tallies.length; i++) {
            String name = type.columns().get(columns[i]).name();
            learned.put(name, tallies[i].learned(name));
        }
        return learned.text();
    }
}
