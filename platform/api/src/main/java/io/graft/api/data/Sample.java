package io.graft.api.data;

/**
 * One row as a source reads it; the same object is filled again for every row.
 *
 * <p>A source fills {@link #text} or {@link #numbers}, according to the type it gives, and {@link #label} when it was told where to find one.
 */
public final class Sample {
    /** The text, or null. */
    public CharSequence text;

    /** The numbers, in the order of the feature, or null; of the same length in every row. */
    public float[] numbers;

    /** The label as written, or null when the row has none. */
    public String label;

    /** The file the row comes from, as the descriptor names it. */
    public String file = "";

    /** The line the row begins at, counted from 1, or 0. */
    public long line;

    /** Forgets the row. */
    public void clear() {
        text = null;
        numbers = null;
        label = null;
        line = 0;
    }

    /** The place of the row, for messages: {@code train.csv:17}. */
    public String place() {
        return line > 0 ? file + ":" + line : file;
    }
}
