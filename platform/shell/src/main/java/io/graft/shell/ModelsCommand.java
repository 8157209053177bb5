package io.graft.shell;

import io.graft.models.ModelInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code graft models}: the stored models. */
@Command(name = "models", description = "Show the stored models.")
final class ModelsCommand extends GraftCommand {
    @Parameters(paramLabel = "PIPELINE", arity = "0..1", description = "Only models of this pipeline.")
    private String pipeline;

    @Override
    public Integer call() {
        List<ModelInfo> models = services().models().list(Optional.ofNullable(pipeline));
        if (output().json()) {
            List<Object> json = new ArrayList<>();
            models.forEach(m -> json.add(json(m)));
            output().document(json);
            return 0;
        }
        if (models.isEmpty()) output().note("There are no models yet; make one with graft train.");
        for (ModelInfo m : models) {
            String metrics = m.metrics().entrySet().stream()
                    .filter(e -> e.getValue() instanceof Double)
                    .map(e -> e.getKey() + String.format(Locale.ROOT, " %.4f", (Double) e.getValue()))
                    .collect(Collectors.joining("  "));
            output().line(String.format(
                    Locale.ROOT,
                    "%-20s %4d  %s  %8.1f MB  %s",
                    m.pipeline(),
                    m.version(),
                    m.created(),
                    m.bytes() / 1e6,
                    m.damage().map(d -> "DAMAGED: " + d).orElse(metrics)));
        }
        return 0;
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
