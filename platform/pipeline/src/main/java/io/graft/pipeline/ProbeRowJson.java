package io.graft.pipeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A probe row as JSON.
 *
 * <p>Images are kept with 8 bits for each element, {@code {"size":[height,width,channels],"bytes":"…"}}, sounds with 16 bits for each sample,
 * {@code {"rate":16000,"bytes":"…"}}, both in Base64: whatever is judged by them sees the same, slightly rounded rows.
 */
final class ProbeRowJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(4)
                    .maxStringLength(2 * ProbeSet.MOST_BYTES)
                    .build())
            .build();

    private ProbeRowJson() {}

    static ProbeSet.Row read(String line) throws IOException {
        try (JsonParser json = JSON.createParser(line)) {
            Input input = null;
            String label = null;
            if (json.nextToken() != JsonToken.START_OBJECT) throw new IOException("not an object");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                json.nextToken();
                Input before = input;
                switch (key) {
                    case "text" -> input = new Input.Text(string(json));
                    case "label" -> label = string(json);
                    case "numbers" -> input = new Input.Numbers(numbers(json));
                    case "image" -> input = image(json);
                    case "sound" -> input = sound(json);
                    case "cells" -> input = cells(json);
                    default -> json.skipChildren();
                }
                if (before != null && input != before) throw new IOException("more than one row");
            }
            if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null)
                throw new IOException("more than an object");
            return new ProbeSet.Row(input, label);
        }
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
            if (count == ProbeSet.LONGEST) throw new IOException("too many numbers");
            if (count == numbers.length) numbers = Arrays.copyOf(numbers, Math.min(ProbeSet.LONGEST, 2 * count));
            numbers[count++] = json.getFloatValue();
        }
        return Arrays.copyOf(numbers, count);
    }

    private static Input.Picture image(JsonParser json) throws IOException {
        float[] size = {};
        byte[] bytes = {};
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean first = json.currentName().equals("size");
            json.nextToken();
            if (first) size = numbers(json);
            else bytes = json.getBinaryValue();
        }
        if (size.length != 3 || size[0] * (double) size[1] * size[2] != bytes.length)
            throw new IOException("not an image");
        float[] values = new float[bytes.length];
        for (int i = 0; i < values.length; i++) values[i] = (bytes[i] & 0xff) / 255f;
        return new Input.Picture(values, (int) size[0], (int) size[1], (int) size[2]);
    }

    private static Input.Sound sound(JsonParser json) throws IOException {
        int rate = 0;
        byte[] bytes = {};
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean first = json.currentName().equals("rate");
            json.nextToken();
            if (first) rate = json.getIntValue();
            else bytes = json.getBinaryValue();
        }
        if (rate <= 0) throw new IOException("not a sound");
        float[] samples = new float[bytes.length / 2];
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < samples.length; i++) samples[i] = words.getShort(2 * i) / 32768f;
        return new Input.Sound(samples, rate);
    }

    private static Input.Cells cells(JsonParser json) throws IOException {
        Map<String, Object> cells = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            if (token.isNumeric()) cells.put(name, json.getFloatValue());
            else cells.put(name, string(json));
        }
        return new Input.Cells(cells);
    }

    static String write(ProbeSet.Row row) {
        StringWriter written = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(written)) {
            json.writeStartObject();
            write(row.input(), json);
            json.writeStringField("label", row.label());
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException(e); // a StringWriter throws none
        }
        return written.toString();
    }

    private static void write(Input input, JsonGenerator json) throws IOException {
        if (input instanceof Input.Text t) json.writeStringField("text", t.text());
        else if (input instanceof Input.Numbers n) {
            json.writeArrayFieldStart("numbers");
            for (float number : n.numbers()) json.writeNumber(number);
            json.writeEndArray();
        } else if (input instanceof Input.Picture p) {
            json.writeObjectFieldStart("image");
            json.writeFieldName("size");
            json.writeArray(new int[] {p.height(), p.width(), p.channels()}, 0, 3);
            byte[] bytes = new byte[p.values().length];
            for (int i = 0; i < bytes.length; i++)
                bytes[i] = (byte) Math.round(255 * Math.min(1, Math.max(0, p.values()[i])));
            json.writeBinaryField("bytes", bytes);
            json.writeEndObject();
        } else if (input instanceof Input.Sound s) {
            json.writeObjectFieldStart("sound");
            json.writeNumberField("rate", s.sampleRate());
            ByteBuffer bytes = ByteBuffer.allocate(2 * s.samples().length).order(ByteOrder.LITTLE_ENDIAN);
            for (float sample : s.samples())
                bytes.putShort((short) Math.max(-32768, Math.min(32767, Math.round(sample * 32768))));
            json.writeBinaryField("bytes", bytes.array());
            json.writeEndObject();
        } else if (input instanceof Input.Cells c) {
            json.writeObjectFieldStart("cells");
            for (Map.Entry<String, Object> cell : c.cells().entrySet())
                if (cell.getValue() instanceof Number n) json.writeNumberField(cell.getKey(), n.floatValue());
                else json.writeStringField(cell.getKey(), cell.getValue().toString());
            json.writeEndObject();
        }
    }
}
