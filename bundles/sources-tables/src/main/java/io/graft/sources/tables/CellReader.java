package io.graft.sources.tables;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.graft.api.PipelineException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Goes from row to row of a file; rows of blanks are skipped. <b>Threading.</b> For one thread. */
final class CellReader implements AutoCloseable {
    private static final int MOST_CHARACTERS = 1 << 24;
    private static final String PLAIN = " If quotes are plain characters in this file, set 'quote' to an empty text.";

    private final TableFile file;
    private final CsvFormat format;
    private final TailReader in;
    private final CloseableIterator<Cells> rows;
    private final Cells cells = new Cells();
    private long line;
    private boolean endsQuoted;

    CellReader(TableFile file, CsvFormat format) {
        this.file = file;
        this.format = format;
        in = file.open();
        rows = CsvReader.builder()
                .fieldSeparator(format.delimiter())
                .quoteCharacter(format.quote())
                .trimWhitespacesAroundQuotes(true)
                .skipEmptyLines(true)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .maxBufferSize(MOST_CHARACTERS)
                .build(cells, in)
                .iterator();
    }

    /** The row gone to last. */
    Cells cells() {
        return cells;
    }

    /** Goes to the next row; false at the end. */
    boolean next() {
        try {
            while (rows.hasNext()) {
                rows.next();
                line = cells.line();
                endsQuoted = cells.lastQuoted();
                if (!cells.blank()) return true;
            }
        } catch (CsvParseException e) {
            if (e.getCause() instanceof IOException io) throw file.failed(io, line);
            throw broken("is broken: " + (e.getCause() == null ? e : e.getCause()).getMessage() + ".");
        } catch (UncheckedIOException e) {
            throw file.failed(e.getCause(), line);
        }
        if (endsQuoted && in.last() != format.quote())
            throw broken("has a quote (" + format.quote() + ") that is never closed.");
        return false;
    }

    private PipelineException broken(String what) {
        return file.bad("The row that begins at line " + line + " of '" + file.name() + "' " + what + PLAIN);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw file.failed(e, 0);
        }
    }
}
