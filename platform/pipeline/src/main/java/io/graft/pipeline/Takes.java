package io.graft.pipeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.DataType;
import io.graft.api.data.Sample;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What the rows of a pipeline are. A source tells; the model keeps it, as a model is served without its source.
 *
 * <p>It lies in the model's state under {@value #PATH}, as JSON: {@code {"image":[28,28,1]}}, {@code {"sound":16000}} or
 * {@code {"table":{"age":"number","job":"word"}}}. Of texts and numbers nothing is kept: the steps and the network tell.
 */
final class Takes {
    /** Where a model keeps it. */
    static final String PATH = "rows.json";

    private static final JsonFactory JSON = new JsonFactory();

    private Takes() {}

    /** What is kept of a type; empty when nothing must be. */
    static String write(DataType type) {
        StringWriter written = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(written)) {
            json.writeStartObject();
            if (type instanceof DataType.Image image) {
                json.writeFieldName("image");
                json.writeArray(new int[] {image.height(), image.width(), image.channels()}, 0, 3);
            } else if (type instanceof DataType.Audio sound) {
                json.writeNumberField("sound", sound.sampleRate());
            } else if (type instanceof DataType.Table table) {
                json.writeObjectFieldStart("table");
                for (DataType.Column c : table.columns())
                    json.writeStringField(c.name(), c.number() ? "number" : "word");
                json.writeEndObject();
            } else return "";
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException(e); // a StringWriter throws none
        }
        return written.toString();
    }

    /** What was kept. */
    static DataType read(String kept) {
        try (JsonParser json = JSON.createParser(kept)) {
            json.nextToken();
            String what = json.nextFieldName();
            json.nextToken();
            switch (what == null ? "" : what) {
                case "image" -> {
                    int[] size = new int[3];
                    for (int i = 0; i < 3; i++) size[i] = json.nextIntValue(0);
                    return new DataType.Image(size[0], size[1], size[2]);
                }
                case "sound" -> {
                    return new DataType.Audio(json.getIntValue());
                }
                case "table" -> {
                    List<DataType.Column> columns = new ArrayList<>();
                    while (json.nextToken() == JsonToken.FIELD_NAME)
                        columns.add(new DataType.Column(
                                json.currentName(), json.nextTextValue().equals("number")));
                    return new DataType.Table(columns);
                }
                default -> throw new IOException("neither image, nor sound, nor table");
            }
        } catch (IOException | NullPointerException e) {
            throw new PipelineException(
                    ErrorCode.BAD_MODEL,
                    PATH,
                    "What the model says about its rows cannot be read: " + e.getMessage() + ".",
                    e);
        }
    }

    static void check(Sample sample, DataType.Image announced) {
        int h = sample.image.height();
        int w = sample.image.width();
        int c = sample.image.channels();
        if (h == 0 || w == 0 || c == 0) throw Links.bad(sample, "The image is empty.");
        boolean fits = (announced.height() == 0 || announced.height() == h)
                && (announced.width() == 0 || announced.width() == w)
                && (announced.channels() == 0 || announced.channels() == c);
        if (!fits)
            throw Links.bad(
                    sample,
                    "The image is of " + h + " x " + w + " x " + c + ", but the pipeline takes " + size(announced)
                            + ".");
    }

    static void check(Sample sample, DataType.Audio announced) {
        int rate = sample.sound.sampleRate();
        if (rate <= 0) throw Links.bad(sample, "The sound has no sample rate.");
        if (announced.sampleRate() > 0 && announced.sampleRate() != rate)
            throw Links.bad(
                    sample,
                    "The sound has " + rate + " samples a second, but the pipeline takes " + announced.sampleRate()
                            + ".");
    }

    static void check(Sample sample, DataType.Table announced) {
        DataType.Table given = sample.table.type();
        if (given != announced && !given.equals(announced))
            throw Links.bad(sample, "The row has other columns than were announced: " + difference(announced, given));
    }

    /** How two tables differ, in a sentence. */
    static String difference(DataType.Table known, DataType.Table given) {
        for (int i = 0; i < known.columns().size(); i++) {
            DataType.Column k = known.columns().get(i);
            if (i == given.columns().size()) return "there is no column '" + k.name() + "'.";
            DataType.Column g = given.columns().get(i);
            if (!k.name().equals(g.name()))
                return "column " + (i + 1) + " is '" + g.name() + "' instead of '" + k.name() + "'.";
            if (k.number() != g.number())
                return "the column '" + k.name() + "' holds " + (g.number() ? "numbers" : "words") + " instead of "
                        + (k.number() ? "numbers" : "words") + ".";
        }
        return given.columns().size() == known.columns().size()
                ? "they are the same."
                : "the column '" + given.columns().get(known.columns().size()).name() + "' is one too many.";
    }

    /** A size, with a question mark for what varies. */
    static String size(DataType.Image image) {
        return "images of " + part(image.height()) + " x " + part(image.width()) + " x " + part(image.channels());
    }

    private static String part(int n) {
        return n == 0 ? "any" : Integer.toString(n);
    }
}
