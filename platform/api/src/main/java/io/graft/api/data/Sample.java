package io.graft.api.data;

import io.graft.api.audio.AudioBuffer;
import io.graft.api.image.ImageBuffer;
import io.graft.api.table.TableRow;

/**
 * One row as a source reads it; the same object is filled again for every row.
 *
 * <p>Steps change image, sound and table in place, and may put other arrays into them: a source writes the one it gives anew for every row.
 *
 * <p>A source fills {@link #text}, {@link #numbers}, {@link #image}, {@link #sound} or {@link #table}, according to the type it gives, and {@link #label} when it was told where to find one.
 */
public final class Sample {
    /** The image, when the source gives images. */
    public final ImageBuffer image = new ImageBuffer();

    /** The sound, when the source gives sound. */
    public final AudioBuffer sound = new AudioBuffer();

    /** The row, when the source gives tables. */
    public final TableRow table = new TableRow();

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
