package io.graft.sources.files;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.Arrays;

/** A row of a table; the same object is filled again for every row, and only with the columns that are wanted. */
final class CsvRow extends AbstractBaseCsvCallbackHandler<CsvRow> {
    private String[] fields = new String[16];
    private int count;
    private boolean lastQuoted;
    private boolean blank;
    private int breaks;
    private boolean[] wanted;

    /** Keeps only the columns that are true from now on. */
    void want(boolean[] columns) {
        wanted = columns;
    }

    /** The line at which the row begins, from 1. */
    long line() {
        return getStartingLineNumber();
    }

    /** The line at which the row ends. */
    long lastLine() {
        return line() + breaks;
    }

    /** The number of columns. */
    int count() {
        return count;
    }

    /** The field of a wanted column. */
    String field(int column) {
        return fields[column];
    }

    /** Whether the last field was in quotes. */
    boolean lastQuoted() {
        return lastQuoted;
    }

    /** Whether the row is one unquoted field of blanks. */
    boolean blank() {
        return blank;
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
        count = 0;
        breaks = 0;
    }

    @Override
    protected void handleField(int column, char[] chars, int offset, int length, boolean quoted) {
        if (column == fields.length) fields = Arrays.copyOf(fields, 2 * column);
        boolean keep = wanted == null || column < wanted.length && wanted[column];
        fields[column] = keep ? new String(chars, offset, length) : null;
        count = column + 1;
        lastQuoted = quoted;
        if (quoted) breaks += breaks(chars, offset, offset + length);
        blank = column == 0 && !quoted && isBlank(chars, offset, length);
    }

    private static int breaks(char[] chars, int from, int to) {
        int n = 0;
        for (int i = from; i < to; i++)
            if (chars[i] == '\n' ? i == from || chars[i - 1] != '\r' : chars[i] == '\r') n++;
        return n;
    }

    private static boolean isBlank(char[] chars, int offset, int length) {
        for (int i = offset; i < offset + length; i++) if (!Character.isWhitespace(chars[i])) return false;
        return true;
    }

    @Override
    protected void handleEmpty() {
        count = 1;
        fields[0] = "";
        blank = true;
        lastQuoted = false;
    }

    @Override
    protected CsvRow buildRecord() {
        return this;
    }
}
