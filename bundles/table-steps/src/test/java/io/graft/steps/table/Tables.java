package io.graft.steps.table;

import io.graft.api.ComponentType;
import io.graft.api.Learner;
import io.graft.api.data.DataType;
import io.graft.api.table.TableRow;
import io.graft.api.table.TableStep;
import io.graft.testkit.SettingsRecords;
import io.graft.testkit.TestContext;
import java.util.ArrayList;
import java.util.List;

/** A table in memory, and steps applied to it as the platform does. */
record Tables(DataType.Table type, List<Object[]> rows) {

    /** Columns named {@code age} hold numbers, columns named {@code job$} words. */
    static Tables of(String columns, Object[]... rows) {
        List<DataType.Column> list = new ArrayList<>();
        for (String c : columns.split(",")) list.add(new DataType.Column(c.replace("$", ""), !c.endsWith("$")));
        return new Tables(new DataType.Table(list), List.of(rows));
    }

    static Object[] row(Object... cells) {
        return cells;
    }

    private void fill(TableRow row, Object[] cells) {
        float[] numbers = new float[cells.length];
        String[] words = new String[cells.length];
        for (int i = 0; i < cells.length; i++) {
            boolean number = type.columns().get(i).number();
            numbers[i] = number && cells[i] != null ? ((Number) cells[i]).floatValue() : Float.NaN;
            words[i] = number ? null : (String) cells[i];
        }
        row.set(type, numbers, words);
    }

    /** What a type learns of this table. */
    <S extends Record> String learn(ComponentType<S, TableStep> componentType, S settings) {
        @SuppressWarnings("unchecked")
        Learner<S, TableRow> learner = (Learner<S, TableRow>) componentType;
        Learner.Lesson<TableRow> lesson = learner.learn(settings, new TestContext());
        TableRow row = new TableRow();
        for (Object[] cells : rows) {
            fill(row, cells);
            lesson.see(row);
        }
        return lesson.state();
    }

    /** Learns of this table if the type learns. */
    <S extends Record> TableStep step(ComponentType<S, TableStep> componentType, Object... given) {
        S settings = SettingsRecords.of(componentType.settings(), given);
        TestContext context = new TestContext();
        return componentType.create(
                settings, componentType instanceof Learner ? context.with(learn(componentType, settings)) : context);
    }

    /** This table after a step, a text for each row. */
    List<String> after(TableStep step) {
        DataType.Table gives = step.gives(type);
        List<String> texts = new ArrayList<>();
        TableRow row = new TableRow();
        for (Object[] cells : rows) {
            fill(row, cells);
            step.apply(row);
            if (!row.type().equals(gives)) throw new AssertionError("the row has other columns than it said");
            texts.add(row.toString());
        }
        return texts;
    }

    /** This table after a step that learned of it. */
    <S extends Record> List<String> after(ComponentType<S, TableStep> componentType, Object... given) {
        return after(step(componentType, given));
    }
}
