package io.graft.models;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Plain Java values (maps, lists, text, numbers, booleans, null) to JSON and back.
 *
 * <p>Fractions come back as {@link Double}, whole numbers as {@link Integer} where they fit and {@link Long} otherwise. JSON
 * has no NaN and no infinity: they are the texts {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}, and come back as numbers.
 * Only trees are read and written, never classes, so Jackson's caches hold no class of a plug-in.
 */
final class PlainJson {
    static final int DEPTH = 100;

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .streamWriteConstraints(StreamWriteConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private PlainJson() {}

    static JsonNodeFactory nodes() {
        return MAPPER.getNodeFactory();
    }

    /** A document as UTF-8, indented for people. */
    static byte[] pretty(JsonNode document) throws JsonProcessingException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        return MAPPER.writer(printer).writeValueAsBytes(document);
    }

    /** A document as UTF-8, without white space. */
    static byte[] compact(JsonNode document) throws JsonProcessingException {
        return MAPPER.writeValueAsBytes(document);
    }

    /** Reads one document, which must not have a key twice or anything after it. */
    static JsonNode parse(byte[] utf8, String name) {
        try {
            JsonNode node = MAPPER.readTree(utf8);
            if (node == null || node.isMissingNode()) throw new Damage(name + " is empty");
            return node;
        } catch (JsonProcessingException e) {
            throw new Damage(name + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new Damage(name + " is not UTF-8: " + e.getMessage(), e);
        }
    }

    static JsonNode node(Object value, String path) {
        return node(value, path, 1);
    }

    private static JsonNode node(Object value, String path, int depth) {
        if (depth > DEPTH / 2) throw new IllegalArgumentException(path + " is nested more than " + DEPTH / 2 + " deep");
        if (value == null) return nodes().nullNode();
        if (value instanceof String s) return nodes().textNode(s);
        if (value instanceof Boolean b) return nodes().booleanNode(b);
        if (value instanceof Integer || value instanceof Short || value instanceof Byte)
            return nodes().numberNode(((Number) value).intValue());
        if (value instanceof Long l) return nodes().numberNode(l);
        if (value instanceof Double || value instanceof Float) return number(((Number) value).doubleValue());
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = nodes().objectNode();
            map.forEach((key, v) -> {
                if (!(key instanceof String name))
                    throw new IllegalArgumentException(path + " has the key " + key + ", which is not text");
                object.set(name, node(v, path + "." + name, depth + 1));
            });
            return object;
        }
        if (value instanceof Collection<?> list) {
            ArrayNode array = nodes().arrayNode();
            for (Object element : list) array.add(node(element, path + "[" + array.size() + "]", depth + 1));
            return array;
        }
        if (value.getClass().isArray()) {
            ArrayNode array = nodes().arrayNode();
            for (int i = 0; i < Array.getLength(value); i++)
                array.add(node(Array.get(value, i), path + "[" + i + "]", depth + 1));
            return array;
        }
        throw new IllegalArgumentException(
                path + " is a " + value.getClass().getName() + ", which is not a JSON value");
    }

    /** A number; what JSON has no number for becomes text. */
    static JsonNode number(double d) {
        return Double.isFinite(d) ? nodes().numberNode(d) : nodes().textNode(Double.toString(d));
    }

    static Map<String, Object> map(JsonNode node, String path) {
        if (!node.isObject()) throw new Damage("model.json: " + path + " is not an object");
        Map<String, Object> map = new LinkedHashMap<>();
        node.properties().forEach(e -> map.put(e.getKey(), value(e.getValue(), path)));
        return Collections.unmodifiableMap(map);
    }

    static Object value(JsonNode node, String path) {
        return switch (node.getNodeType()) {
            case NULL -> null;
            case BOOLEAN -> node.booleanValue();
            case STRING -> text(node.textValue());
            case NUMBER -> {
                if (!node.isIntegralNumber()) yield finite(node, path);
                if (node.canConvertToInt()) yield node.intValue();
                if (node.canConvertToLong()) yield node.longValue();
                yield finite(node, path);
            }
            case ARRAY -> {
                List<Object> list = new ArrayList<>(node.size());
                node.forEach(element -> list.add(value(element, path)));
                yield Collections.unmodifiableList(list);
            }
            case OBJECT -> map(node, path);
            default -> throw new Damage("model.json: " + path + " holds a " + node.getNodeType());
        };
    }

    private static Object text(String s) {
        return switch (s) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> s;
        };
    }

    private static double finite(JsonNode node, String path) {
        double d = node.doubleValue();
        if (!Double.isFinite(d)) throw new Damage("model.json: " + path + " holds a number that is too large");
        return d;
    }

    /** The number that {@link #number} wrote. */
    static double real(JsonNode node, String path) {
        if (node.isNumber()) return finite(node, path);
        if (node.isTextual() && text(node.textValue()) instanceof Double d) return d;
        throw new Damage("model.json: " + path + " is not a number");
    }
}
