package io.graft.shell;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.models.ModelInfo;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code graft models}: the stored models. */
@Command(name = "models", description = "Show the stored models; of this data folder, or with --url of a server.")
final class ModelsCommand extends RemoteCommand {
    @Parameters(paramLabel = "PIPELINE", arity = "0..1", description = "Only models of this pipeline.")
    private String pipeline;

    @Override
    public Integer call() {
        JsonNode models = named().map(r -> r.get(pipeline == null ? "models" : "models/" + Remote.segment(pipeline))
                        .path("models"))
                .orElseGet(this::ofHome);
        if (output().json()) {
            output().document(models);
            return 0;
        }
        if (models.isEmpty()) output().note("There are no models yet; make one with graft train.");
        for (JsonNode m : models)
            output().line(String.format(
                    Locale.ROOT,
                    "%-20s %4d  %s  %8.1f MB  %s",
                    m.path("pipeline").asText(),
                    m.path("model").asInt(),
                    m.path("created").asText(),
                    m.path("bytes").asLong() / 1e6,
                    m.has("damage") ? "DAMAGED: " + m.get("damage").asText() : metrics(m.path("metrics"))));
        return 0;
    }

    private JsonNode ofHome() {
        return Output.node(services().models().list(Optional.ofNullable(pipeline)).stream()
                .map(ModelsCommand::json)
                .toList());
    }

    private static String metrics(JsonNode metrics) {
        return metrics.properties().stream()
                .filter(e -> e.getValue().isDouble())
                .map(e -> e.getKey()
                        + String.format(Locale.ROOT, " %.4f", e.getValue().asDouble()))
                .collect(Collectors.joining("  "));
    }

    private static Map<String, Object> json(ModelInfo m) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pipeline", m.pipeline());
        json.put("model", m.version());
        json.put("created", m.created().toString());
        json.put("backend", m.backend());
        json.put("bytes", m.bytes());
        json.put("file", m.file().toString());
        m.damage().ifPresent(d -> json.put("damage", d));
        json.put("metrics", m.metrics());
        return json;
    }
}
