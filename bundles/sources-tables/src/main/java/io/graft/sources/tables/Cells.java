package io.graft.sources.tables;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.Arrays;

/** The cells of a row, without the blanks around them; the same object is filled again for every row. */
final class Cells extends AbstractBaseCsvCallbackHandler<Cells> {
    private String[] cells = new String[16];
    private int count;
    private boolean lastQuoted;

    /** The line at which the row begins, from 1. */
    long line() {
        return getStartingLineNumber();
    }

    int count() {
        return count;
    }

    String get(int column) {
        return cells[column];
    }

    /** Whether the last cell was in quotes. */
    boolean lastQuoted() {
        return lastQuoted;
    }

    /** Whether the row is one cell of blanks. */
    boolean blank() {
        return count == 1 && !lastQuoted && cells[0].isEmpty();
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
        count = 0;
    }

    @Override
    protected void handleField(int column, char[] chars, int offset, int length, boolean quoted) {
        if (column == cells.length) cells = Arrays.copyOf(cells, 2 * column);
        cells[column] = new String(chars, offset, length).strip();
        count = column + 1;
        lastQuoted = quoted;
    }

    @Override
    protected void handleEmpty() {
        cells[0] = "";
        count = 1;
        lastQuoted = false;
    }

    @Override
    protected Cells buildRecord() {
        return this;
    }
}
