package io.graft.pipeline;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.DataType;
import io.graft.api.data.Sample;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A row as it is kept or comes in a request, apart from what it is prepared in. Arrays are not copied. */
@SuppressWarnings("ArrayRecordComponent") // rows are never compared
public sealed interface Input {

    /** A text. */
    record Text(String text) implements Input {}

    /** Numbers that go straight to the network. */
    record Numbers(float[] numbers) implements Input {}

    /**
     * An image.
     *
     * @param values its elements, plane by plane, from 0 to 1
     */
    record Picture(float[] values, int height, int width, int channels) implements Input {}

    /**
     * A sound.
     *
     * @param samples from −1 to 1
     * @param sampleRate samples a second; 0 for the one that the pipeline takes
     */
    record Sound(float[] samples, int sampleRate) implements Input {}

    /**
     * A row of a table.
     *
     * @param cells a {@link Number} or a {@link String} by column; what is missing or null is a gap
     */
    record Cells(Map<String, Object> cells) implements Input {}

    /** The bytes of a file that a {@link io.graft.api.data.Decoder} makes an image or a sound of. */
    record File(byte[] bytes) implements Input {}

    /** What it is, for messages. */
    default String what() {
        if (this instanceof Text) return "a text";
        if (this instanceof Numbers n) return n.numbers().length == 1 ? "1 number" : n.numbers().length + " numbers";
        if (this instanceof Picture) return "an image";
        if (this instanceof Sound) return "a sound";
        return this instanceof Cells ? "a row of a table" : "a file";
    }

    /** What flows in a chain. */
    static Input copy(Flow flow, Row row) {
        Sample s = row.sample;
        return switch (flow) {
            case TEXT -> new Text(row.text.toString());
            case IMAGES -> picture(s);
            case SOUND -> sound(s);
            default -> throw new IllegalStateException(flow + " cannot be kept");
        };
    }

    /** The row that a source gave; of a table only the columns that are taken. */
    static Input of(Sample s, DataType takes) {
        Input row = of(s);
        if (row instanceof Cells c && takes instanceof DataType.Table table)
            c.cells().keySet().removeIf(name -> table.index(name) < 0);
        return row;
    }

    /** The row that a source gave. */
    static Input of(Sample s) {
        if (s.text != null) return new Text(s.text.toString());
        if (s.numbers != null) return new Numbers(s.numbers.clone());
        if (s.image.elements() > 0) return picture(s);
        if (s.sound.sampleRate() > 0) return sound(s);
        Map<String, Object> cells = new LinkedHashMap<>();
        List<DataType.Column> columns = s.table.type().columns();
        for (int i = 0; i < columns.size(); i++) {
            Object cell = columns.get(i).number()
                    ? (Object) s.table.numbers()[i]
                    : s.table.words()[i];
            if (cell != null && !cell.equals(Float.NaN))
                cells.put(columns.get(i).name(), cell);
        }
        return new Cells(cells);
    }

    private static Picture picture(Sample s) {
        return new Picture(
                Arrays.copyOf(s.image.values(), s.image.elements()),
                s.image.height(),
                s.image.width(),
                s.image.channels());
    }

    private static Sound sound(Sample s) {
        return new Sound(Arrays.copyOf(s.sound.samples(), s.sound.length()), s.sound.sampleRate());
    }

    /** Copies a text, an image or a sound into a sample. */
    default void into(Sample sample) {
        if (this instanceof Text t) sample.text = t.text();
        else if (this instanceof Picture p)
            System.arraycopy(
                    p.values(), 0, sample.image.size(p.height(), p.width(), p.channels()), 0, sample.image.elements());
        else if (this instanceof Sound s)
            System.arraycopy(
                    s.samples(), 0, sample.sound.size(s.samples().length, s.sampleRate()), 0, s.samples().length);
        else throw new IllegalStateException(what() + " is put by the worker");
    }

    /** Writes cells in the order of the columns. */
    static void cells(Cells row, DataType.Table columns, Sample sample, float[] numbers, String[] words) {
        List<DataType.Column> all = columns.columns();
        int known = 0;
        for (int i = 0; i < numbers.length; i++) {
            DataType.Column c = all.get(i);
            Object cell = row.cells().get(c.name());
            if (row.cells().containsKey(c.name())) known++;
            numbers[i] = c.number() ? number(c, cell) : Float.NaN;
            words[i] = c.number() || cell == null ? null : word(cell);
        }
        if (known < row.cells().size())
            for (String name : row.cells().keySet())
                if (columns.index(name) < 0)
                    throw new PipelineException(
                            ErrorCode.BAD_DATA,
                            "",
                            "There is no column '" + name + "'; the columns are "
                                    + String.join(
                                            ", ",
                                            all.stream()
                                                    .map(DataType.Column::name)
                                                    .toList()) + ".");
        sample.table.set(columns, numbers, words);
    }

    private static float number(DataType.Column column, Object cell) {
        if (cell == null) return Float.NaN;
        if (cell instanceof Number n) return n.floatValue();
        throw new PipelineException(
                ErrorCode.BAD_DATA,
                "",
                "The column '" + column.name() + "' holds numbers, but here stands \"" + cell + "\".");
    }

    private static String word(Object cell) {
        return cell instanceof Number n
                        && n.doubleValue() == Math.rint(n.doubleValue())
                        && Math.abs(n.doubleValue()) < 1e15
                ? Long.toString(n.longValue())
                : cell.toString();
    }
}
