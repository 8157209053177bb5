package io.graft.descriptor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Writes the JSON Schema (2020-12) of descriptors, for editors.
 *
 * <p><b>Threading.</b> Thread-safe.
 */
public final class JsonSchema {
    private static final List<String> KINDS = List.of(
            "source",
            "cleaner",
            "tokenizer",
            "token-filter",
            "vectorizer",
            "image-step",
            "audio-step",
            "audio-features",
            "table-step",
            "augmenter",
            "layer",
            "loss",
            "optimizer",
            "schedule",
            "metric",
            "backend");

    /** The definition of an entry of {@code model.layers}. */
    private static final String ENTRY = "layer-entry";

    private final Components components;
    private final Map<String, Object> definitions = new LinkedHashMap<>();

    private JsonSchema(Components components) {
        this.components = components;
    }

    /** The schema of the descriptors that can be written with these components. */
    public static String of(Components components) {
        return write(new JsonSchema(components).schema());
    }

    private Map<String, Object> schema() {
        for (String kind : KINDS) component(kind);
        entry();
        definitions.put(
                SettingSchema.VARIABLE,
                map(
                        "type",
                        "string",
                        "pattern",
                        "^\\$\\{env:[^}]+\\}$",
                        "description",
                        "The value of an environment variable that the configuration allows."));
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put(
                "graft", map("const", DescriptorForm.VERSION, "description", "The version of the descriptor's form."));
        properties.put(
                "pipeline",
                map(
                        "type",
                        "string",
                        "pattern",
                        "^" + DescriptorForm.NAME + "$",
                        "maxLength",
                        DescriptorForm.NAME_LENGTH,
                        "description",
                        "The name of the pipeline."));
        properties.put(
                "data",
                object(
                        "Where rows come from.",
                        List.of("train"),
                        map(
                                "train", reference("source", "The rows to train on."),
                                "validation",
                                        map(
                                                "description",
                                                "The rows to judge on.",
                                                "anyOf",
                                                List.of(
                                                        reference("source", "A source of their own."),
                                                        object(
                                                                "A part of the rows to train on.",
                                                                List.of(DescriptorForm.SPLIT),
                                                                map(
                                                                        DescriptorForm.SPLIT,
                                                                        map(
                                                                                "type",
                                                                                "number",
                                                                                "exclusiveMinimum",
                                                                                0,
                                                                                "exclusiveMaximum",
                                                                                1))))))));
        properties.put(
                "prepare",
                map(
                        "type",
                        List.of("array", "null"),
                        "description",
                        "The steps from a row to numbers, in order.",
                        "items",
                        map(
                                "anyOf",
                                Steps.KINDS.stream().map(k -> reference(k, "")).toList())));
        properties.put(
                "model",
                object(
                        "The network.",
                        List.of("layers", "loss", "optimizer"),
                        map(
                                "layers",
                                        map(
                                                "type",
                                                "array",
                                                "minItems",
                                                1,
                                                "description",
                                                "The layers, in order.",
                                                "items",
                                                reference(ENTRY, "")),
                                "loss", reference("loss", "What training makes small."),
                                "optimizer", reference("optimizer", "How parameters move."))));
        properties.put(
                "metrics",
                map(
                        "type",
                        List.of("array", "null"),
                        "description",
                        "How answers are judged.",
                        "items",
                        reference("metric", "")));
        Map<String, Object> train = SettingSchema.of(SettingsModel.of(TrainSettings.class));
        train.put("description", "How the pipeline is trained.");
        train.put(
                "properties",
                with(
                        train.get("properties"),
                        DescriptorForm.SCHEDULE,
                        reference("schedule", "The course of the learning rate.")));
        properties.put("train", train);
        properties.put(
                "backend",
                map(
                        "description",
                        "What computes.",
                        "default",
                        Descriptor.AUTO,
                        "anyOf",
                        List.of(map("const", Descriptor.AUTO), reference("backend", ""))));
        Map<String, Object> serve = SettingSchema.of(SettingsModel.of(ServeSettings.class));
        serve.put("description", "How the pipeline is served.");
        properties.put("serve", serve);

        Map<String, Object> schema =
                map("$schema", "https://json-schema.org/draft/2020-12/schema", "title", "Graft descriptor");
        schema.putAll(object(
                "A pipeline: its data, its steps, its network, and how it is trained and served.",
                List.of("graft", "pipeline", "data", "model"),
                properties));
        schema.put("$defs", definitions);
        return schema;
    }

