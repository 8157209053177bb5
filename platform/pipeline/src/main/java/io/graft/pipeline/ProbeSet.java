package io.graft.pipeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.Sample;
import io.graft.models.Model;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The rows a model is judged on before it serves: as their source gave them, with their labels, kept in the model.
 *
 * <p>They lie in {@link Model#state()} under {@value #PATH}, a JSON object a line: {@code {"text":"…","label":"…"}}, or
 * {@code {"numbers":[…],"label":"…"}}. Of a model that predicts numbers the label holds them as the data does, with blanks between them.
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

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(4)
                    .maxStringLength(8 * LONGEST)
                    .build())
            .build();

    /** Copies the list. */
    public ProbeSet {
        rows = List.copyOf(rows);
    }

    /**
     * A row; it has a text or numbers. The array is not copied.
     *
     * @param text the text, or null
     * @param numbers the numbers, or null
     * @param label the label as the data has it
     */
    @SuppressWarnings("ArrayRecordComponent") // rows are never compared
    public record Row(String text, float[] numbers, String label) {

        /** Refuses a row that has neither, or both. */
        public Row {
            if ((text == null) == (numbers == null))
                throw new IllegalArgumentException("a row has either a text or numbers");
            if (label == null) throw new IllegalArgumentException("a row needs a label");
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
            try (JsonParser json = JSON.createParser(text)) {
                rows.add(row(json));
            } catch (IOException | IllegalArgumentException e) {
                throw new PipelineException(
                        ErrorCode.BAD_MODEL,
                        PATH + ":" + line,
                        "The probe rows of the model " + model.pipeline() + " " + model.version()
                                + " cannot be read: line " + line + " is no row of a text or numbers and a label.",
                        e);
            }
        }
        return new ProbeSet(rows);
    }

    private static Row row(JsonParser json) throws IOException {
        String text = null;
        float[] numbers = null;
        String label = null;
        if (json.nextToken() != JsonToken.START_OBJECT) throw new IOException("not an object");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "text" -> text = string(json);
                case "label" -> label = string(json);
                case "numbers" -> numbers = numbers(json);
                default -> json.skipChildren();
            }
        }
        if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null)
            throw new IOException("more than an object");
        return new Row(text, numbers, label);
    }

    private static String string(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) throw new IOException("not a text");
        return json.getText();
    }

    private static float[] numbers(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) throw new IOException("not a list");
        float[] numbers = new float[16];
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (count == LONGEST) throw new IOException("too many numbers");
            if (count == numbers.length) numbers = Arrays.copyOf(numbers, Math.min(LONGEST, 2 * count));
            numbers[count++] = json.getFloatValue();
        }
        return Arrays.copyOf(numbers, count);
    }

    /** As a model keeps it. */
    public String write() {
        StringWriter written = new StringWriter();
        for (Row row : rows) {
            try (JsonGenerator json = JSON.createGenerator(written)) {
                json.writeStartObject();
                if (row.text() != null) json.writeStringField("text", row.text());
                if (row.numbers() != null) {
                    json.writeArrayFieldStart("numbers");
                    for (float number : row.numbers()) json.writeNumber(number);
                    json.writeEndArray();
                }
                json.writeStringField("label", row.label());
                json.writeEndObject();
            } catch (IOException e) {
                throw new IllegalStateException(e); // a StringWriter throws none
            }
            written.write('\n');
        }
        return written.toString();
    }

    /**
     * Chooses rows while data is read: each of the rows seen has the same chance, and the same rows and the same seed choose the same.
     *
     * <p>Not taken are rows without a label, rows of more than {@value #LONGEST} characters or numbers, and numbers that are not finite.
     *
     * <p><b>Threading.</b> For one thread.
     */
    public static final class Sampler {
        private final int most;
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
            long place = seen++;
            if (chosen.size() < most) {
                chosen.add(new Chosen(place, row(sample)));
                return;
            }
            long at = random.nextLong(seen);
            if (at < most) chosen.set((int) at, new Chosen(place, row(sample)));
        }

        private static boolean fits(Sample sample) {
            if (sample.label == null || sample.label.length() > LONGEST) return false;
            if (sample.text != null) return sample.text.length() <= LONGEST;
            if (sample.numbers == null || sample.numbers.length > LONGEST) return false;
            for (float number : sample.numbers) if (!Float.isFinite(number)) return false;
            return true;
        }

        private static Row row(Sample sample) {
            return sample.text != null
                    ? new Row(sample.text.toString(), null, sample.label)
                    : new Row(null, sample.numbers.clone(), sample.label);
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
