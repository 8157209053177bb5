package io.graft.descriptor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schema of settings. */
final class SettingSchema {
    /** The definition of what stands for a value: {@code ${env:NAME}}. */
    static final String VARIABLE = "variable";

    private static final List<String> SCALAR = List.of("string", "number", "boolean");

    private SettingSchema() {}

    static Map<String, Object> of(SettingsModel model) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Setting setting : model.settings()) properties.put(setting.name(), setting(setting));
        List<String> required = model.settings().stream()
                .filter(Setting::required)
                .map(Setting::name)
                .toList();
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", required.isEmpty() ? List.of("object", "null") : "object");
        if (!required.isEmpty()) schema.put("required", required);
        schema.put("properties", properties);
        schema.put("additionalProperties", false);
        return schema;
    }

    private static Map<String, Object> setting(Setting setting) {
        Map<String, Object> schema = type(setting.type(), setting);
        String description = setting.meaning() + (setting.unit().isEmpty() ? "" : " In " + setting.unit() + ".");
        if (!description.isBlank()) schema.put("description", description.strip());
        setting.defaultValue()
                .ifPresent(text -> schema.put(
                        "default",
                        Defaults.tree(text, setting.type().form(), Location.NONE)
                                .toObject()));
        return schema;
    }

    private static Map<String, Object> type(ValueType type, Setting setting) {
        return switch (type.form()) {
            case WHOLE -> orVariable(bounds(JsonSchema.map("type", "integer"), setting));
            case NUMBER -> orVariable(bounds(JsonSchema.map("type", "number"), setting));
            case BOOLEAN -> orVariable(JsonSchema.map("type", "boolean"));
            case TEXT -> JsonSchema.map("type", SCALAR);
            case CHOICE ->
                JsonSchema.map(
                        "anyOf",
                        List.of(
                                JsonSchema.map("enum", type.choices()),
                                JsonSchema.map(
                                        "type",
                                        "string",
                                        "pattern",
                                        "^(" + anyCase(type.choices()) + "|\\$\\{env:[^}]+\\})$")));
            case DURATION ->
                JsonSchema.map(
                        "type",
                        List.of("string", "number"),
                        "pattern",
                        "^ *(0|[0-9]+(\\.[0-9]+)? *(ns|us|µs|ms|s|m|min|h|d)|\\$\\{env:[^}]+\\}) *$");
            case PARSED ->
                type.element().isEmpty()
                        ? JsonSchema.map("type", SCALAR)
                        : JsonSchema.map(
                                "anyOf",
                                List.of(
                                        JsonSchema.map("type", SCALAR),
                                        JsonSchema.map(
                                                "type",
                                                "object",
                                                "additionalProperties",
                                                JsonSchema.map("type", "number"))));
            case SETTINGS -> of(type.fields().orElseThrow());
            case COMPONENT -> JsonSchema.map("$ref", "#/$defs/" + type.kind());
            case LIST ->
                JsonSchema.map("type", "array", "items", type(type.element().orElseThrow(), setting));
            case MAP ->
                JsonSchema.map(
                        "type",
                        "object",
                        "additionalProperties",
                        type(type.element().orElseThrow(), setting));
        };
    }

    private static Map<String, Object> orVariable(Map<String, Object> schema) {
        return JsonSchema.map("anyOf", List.of(schema, JsonSchema.map("$ref", "#/$defs/" + VARIABLE)));
    }

    private static Map<String, Object> bounds(Map<String, Object> schema, Setting setting) {
        setting.min().ifPresent(min -> schema.put("minimum", min));
        setting.max().ifPresent(max -> schema.put("maximum", max));
        return schema;
    }

    /** A pattern for words in any case, in which an underscore may stand for a hyphen. */
    private static String anyCase(List<String> words) {
        List<String> patterns = new ArrayList<>();
        for (String word : words) {
            StringBuilder pattern = new StringBuilder();
            for (char c : word.toCharArray()) {
                if (c == '-') pattern.append("[-_]");
                else if (Character.isLetter(c))
                    pattern.append('[')
                            .append(c)
                            .append(Character.toUpperCase(c))
                            .append(']');
                else pattern.append(c);
            }
            patterns.add(pattern.toString());
        }
        return String.join("|", patterns);
    }
}
