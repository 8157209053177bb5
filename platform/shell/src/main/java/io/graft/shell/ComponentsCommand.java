package io.graft.shell;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.backend.Availability;
import io.graft.api.backend.BackendType;
import io.graft.catalog.Kinds;
import io.graft.catalog.Offer;
import io.graft.catalog.Use;
import io.graft.descriptor.Nearest;
import io.graft.descriptor.Setting;
import io.graft.descriptor.SettingsModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code graft components}: the catalogue. */
@Command(
        name = "components",
        description = "Show the components that the installed plug-ins offer, with their settings.")
final class ComponentsCommand extends GraftCommand {
    @Parameters(paramLabel = "KIND", arity = "0..1", description = "Only components of this kind.")
    private String kind;

    @Option(names = "--name", paramLabel = "N", description = "Only components of this name.")
    private String name;

    @Override
    public Integer call() {
        if (kind != null && !Kinds.names().contains(kind))
            throw new PipelineException(
                    ErrorCode.BAD_CALL,
                    "",
                    "There is no kind '" + kind + "'."
                            + Nearest.to(kind, Kinds.names())
                                    .map(n -> " Did you mean '" + n + "'?")
                                    .orElse("") + " Kinds: " + String.join(", ", Kinds.names()) + ".");
        List<Offer> offers = services().catalog().offers().stream()
                .filter(o -> (kind == null || o.kind().equals(kind))
                        && (name == null || o.name().equals(name)))
                .toList();
        if (offers.isEmpty())
            throw new PipelineException(
                    ErrorCode.NOT_FOUND,
                    "",
                    "No installed plug-in offers " + (name == null ? "a " + kind : "'" + name + "'") + ".");
        List<Object> json = new ArrayList<>();
        for (Offer o : offers)
            try (Use use = o.use()) {
                if (output().json()) json.add(json(o, use));
                else print(o, use, kind != null || name != null);
            }
        if (output().json()) output().document(json);
        return 0;
    }

    private void print(Offer o, Use use, boolean detailed) {
        List<Setting> settings = SettingsModel.of(use.type().settings()).settings();
        String note = use.type() instanceof BackendType<?> b ? availability(b.availability()) : "";
        output().line(String.format("%-12s %-20s %-8s %s%s", o.kind(), o.name(), o.version(), o.plugin(), note));
        if (!detailed) return;
        for (Setting s : settings) output().line(String.format("    %-18s %-18s %s", s.name(), s.type(), describe(s)));
    }

    private static String availability(Availability a) {
        return a.available() ? "  [" + String.join(", ", a.devices()) + "]" : "  [not available: " + a.reason() + "]";
    }

    private static String describe(Setting s) {
        StringBuilder text = new StringBuilder(s.meaning());
        if (s.required()) text.append(" Required.");
        s.defaultValue()
                .filter(d -> !d.isEmpty())
                .ifPresent(d -> text.append(" Default: ").append(d).append('.'));
        if (s.min().isPresent() || s.max().isPresent())
            text.append(" Range: ")
                    .append(s.min().isPresent() ? number(s.min().getAsDouble()) : "")
                    .append(" … ")
                    .append(s.max().isPresent() ? number(s.max().getAsDouble()) : "")
                    .append('.');
        if (!s.unit().isEmpty()) text.append(" In ").append(s.unit()).append('.');
        return text.toString();
    }

    private static String number(double d) {
        return d == Math.rint(d) && Math.abs(d) < 1e15 ? Long.toString((long) d) : Double.toString(d);
    }

    private static Map<String, Object> json(Offer o, Use use) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", o.kind());
        json.put("name", o.name());
        json.put("version", o.version().toString());
        json.put("plugin", o.plugin());
        if (use.type() instanceof BackendType<?> b) {
            Availability a = b.availability();
            json.put("available", a.available());
            if (a.available()) json.put("devices", a.devices());
            else json.put("reason", a.reason());
        }
        json.put(
                "settings",
                SettingsModel.of(use.type().settings()).settings().stream()
                        .map(ComponentsCommand::json)
                        .toList());
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
}