    /** Defines the component of a kind: its name, or one key with its name that holds its settings. */
    private void component(String kind) {
        SortedSet<String> names = components.names(kind);
        List<String> bare = new ArrayList<>();
        Map<String, Object> byName = new LinkedHashMap<>();
        Map<String, Object> byVersion = new LinkedHashMap<>();
        for (String name : names) {
            Optional<SettingsModel> model = model(kind, name);
            Map<String, Object> settings =
                    model.map(SettingSchema::of).orElseGet(() -> map("type", List.of("object", "null")));
            definitions.put(kind + "." + name, settings);
            if (model.isEmpty() || model.get().settings().stream().noneMatch(Setting::required)) bare.add(name);
            byName.put(name, map("$ref", "#/$defs/" + kind + "." + name));
            byVersion.put("^" + name + "@", map("$ref", "#/$defs/" + kind + "." + name));
        }
        if (names.isEmpty()) {
            definitions.put(kind, map("not", map(), "description", "No " + kind + " is installed."));
            return;
        }
        List<Object> ways = new ArrayList<>();
        if (!bare.isEmpty()) {
            ways.add(map("enum", bare));
            ways.add(map("type", "string", "pattern", "^(" + String.join("|", bare) + ")@"));
        }
        ways.add(map(
                "type",
                "object",
                "minProperties",
                1,
                "maxProperties",
                1,
                "properties",
                byName,
                "patternProperties",
                byVersion,
                "additionalProperties",
                false));
        definitions.put(kind, map("anyOf", ways));
    }

    /** Defines an entry of {@code model.layers}: a layer, or one with {@code as} and {@code from} beside it. */
    private void entry() {
        Map<String, Object> layers = new LinkedHashMap<>();
        for (String name : components.names("layer")) layers.put(name, map("$ref", "#/$defs/layer." + name));
        Map<String, Object> versions = new LinkedHashMap<>();
        layers.forEach((name, settings) -> versions.put("^" + name + "@", settings));
        Map<String, Object> name = map("type", "string", "pattern", "^" + Wiring.NAME + "$");
        Map<String, Object> keys = new LinkedHashMap<>(layers);
        keys.put(Wiring.AS, with(name, "description", "A name for what the layer gives."));
        keys.put(
                Wiring.FROM,
                map(
                        "description",
                        "The names of what it takes, of layers before it or of features; left out, what the layer before it gives.",
                        "anyOf",
                        List.of(map("type", "string"), map("type", "array", "minItems", 1, "items", name))));
        Map<String, Object> wired = map(
                "type",
                "object",
                "minProperties",
                2,
                "maxProperties",
                3,
                "anyOf",
                List.of(map("required", List.of(Wiring.AS)), map("required", List.of(Wiring.FROM))),
                "properties",
                keys,
                "patternProperties",
                versions,
                "additionalProperties",
                false);
        definitions.put(ENTRY, map("anyOf", List.of(reference("layer", ""), wired)));
    }

    private Optional<SettingsModel> model(String kind, String name) {
        try {
            return components.settings(kind, Reference.of(kind, name));
        } catch (io.graft.api.PipelineException e) {
            // a plug-in whose settings are broken; its component cannot be used, but the others can
            return Optional.empty();
        }
    }

    private static Map<String, Object> reference(String kind, String description) {
        Map<String, Object> reference = map("$ref", "#/$defs/" + kind);
        if (!description.isEmpty()) reference.put("description", description);
        return reference;
    }

    private static Map<String, Object> object(
            String description, List<String> required, Map<String, Object> properties) {
        return map(
                "type",
                "object",
                "description",
                description,
                "required",
                required,
                "properties",
                properties,
                "additionalProperties",
                false);
    }

    private static Map<String, Object> with(Object properties, String key, Object value) {
        Map<String, Object> all = new LinkedHashMap<>();
        ((Map<?, ?>) properties).forEach((k, v) -> all.put((String) k, v));
        all.put(key, value);
        return all;
    }

    /** A map in the order written. */
    static Map<String, Object> map(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        return map;
    }

    private static String write(Object value) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
            json.setPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(indenter));
            write(value, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out + "\n";
    }

    private static void write(Object value, JsonGenerator json) throws IOException {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName((String) entry.getKey());
                write(entry.getValue(), json);
            }
            json.writeEndObject();
        } else if (value instanceof Iterable<?> list) {
            json.writeStartArray();
            for (Object item : list) write(item, json);
            json.writeEndArray();
        } else if (value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e15) {
            json.writeNumber(d.longValue());
        } else if (value instanceof Double d) {
            json.writeNumber(d);
        } else if (value instanceof Number n) {
            json.writeNumber(n.longValue());
        } else if (value instanceof Boolean b) {
            json.writeBoolean(b);
        } else if (value == null) {
            json.writeNull();
        } else {
            json.writeString((String) value);
        }
    }
}
