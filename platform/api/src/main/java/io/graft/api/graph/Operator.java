package io.graft.api.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One operator of a graph. Its type, inputs and attributes are those of ONNX opset 21, or one of Graft's own, see {@link Operators}.
 *
 * @param type e.g. {@code MatMul}
 * @param inputs the names of the values it takes; an empty string for an optional one left out
 * @param outputs the names of the values it gives
 * @param attributes {@link Integer}, {@link Float}, {@link String}, or a list of Integer or of Float
 * @param place where it comes from
 */
public record Operator(
        String type, List<String> inputs, List<String> outputs, Map<String, Object> attributes, Place place) {

    /** Copies. */
    public Operator {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /** The first output. */
    public String output() {
        return outputs.get(0);
    }

    /** A whole number, or the default when the operator does not carry it. */
    public int integer(String name, int otherwise) {
        return attributes.get(name) instanceof Integer i ? i : otherwise;
    }

    /** A number, or the default when the operator does not carry it. */
    public float number(String name, float otherwise) {
        return attributes.get(name) instanceof Float f ? f : otherwise;
    }

    /** A word, or the default when the operator does not carry it. */
    public String string(String name, String otherwise) {
        return attributes.get(name) instanceof String s ? s : otherwise;
    }

    /** A list of whole numbers; empty when the operator does not carry it. */
    public int[] integers(String name) {
        return attributes.get(name) instanceof List<?> list
                ? list.stream().mapToInt(i -> (Integer) i).toArray()
                : new int[0];
    }

    /** A list of numbers; empty when the operator does not carry it. */
    public float[] numbers(String name) {
        if (!(attributes.get(name) instanceof List<?> list)) return new float[0];
        float[] numbers = new float[list.size()];
        for (int i = 0; i < numbers.length; i++) numbers[i] = (Float) list.get(i);
        return numbers;
    }

    @Override
    public String toString() {
        return String.join(", ", outputs) + " = " + type + "(" + String.join(", ", inputs) + ")"
                + (attributes.isEmpty() ? "" : " " + attributes);
    }
}
