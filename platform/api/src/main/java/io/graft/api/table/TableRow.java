package io.graft.api.table;

import io.graft.api.data.DataType;
import java.util.List;

/**
 * A row of a table being prepared; the same object is used again for every row.
 *
 * <p>A column holds numbers or words. The cell of column i is {@code numbers()[i]}, NaN when it is missing, or {@code words()[i]}, null when it is missing.
 *
 * <p><b>Threading.</b> For one thread.
 */
public final class TableRow {
    private DataType.Table type = new DataType.Table(List.of());
    private float[] numbers = new float[0];
    private String[] words = new String[0];

    /** Its columns. */
    public DataType.Table type() {
        return type;
    }

    /** The cells of columns of numbers, by column; NaN where a number is missing. */
    public float[] numbers() {
        return numbers;
    }

    /** The cells of columns of words, by column; null where a word is missing. */
    public String[] words() {
        return words;
    }

    /**
     * Takes other columns and cells; a step that changes columns keeps arrays of its own for this and writes them anew for each row.
     *
     * @param newNumbers as many as there are columns
     * @param newWords as many as there are columns
     */
    public void set(DataType.Table newType, float[] newNumbers, String[] newWords) {
        if (newNumbers.length != newType.columns().size() || newWords.length != newNumbers.length)
            throw new IllegalArgumentException(newType.columns().size() + " columns, but " + newNumbers.length
                    + " numbers and " + newWords.length + " words");
        type = newType;
        numbers = newNumbers;
        words = newWords;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < numbers.length; i++)
            text.append(i == 0 ? "" : ", ")
                    .append(type.columns().get(i).name())
                    .append('=')
                    .append(type.columns().get(i).number() ? Float.toString(numbers[i]) : words[i]);
        return text.toString();
    }
}
