package io.graft.sources.files;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.graft.api.PipelineException;
import io.graft.api.data.DataType;
import io.graft.api.data.Sample;
import io.graft.api.data.SampleReader;
import io.graft.api.data.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a table with one row for each sample.
 *
 * <p>Every row must have as many columns as the header, or, without one, as the first row. Lines without any character
 * but blanks are skipped.
 */
record CsvSource(TextFile file, CsvFormat format, Fields fields, RowReader.Policy policy) implements Source {
    private static final int MOST_CHARACTERS = 1 << 24;
    private static final String PLAIN = " If quotes are plain characters in this file, set 'quote' to an empty text.";

    @Override
    public DataType gives() {
        if (fields.text().isPresent()) return new DataType.Text();
        try (Rows rows = new Rows()) {
            return Fields.tensors(rows.columns.features().length);
        }
    }

    @Override
    public SampleReader open() {
        return new Rows();
    }

    @Override
    public List<Path> files() {
        return List.of(file.path());
    }

    private final class Rows extends RowReader {
        private final Utf8Reader in;
        private final CloseableIterator<CsvRow> rows;
        private final CsvRow row = new CsvRow();
        private final CsvColumns columns;
        private final float[] numbers;
        private int width;
        private boolean closed;

        Rows() {
            super(policy, file.name());
            in = file.open();
            try {
                rows = CsvReader.builder()
                        .fieldSeparator(format.delimiter())
                        .quoteCharacter(format.quote())
                        .skipEmptyLines(true)
                        .allowExtraFields(true)
                        .allowMissingFields(true)
                        .maxBufferSize(MOST_CHARACTERS)
                        .build(row, in)
                        .iterator();
                columns = CsvColumns.of(fields, format.header() ? header() : null, file);
            } catch (RuntimeException e) {
                close();
                throw e;
            }
            row.want(columns.wanted());
            numbers = new float[columns.features().length];
        }

        private List<String> header() {
            if (!advance()) throw file.bad("The file '" + file.name() + "' is empty.");
            List<String> names = new ArrayList<>();
            for (int i = 0; i < row.count(); i++) names.add(row.field(i).strip());
            width = row.count();
            return names;
        }

        @Override
        String noRows() {
            return in.nothingRead()
                    ? "The file '" + file.name() + "' is empty."
                    : "The file '" + file.name() + "' holds " + (format.header() ? "a header and no row." : "no row.");
        }

        @Override
        boolean row(Sample sample) throws BadRow {
            if (!advance()) return false;
            sample.line = row.line();
            if (width == 0) {
                width = row.count();
                if (width < columns.width()) throw otherWidth();
            }
            if (row.count() != width) throw otherWidth();
            if (columns.text() >= 0) sample.text = row.field(columns.text());
            else numbers(sample);
            if (columns.label() >= 0) sample.label = row.field(columns.label());
            return true;
        }

        private void numbers(Sample sample) throws BadRow {
            for (int i = 0; i < numbers.length; i++) {
                int column = columns.features()[i];
                numbers[i] = Numbers.parse(row.field(column), columns.name(column));
            }
            sample.numbers = numbers;
        }

        /** Goes to the next row that is not blank; false at the end. */
        private boolean advance() {
            try {
                while (rows.hasNext()) {
                    rows.next();
                    if (row.lastQuoted() && in.endsAt(row.lastLine()) && in.last() != format.quote()) throw open();
                    if (!row.blank() || row.count() > 1) return true;
                }
            } catch (CsvParseException e) {
                throw broken(e);
            }
            return false;
        }

        private PipelineException open() {
            return file.bad(
                    row.line(),
                    "The row that begins at line " + row.line() + " of '" + file.name() + "' has a quote ("
                            + format.quote() + ") that is never closed." + PLAIN);
        }

        private PipelineException broken(CsvParseException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof PipelineException p) return p;
            if (cause instanceof IOException io) return file.failed(io);
            String why = String.valueOf(cause.getMessage());
            return file.bad(
                    row.line(),
                    "The row that begins at line " + row.line() + " of '" + file.name() + "' is broken: " + why + "."
                            + PLAIN);
        }

        private BadRow otherWidth() {
            String must =
                    format.header() ? "the header has " + width : "it must have " + Math.max(width, columns.width());
            return new BadRow("has " + row.count() + (row.count() == 1 ? " column" : " columns") + " where " + must);
        }

        @Override
        public void close() {
            if (closed) return;
            closed = true;
            try {
                in.close();
            } catch (IOException e) {
                throw file.failed(e);
            }
        }
    }
}
