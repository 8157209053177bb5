package io.graft.sources.tables;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.DataType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The columns of a file.
 *
 * @param names all, by position
 * @param label the position of the label, or -1
 * @param positions where in the file the columns of the table stand
 * @param type the columns of the table: all but the label
 */
record Columns(List<String> names, int label, int[] positions, DataType.Table type) {
    private static final int ROWS_LOOKED_AT = 1000;

    /** Finds them; reads the beginning of the file. */
    static Columns of(TableFile file, TableSourceType.Settings s) {
        try (CellReader rows = new CellReader(file, CsvFormat.of(s.delimiter(), s.quote()))) {
            if (!rows.next()) throw file.bad("The file '" + file.name() + "' is empty.");
            List<String> names = names(file, s, rows.cells());
            if (s.header() && !rows.next()) throw file.bad("The file '" + file.name() + "' holds a header and no row.");
            for (String name : s.words()) position(file, name, names);
            for (String name : s.numbers()) position(file, name, names);
            int label = s.label().map(l -> position(file, l.strip(), names)).orElse(-1);
            boolean[] numbers = numbers(rows, s, names);
            List<DataType.Column> columns = new ArrayList<>();
            int[] positions = new int[names.size() - (label < 0 ? 0 : 1)];
            for (int i = 0; i < names.size(); i++) {
                if (i == label) continue;
                positions[columns.size()] = i;
                columns.add(new DataType.Column(names.get(i), numbers[i]));
            }
            return new Columns(names, label, positions, new DataType.Table(columns));
        }
    }

    private static List<String> names(TableFile file, TableSourceType.Settings s, Cells first) {
        List<String> names = new ArrayList<>();
        if (!s.columns().isEmpty() && s.columns().size() != first.count())
            throw file.bad("Line " + first.line() + " of '" + file.name() + "' has " + first.count()
                    + (first.count() == 1 ? " column" : " columns") + ", but 'columns' names "
                    + s.columns().size() + ".");
        for (int i = 0; i < first.count(); i++)
            names.add(
                    s.header()
                            ? first.get(i)
                            : s.columns().isEmpty()
                                    ? Integer.toString(i)
                                    : s.columns().get(i).strip());
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (name.isEmpty())
                throw file.bad("Column " + names.indexOf(name) + " of '" + file.name()
                        + "', counted from 0, has no name in the header. Give it one, or set 'header' to false.");
            if (!seen.add(name))
                throw file.bad("'" + file.name() + "' has two columns named '" + name
                        + "'. Rename one, or set 'header' to false when the first line is a row.");
        }
        return List.copyOf(names);
    }

    private static int position(TableFile file, String name, List<String> names) {
        int at = names.indexOf(name);
        if (at >= 0) return at;
        String tabs = names.size() == 1 && names.get(0).indexOf('\t') >= 0
                ? " Its first line holds tabs: set 'delimiter'."
                : "";
        throw new PipelineException(
                ErrorCode.BAD_DATA,
                file.name(),
                "'" + file.name() + "' has no column '" + name + "'." + NearestName.hint(name, names) + tabs);
    }

    /** For each column, whether it holds numbers; the reader stands at the first row. */
    private static boolean[] numbers(CellReader rows, TableSourceType.Settings s, List<String> names) {
        boolean[] any = new boolean[names.size()];
        boolean[] word = new boolean[names.size()];
        int looked = 0;
        do {
            Cells cells = rows.cells();
            if (cells.count() != names.size()) continue; // a bad row, told when it is read
            for (int i = 0; i < names.size(); i++) {
                if (missing(cells.get(i), s)) continue;
                any[i] = true;
                word[i] |= Float.isNaN(Numbers.parse(cells.get(i)));
            }
        } while (++looked < ROWS_LOOKED_AT && rows.next());
        boolean[] numbers = new boolean[names.size()];
        for (int i = 0; i < numbers.length; i++)
            numbers[i] = s.numbers().contains(names.get(i))
                    || any[i] && !word[i] && !s.words().contains(names.get(i));
        return numbers;
    }

    static boolean missing(String cell, TableSourceType.Settings s) {
        return cell.isEmpty() || s.missing().contains(cell);
    }
}
