package io.graft.console;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.backend.Availability;
import io.graft.api.backend.BackendType;
import io.graft.catalog.Catalog;
import io.graft.catalog.Kinds;
import io.graft.catalog.Offer;
import io.graft.catalog.Use;
import io.graft.descriptor.Setting;
import io.graft.descriptor.SettingsModel;
import io.graft.models.ModelInfo;
import io.graft.models.ModelStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /components} and {@code /models}. */
final class CatalogCalls {
    private final Catalog catalog;
    private final ModelStore models;

    CatalogCalls(Catalog catalog, ModelStore models) {
        this.catalog = catalog;
        this.models = models;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/components", Set.of("kind", "name"), this::components),
                new Route("GET", "/models", Set.of(), call -> models(models.list(Optional.empty()))),
                new Route("GET", "/models/{name}", Set.of(), call -> models(of(call.name()))),
                new Route("GET", "/models/{name}/{version}", Set.of(), this::model));
    }

    private Work components(Call call) {
        Optional<String> kind = call.query().text("kind");
        Optional<String> name = call.query().text("name");
        kind.filter(k -> !Kinds.names().contains(k)).ifPresent(k -> {
            throw Call.bad(
                    "kind",
                    "There is no kind '" + k + "'." + Names.hint(k, Kinds.names()) + " Kinds: "
                            + String.join(", ", Kinds.names()) + ".");
        });
        List<Object> json = new ArrayList<>();
        for (Offer o : catalog.offers())
            if (kind.map(o.kind()::equals).orElse(true)
                    && name.map(o.name()::equals).orElse(true)) json.add(json(o));
        return Work.tell(Map.of("components", json));
    }

    private static Map<String, Object> json(Offer offer) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", offer.kind());
        json.put("name", offer.name());
        json.put("version", offer.version().toString());
        json.put("plugin", offer.plugin());
        try (Use use = offer.use()) {
            if (use.type() instanceof BackendType<?> b) {
                Availability a = b.availability();
                json.put("available", a.available());
                if (a.available()) json.put("devices", a.devices());
                else json.put("reason", a.reason());
            }
            json.put(
                    "settings",
                    SettingsModel.of(use.type().settings()).settings().stream()
                            .map(CatalogCalls::json)
                            .toList());
        } catch (RuntimeException | LinkageError e) { // one broken plug-in must not hide the others
            json.put("settings", List.of());
            json.put("error", e instanceof PipelineException p ? p.getMessage() : "Its plug-in failed: " + e + ".");
        }
        return json;
    }

    private static Map<String, Object> json(Setting s) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", s.name());
        json.put("type", s.type().toString());
        json.put("required", s.required());
        s.defaultValue().ifPresent(d -> json.put("default", d));
        s.min().ifPresent(m -> json.put("min", m));
        s.max().ifPresent(m -> json.put("max", m));
        if (!s.unit().isEmpty()) json.put("unit", s.unit());
        if (!s.choices().isEmpty()) json.put("choices", s.choices());
        json.put("meaning", s.meaning());
        return json;
    }

    private static Work models(List<ModelInfo> list) {
        return Work.tell(Map.of("models", list.stream().map(CatalogCalls::json).toList()));
    }

    private List<ModelInfo> of(String pipeline) {
        List<ModelInfo> list = models.list(Optional.of(pipeline));
        if (!list.isEmpty()) return list;
        List<String> others = models.list(Optional.empty()).stream()
                .map(ModelInfo::pipeline)
                .distinct()
                .toList();
        throw new PipelineException(
                ErrorCode.NOT_FOUND,
                "",
                "There are no models of '" + pipeline + "'." + Names.hint(pipeline, others)
                        + (others.isEmpty()
                                ? " There are none at all; make one with graft train."
                                : " There are models of: " + String.join(", ", others) + "."));
    }

    private Work model(Call call) {
        int version = Query.version("version", call.path().get("version"));
        List<ModelInfo> list = of(call.name());
        return list.stream()
                .filter(m -> m.version() == version)
                .findFirst()
                .map(m -> Work.tell(json(m)))
                .orElseThrow(() -> new PipelineException(
                        ErrorCode.NOT_FOUND,
                        "",
                        "There is no version " + version + " of '" + call.name() + "'; the newest is "
                                + list.get(list.size() - 1).version() + "."));
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
