package io.graft.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The fields of a JSON object that must be there and of the right type; a {@link Damage} says which is not.
 *
 * @param node the object
 * @param path where it stands in the document, for that sentence
 */
record JsonFields(JsonNode node, String path) {

    JsonFields {
        if (!node.isObject()) throw new Damage("model.json: " + path + " is " + kind(node) + ", not an object");
    }

    JsonNode any(String name) {
        JsonNode field = node.get(name);
        if (field == null) throw new Damage("model.json: " + at(name) + " is missing");
        return field;
    }

    boolean has(String name) {
        return node.has(name);
    }

    String text(String name) {
        JsonNode field = any(name);
        if (!field.isTextual()) throw wrong(name, field, "text");
        return field.textValue();
    }

    int integer(String name) {
        JsonNode field = any(name);
        if (!field.isIntegralNumber() || !field.canConvertToInt())
            throw wrong(name, field, "a whole number of 32 bits");
        return field.intValue();
    }

    long longInteger(String name) {
        JsonNode field = any(name);
        if (!field.isIntegralNumber() || !field.canConvertToLong())
            throw wrong(name, field, "a whole number of 64 bits");
        return field.longValue();
    }

    boolean bool(String name) {
        JsonNode field = any(name);
        if (!field.isBoolean()) throw wrong(name, field, "true or false");
        return field.booleanValue();
    }

    <E extends Enum<E>> E constant(String name, Class<E> type) {
        String text = text(name);
        for (E e : type.getEnumConstants()) if (e.name().equals(text)) return e;
        throw new Damage("model.json: " + at(name) + " is '" + text + "', which this Graft does not know");
    }

    JsonFields object(String name) {
        return new JsonFields(any(name), at(name));
    }

    List<JsonNode> array(String name) {
        JsonNode field = any(name);
        if (!field.isArray()) throw wrong(name, field, "a list");
        List<JsonNode> nodes = new ArrayList<>(field.size());
        field.forEach(nodes::add);
        return nodes;
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array(name)) {
            if (!element.isTextual()) throw wrong(name + "[" + texts.size() + "]", element, "text");
            texts.add(element.textValue());
        }
        return texts;
    }

    <T> List<T> objects(String name, Function<JsonFields, T> reader) {
        List<T> list = new ArrayList<>();
        for (JsonNode element : array(name))
            list.add(reader.apply(new JsonFields(element, at(name) + "[" + list.size() + "]")));
        return list;
    }

    String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    Damage wrong(String name, JsonNode field, String right) {
        return new Damage("model.json: " + at(name) + " is " + kind(field) + ", not " + right);
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case STRING -> "text";
            case NUMBER -> "the number " + node.asText();
            case BOOLEAN -> node.asText();
            default -> "null";
        };
    }
}
