package io.graft.serving.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.graft.pipeline.live.Answers;
import io.graft.pipeline.live.Face;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes the answers of one generation.
 *
 * <p>What is the same in all of them is encoded once. <b>Threading.</b> Thread-safe.
 */
final class AnswerWriter {
    static final String LABEL = "label";
    static final String SCORE = "score";
    static final String SCORES = "scores";

    private final JsonFactory json;
    private final Face face;
    private final SerializableString head;
    private final SerializableString[] labels;
    private final byte[][] labelBytes;
    private final boolean sequence;

    AnswerWriter(JsonFactory json, Face face) {
        this.json = json;
        this.face = face;
        head = new SerializedString(face.pipeline());
        sequence = face.sequence();
        int classes = face.labels().size();
        labels = new SerializableString[classes];
        labelBytes = new byte[classes][];
        for (int i = 0; i < classes; i++) {
            labels[i] = new SerializedString(face.labels().get(i));
            labelBytes[i] = face.labels().get(i).getBytes(StandardCharsets.UTF_8);
        }
    }

    /** The outputs that a generation has. */
    static List<String> outputs(Face face) {
        return face.labels().isEmpty() ? List.of(SCORES) : List.of(LABEL, SCORE, SCORES);
    }

    /** Checks that all outputs that were asked for are there. */
    static void check(InferenceRequest request, Face face) {
        List<String> there = outputs(face);
        for (int i = 0; i < request.outputs.size(); i++) {
            String name = request.outputs.get(i).name;
            if (!there.contains(name))
                throw Refusal.bad(
                        "outputs[" + i + "].name",
                        "There is no output '" + name + "'; this pipeline has " + String.join(", ", there) + ".");
        }
    }

    /**
     * Writes an answer: the JSON, and after it the outputs that are to be binary.
     *
     * @param from the first row of the request among the answers
     * @param rows how many rows the request has
     * @return how long the JSON is when something follows it, else -1
     */
    int write(Bytes to, InferenceRequest request, Answers answers, int from, int rows) throws IOException {
        boolean binary = false;
        try (JsonGenerator g = json.createGenerator(to)) {
            g.writeStartObject();
            g.writeFieldName("model_name");
            g.writeString(head);
            g.writeStringField("model_version", Integer.toString(face.model()));
            if (request.id != null) g.writeStringField("id", request.id);
            g.writeObjectFieldStart("parameters");
            g.writeNumberField("generation", face.generation());
            g.writeEndObject();
            g.writeArrayFieldStart("outputs");
            if (request.outputs.isEmpty()) {
                for (String name : outputs(face)) output(g, name, request.binaryOutputs, answers, from, rows);
                binary = request.binaryOutputs;
            } else {
                for (InferenceRequest.Output output : request.outputs) {
                    boolean bytes = request.binary(output);
                    output(g, output.name, bytes, answers, from, rows);
                    binary |= bytes;
                }
            }
            g.writeEndArray();
            g.writeEndObject();
        }
        if (!binary) return -1;
        int header = to.size();
        if (request.outputs.isEmpty()) for (String name : outputs(face)) binary(to, name, answers, from, rows);
        else
            for (InferenceRequest.Output output : request.outputs)
                if (request.binary(output)) binary(to, output.name, answers, from, rows);
        return header;
    }

    private void output(JsonGenerator g, String name, boolean binary, Answers answers, int from, int rows)
            throws IOException {
        boolean all = name.equals(SCORES);
        g.writeStartObject();
        g.writeStringField("name", name);
        g.writeStringField("datatype", name.equals(LABEL) ? "BYTES" : "FP32");
        g.writeArrayFieldStart("shape");
        g.writeNumber(rows);
        if (all) g.writeNumber(face.width());
        g.writeEndArray();
        if (binary) {
            g.writeObjectFieldStart("parameters");
            g.writeNumberField("binary_data_size", binarySize(name, answers, from, rows));
            g.writeEndObject();
        } else {
            g.writeArrayFieldStart("data");
            data(g, name, answers, from, rows);
            g.writeEndArray();
        }
        g.writeEndObject();
    }

    private void data(JsonGenerator g, String name, Answers answers, int from, int rows) throws IOException {
        float[] scores = answers.scores();
        int width = face.width();
        switch (name) {
            case LABEL -> {
                for (int row = from; row < from + rows; row++)
                    if (sequence) g.writeString(answers.label(row));
                    else g.writeString(labels[answers.best(row)]);
            }
            case SCORE -> {
                for (int row = from; row < from + rows; row++) g.writeNumber(answers.score(row));
            }
            default -> {
                for (int i = from * width; i < (from + rows) * width; i++) g.writeNumber(scores[i]);
            }
        }
    }

    private int binarySize(String name, Answers answers, int from, int rows) {
        switch (name) {
            case LABEL:
                int size = 0;
                for (int row = from; row < from + rows; row++) size += 4 + label(answers, row).length;
                return size;
            case SCORE:
                return 4 * rows;
            default:
                return 4 * rows * face.width();
        }
    }

    private byte[] label(Answers answers, int row) {
        return sequence ? answers.label(row).getBytes(StandardCharsets.UTF_8) : labelBytes[answers.best(row)];
    }

    private void binary(Bytes to, String name, Answers answers, int from, int rows) {
        float[] scores = answers.scores();
        int width = face.width();
        switch (name) {
            case LABEL -> {
                for (int row = from; row < from + rows; row++) {
                    byte[] label = label(answers, row);
                    to.writeInt(label.length);
                    to.write(label, 0, label.length);
                }
            }
            case SCORE -> {
                for (int row = from; row < from + rows; row++) to.writeFloat(answers.score(row));
            }
            default -> {
                to.room(4 * rows * width);
                for (int i = from * width; i < (from + rows) * width; i++) to.writeFloat(scores[i]);
            }
        }
    }
}
