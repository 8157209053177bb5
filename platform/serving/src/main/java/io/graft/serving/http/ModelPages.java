package io.graft.serving.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.graft.pipeline.live.Face;
import io.graft.pipeline.live.LivePipeline;
import io.graft.pipeline.live.PipelineStatus;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What the protocol tells about the server and its pipelines. */
final class ModelPages {
    private static final List<String> EXTENSIONS = List.of(
            "binary_tensor_data",
            "model_repository",
            "model_repository(unload_dependents)",
            "model_configuration",
            "statistics");

    private final Inference owner;
    private final String version;

    ModelPages(Inference owner, String version) {
        this.owner = owner;
        this.version = version;
    }

    void server(JsonGenerator g) throws IOException {
        g.writeStartObject();
        g.writeStringField("name", "graft");
        g.writeStringField("version", version);
        g.writeArrayFieldStart("extensions");
        for (String extension : EXTENSIONS) g.writeString(extension);
        g.writeEndArray();
        g.writeEndObject();
    }

    /** The generation that answers; of a version, when one is asked for. */
    Face face(String name, int asked) {
        LivePipeline pipeline = owner.pipeline(name);
        Face face = pipeline.face();
        if (asked != 0 && asked != face.model()) throw Inference.wrongVersion(face, asked);
        return face;
    }

    void metadata(JsonGenerator g, Face face) throws IOException {
        g.writeStartObject();
        g.writeStringField("name", face.pipeline());
        g.writeArrayFieldStart("versions");
        g.writeString(Integer.toString(face.model()));
        g.writeEndArray();
        g.writeStringField("platform", platform(face));
        g.writeArrayFieldStart("inputs");
        tensor(g, InputRows.name(face), InputRows.datatype(face), InputRows.shape(face));
        g.writeEndArray();
        g.writeArrayFieldStart("outputs");
        for (String output : AnswerWriter.outputs(face)) {
            switch (output) {
                case AnswerWriter.LABEL -> tensor(g, output, "BYTES", -1);
                case AnswerWriter.SCORE -> tensor(g, output, "FP32", -1);
                default -> tensor(g, output, "FP32", -1, face.width());
            }
        }
        g.writeEndArray();
        g.writeObjectFieldStart("parameters");
        g.writeNumberField("generation", face.generation());
        g.writeEndObject();
        g.writeEndObject();
    }

    private static String platform(Face face) {
        return "graft_" + face.backend();
    }

    private static void tensor(JsonGenerator g, String name, String datatype, int... shape) throws IOException {
        g.writeStartObject();
        g.writeStringField("name", name);
        g.writeStringField("datatype", datatype);
        g.writeArrayFieldStart("shape");
        for (int n : shape) g.writeNumber(n);
        g.writeEndArray();
        g.writeEndObject();
    }

    void ready(JsonGenerator g, Face face) throws IOException {
        g.writeStartObject();
        g.writeStringField("name", face.pipeline());
        g.writeBooleanField("ready", true);
        g.writeEndObject();
    }

    /** As Triton's model configuration: the first axis of all tensors is the batch, and not among their dims. */
    void config(JsonGenerator g, Face face) throws IOException {
        g.writeStartObject();
        g.writeStringField("name", face.pipeline());
        g.writeStringField("platform", platform(face));
        g.writeStringField("backend", face.backend());
        g.writeObjectFieldStart("version_policy");
        g.writeObjectFieldStart("specific");
        g.writeArrayFieldStart("versions");
        g.writeNumber(face.model());
        g.writeEndArray();
        g.writeEndObject();
        g.writeEndObject();
        g.writeNumberField("max_batch_size", owner.settings().queueRows());
        g.writeArrayFieldStart("input");
        int[] shape = InputRows.shape(face);
        configured(
                g,
                InputRows.name(face),
                InputRows.datatype(face).equals("BYTES") ? "TYPE_STRING" : "TYPE_FP32",
                Arrays.copyOfRange(shape, 1, shape.length));
        g.writeEndArray();
        g.writeArrayFieldStart("output");
        for (String output : AnswerWriter.outputs(face)) {
            switch (output) {
                case AnswerWriter.LABEL -> configured(g, output, "TYPE_STRING");
                case AnswerWriter.SCORE -> configured(g, output, "TYPE_FP32");
                default -> configured(g, output, "TYPE_FP32", face.width());
            }
        }
        g.writeEndArray();
        g.writeObjectFieldStart("dynamic_batching");
        g.writeArrayFieldStart("preferred_batch_size");
        g.writeNumber(face.maxRows());
        g.writeEndArray();
        g.writeNumberField(
                "max_queue_delay_microseconds", TimeUnit.NANOSECONDS.toMicros(owner.waitNanos(face.pipeline())));
        g.writeEndObject();
        g.writeEndObject();
    }

    private static void configured(JsonGenerator g, String name, String type, int... dims) throws IOException {
        g.writeStartObject();
        g.writeStringField("name", name);
        g.writeStringField("data_type", type);
        g.writeArrayFieldStart("dims");
        for (int n : dims) g.writeNumber(n);
        g.writeEndArray();
        g.writeEndObject();
    }

    /** The statistics of one pipeline, or of all when the name is empty. */
    void statistics(JsonGenerator g, Optional<Face> one) throws IOException {
        g.writeStartObject();
        g.writeArrayFieldStart("model_stats");
        if (one.isPresent()) statistics(g, one.get().pipeline(), one.get().model());
        else
            for (PipelineStatus status : owner.pipelines().list())
                if (answers(status)) statistics(g, status.name(), status.model());
        g.writeEndArray();
        g.writeEndObject();
    }

    private void statistics(JsonGenerator g, String pipeline, int model) throws IOException {
        owner.metrics()
                .statistics(pipeline, model)
                .orElseGet(ModelStatistics::new)
                .write(g, pipeline, model);
    }

    static boolean answers(PipelineStatus status) {
        return status.state() == PipelineStatus.State.SERVING || status.state() == PipelineStatus.State.GHOST;
    }

    void index(JsonGenerator g, boolean onlyReady) throws IOException {
        g.writeStartArray();
        for (PipelineStatus status : owner.pipelines().list()) {
            if (onlyReady && !answers(status)) continue;
            g.writeStartObject();
            g.writeStringField("name", status.name());
            g.writeStringField("version", Integer.toString(status.model()));
            g.writeStringField(
                    "state",
                    switch (status.state()) {
                        case SERVING, GHOST -> "READY";
                        case WAITING, UNLOADED -> "UNAVAILABLE";
                    });
            g.writeStringField("reason", status.state() == PipelineStatus.State.SERVING ? "" : status.sentence());
            g.writeEndObject();
        }
        g.writeEndArray();
    }
}
