package io.graft.sources.tables;

import io.graft.api.Context;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.DataType;
import io.graft.api.data.Sample;
import io.graft.api.data.SampleReader;
import io.graft.api.data.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads a table with one row for each sample; every row has as many cells as there are columns. */
final class TableSource implements Source {
    private final TableSourceType.Settings settings;
    private final TableFile file;
    private final Context context;
    /** How many skipped rows were told already, so that a second pass tells them not again. */
    private final AtomicInteger told = new AtomicInteger();

    private volatile Columns columns;

    TableSource(TableSourceType.Settings settings, TableFile file, Context context) {
        this.settings = settings;
        this.file = file;
        this.context = context;
    }

    @Override
    public DataType gives() {
        return columns().type();
    }

    private Columns columns() {
        Columns found = columns;
        if (found == null) columns = found = Columns.of(file, settings);
        return found;
    }

    @Override
    public SampleReader open() {
        return new Rows(columns());
    }

    @Override
    public List<Path> files() {
        return List.of(file.path());
    }

    private final class Rows implements SampleReader {
        private final Columns columns;
        private final CellReader reader;
        private final float[] numbers;
        private final String[] words;
        private int given;
        private int bad;

        Rows(Columns columns) {
            this.columns = columns;
            numbers = new float[columns.positions().length];
            words = new String[numbers.length];
            reader = new CellReader(file, CsvFormat.of(settings.delimiter(), settings.quote()));
            if (settings.header()) skipHeader();
        }

        private void skipHeader() {
            boolean there = reader.next();
            if (!there) throw file.bad("The file '" + file.name() + "' is empty.");
        }

        @Override
        public boolean next(Sample sample) {
            while (reader.next()) {
                sample.clear();
                sample.file = file.name();
                sample.line = reader.cells().line();
                try {
                    fill(sample);
                    given++;
                    return true;
                } catch (BadRow e) {
                    skip(sample, e);
                }
            }
            if (given == 0)
                throw file.bad(
                        "No row of '" + file.name() + "' can be used: " + bad + (bad == 1 ? " is" : " are") + " bad.");
            return false;
        }

        private void fill(Sample sample) throws BadRow {
            Cells cells = reader.cells();
            int width = columns.names().size();
            if (cells.count() != width)
                throw new BadRow("has " + cells.count() + (cells.count() == 1 ? " column" : " columns") + " where "
                        + (settings.header() ? "the header has " : "it must have ") + width);
            for (int i = 0; i < numbers.length; i++) cell(i, cells.get(columns.positions()[i]));
            sample.table.set(columns.type(), numbers, words);
            if (columns.label() < 0) return;
            sample.label = cells.get(columns.label());
            if (Columns.missing(sample.label, settings)) throw new BadRow("has no label");
        }

        private void cell(int i, String cell) throws BadRow {
            DataType.Column column = columns.type().columns().get(i);
            boolean missing = Columns.missing(cell, settings);
            words[i] = missing || column.number() ? null : cell;
            numbers[i] = missing || !column.number() ? Float.NaN : Numbers.parse(cell);
            if (cell.indexOf('\0') >= 0) throw new BadRow("holds a NUL character");
            if (column.number() && !missing && Float.isNaN(numbers[i]))
                throw new BadRow(
                        "has '" + (cell.length() <= 40 ? cell : cell.substring(0, 40) + "…") + "' in column '"
                                + column.name()
                                + "', which holds numbers; name the column under 'words' if it does not, or the mark under 'missing'");
        }

        private void skip(Sample sample, BadRow e) {
            String sentence = "Line " + sample.line + " of '" + file.name() + "' " + e.getMessage();
            if (bad++ >= settings.badRows())
                throw new PipelineException(
                        ErrorCode.BAD_DATA,
                        sample.place(),
                        sentence + "."
                                + (settings.badRows() == 0
                                        ? " Mend it, or set 'badRows' to the number of such rows that may be skipped."
                                        : " " + settings.badRows()
                                                + " bad rows before it were skipped, which is as many as 'badRows' allows."));
            if (told.getAndUpdate(n -> Math.max(n, bad)) < bad) context.warn(sentence + "; the row was skipped.");
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
