package io.graft.pipeline;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.Sample;
import io.graft.models.Model;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The rows a model is judged on before it serves: as their source gave them, with their labels, kept in the model.
 *
 * <p>They lie in {@link Model#state()} under {@value #PATH}, a JSON object a line: {@code {"text":"…","label":"…"}}, with {@code "numbers":[…]},
 * {@code "image":{…}}, {@code "sound":{…}} or {@code "cells":{…}} instead of the text, see {@link ProbeRowJson}. Of a model that predicts numbers the label holds them as the data does, with blanks between them.
 *
 * @param rows the rows
 */
public record ProbeSet(List<Row> rows) {
    /** Where a model keeps it. */
    public static final String PATH = "probe.jsonl";

    /** The longest text, and the most numbers of a row; longer rows are not taken. */
    public static final int LONGEST = 10_000;

    /** The most rows that a model keeps, whatever is asked for. */
    public static final int MOST_ROWS = 2_000;

    /** The most bytes of the image or sound of a row, and of all of them together. */
    static final int MOST_BYTES = 200_000;

    private static final int MOST_BYTES_TOGETHER = 8 << 20;

    /** Copies the list. */
    public ProbeSet {
        rows = List.copyOf(rows);
    }

    /**
     * A row.
     *
     * @param input the row without its label, no file
     * @param label the label as the data has it
     */
    public record Row(Input input, String label) {

        /** Refuses a row that misses one of them. */
        public Row {
            if (input == null) throw new IllegalArgumentException("a row is something");
            if (label == null) throw new IllegalArgumentException("a row needs a label");
        }

        /** A row of a text. */
        public Row(String text, String label) {
            this(new Input.Text(text), label);
        }
    }

    /**
     * Of a model; without rows when it keeps none.
     *
     * @throws PipelineException of code BAD_MODEL when what it keeps cannot be read
     */
    public static ProbeSet of(Model model) {
        String kept = model.state().get(PATH);
        if (kept == null) return new ProbeSet(List.of());
        List<Row> rows = new ArrayList<>();
        int line = 0;
        for (String text : (Iterable<String>) kept.lines()::iterator) {
            line++;
            if (text.isBlank()) continue;
            if (rows.size() == MOST_ROWS) break;
            try {
                rows.add(ProbeRowJson.read(text));
            } catch (IOException | IllegalArgumentException e) {
                throw new PipelineException(
                        ErrorCode.BAD_MODEL,
                        PATH + ":" + line,
                        "The probe rows of the model " + model.pipeline() + " " + model.version()
                                + " cannot be read: line " + line + " is no row with a label.",
                        e);
            }
        }
        return new ProbeSet(rows);
    }

    /** As a model keeps it. */
    public String write() {
        StringBuilder written = new StringBuilder();
        for (Row row : rows) written.append(ProbeRowJson.write(row)).append('\n');
        return written.toString();
    }

    /**
     * Chooses rows while data is read: each of the rows seen has the same chance, and the same rows and the same seed choose the same.
     *
     * <p>Not taken are rows without a label, rows of more than {@value #LONGEST} characters or numbers, numbers that are not finite, and large
     * images and sounds; of those that are not small, fewer are taken.
     *
     * <p><b>Threading.</b> For one thread.
     */
    public static final class Sampler {
        private int most;
        private final SplittableRandom random;
        private final List<Chosen> chosen = new ArrayList<>();
        private long seen;

        private record Chosen(long place, Row row) {}

        /** Chooses so many rows at most; 0 chooses none. */
        public Sampler(int rows, long seed) {
            most = Math.min(rows, MOST_ROWS);
            random = new SplittableRandom(seed);
        }

        /** Sees a row; what it takes is copied. */
        public void see(Sample sample) {
            if (most <= 0 || !fits(sample)) return;
            room(bytes(sample));
            long place = seen++;
            if (chosen.size() < most) {
                chosen.add(new Chosen(place, row(sample)));
                return;
            }
            long at = random.nextLong(seen);
            if (at < most) chosen.set((int) at, new Chosen(place, row(sample)));
        }

        /** Makes the set smaller when rows are larger than those before them. */
        private void room(int bytes) {
            if (bytes == 0) return;
            most = Math.min(most, Math.max(1, MOST_BYTES_TOGETHER / bytes));
            while (chosen.size() > most) chosen.remove(chosen.size() - 1);
        }

        private static int bytes(Sample sample) {
            return sample.text != null || sample.numbers != null
                    ? 0
                    : sample.image.elements() + 2 * sample.sound.length();
        }

        private static boolean fits(Sample sample) {
            if (sample.label == null || sample.label.length() > LONGEST) return false;
            if (sample.text != null) return sample.text.length() <= LONGEST;
            if (sample.numbers == null)
                return bytes(sample) > 0
                        ? bytes(sample) <= MOST_BYTES
                        : sample.table.numbers().length > 0 && sample.table.numbers().length <= LONGEST;
            if (sample.numbers.length > LONGEST) return false;
            for (float number : sample.numbers) if (!Float.isFinite(number)) return false;
            return true;
        }

        private static Row row(Sample sample) {
            return new Row(Input.of(sample), sample.label);
        }

        /** What was chosen, in the order in which it was seen. */
        public ProbeSet set() {
            return new ProbeSet(chosen.stream()
                    .sorted((a, b) -> Long.compare(a.place(), b.place()))
                    .map(Chosen::row)
                    .toList());
        }
    }
}
