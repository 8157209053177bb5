package io.graft.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Operator;
import io.graft.api.graph.Parameter;
import io.graft.api.graph.Place;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link Graph} as JSON and back, exactly.
 *
 * <p>{@code values} comes first and defines each value in full. Elsewhere a value is its name where it equals the one defined
 * so far, and an object where it does not, e.g. an output that was bounded or masked after the operator that made it.
 */
final class GraphJson {
    private GraphJson() {}

    static ObjectNode write(Graph graph) {
        ObjectNode json = PlainJson.nodes().objectNode();
        Map<String, Value> known = new LinkedHashMap<>();
        ArrayNode values = json.putArray("values");
        graph.values().forEach((name, value) -> {
            if (!name.equals(value.name()))
                throw new IllegalArgumentException("the graph calls '" + value.name() + "' also '" + name + "'");
            values.add(full(value, known));
            known.put(name, value);
        });
        ArrayNode inputs = json.putArray("inputs");
        graph.inputs().forEach(v -> inputs.add(brief(v, known)));
        ArrayNode parameters = json.putArray("parameters");
        graph.parameters().forEach(p -> parameters.add(parameter(p)));
        ArrayNode operators = json.putArray("operators");
        graph.operators().forEach(o -> operators.add(operator(o)));
        ObjectNode outputs = json.putObject("outputs");
        graph.outputs().forEach((name, value) -> outputs.set(name, brief(value, known)));
        return json;
    }

    private static JsonNode brief(Value v, Map<String, Value> known) {
        return v.equals(known.get(v.name())) ? PlainJson.nodes().textNode(v.name()) : full(v, known);
    }

    private static ObjectNode full(Value v, Map<String, Value> known) {
        ObjectNode json = PlainJson.nodes().objectNode();
        json.put("name", v.name()).put("type", v.type().name()).set("shape", shape(v.shape()));
        if (v.bound() != 0) json.put("bound", v.bound());
        v.mask().ifPresent(mask -> json.set("mask", brief(mask, known)));
        return json;
    }

    private static ArrayNode shape(Shape shape) {
        ArrayNode json = PlainJson.nodes().arrayNode();
        for (Dim d : shape.dims())
            if (d.known()) json.add(d.size());
            else json.add(d.name());
        return json;
    }

    private static ObjectNode place(ObjectNode json, Place place) {
        if (!place.scope().isEmpty()) json.put("scope", place.scope());
        if (!place.at().isEmpty()) json.put("at", place.at());
        return json;
    }

    private static ObjectNode parameter(Parameter p) {
        ObjectNode json = PlainJson.nodes().objectNode();
        json.put("name", p.name()).set("shape", shape(p.shape()));
        Initializer i = p.initializer();
        json.putObject("initializer")
                .put("kind", i.kind().name())
                .<ObjectNode>set("a", PlainJson.number(i.a()))
                .set("b", PlainJson.number(i.b()));
        return place(json.put("trainable", p.trainable()), p.place());
    }

    private static ObjectNode operator(Operator o) {
        ObjectNode json = PlainJson.nodes().objectNode();
        json.put("type", o.type());
        ArrayNode inputs = json.putArray("inputs");
        o.inputs().forEach(inputs::add);
        ArrayNode outputs = json.putArray("outputs");
        o.outputs().forEach(outputs::add);
        if (!o.attributes().isEmpty()) {
            ObjectNode attributes = json.putObject("attributes");
            o.attributes().forEach((name, value) -> attributes.set(name, attribute(o.type(), name, value)));
        }
        return place(json, o.place());
    }

    /** One field that says the type, as in ONNX's AttributeProto. */
    private static ObjectNode attribute(String operator, String name, Object value) {
        ObjectNode json = PlainJson.nodes().objectNode();
        if (value instanceof Integer i) return json.put("i", i);
        if (value instanceof Float f) return json.set("f", PlainJson.number(f));
        if (value instanceof String s) return json.put("s", s);
        if (value instanceof List<?> list && list.stream().allMatch(Integer.class::isInstance)) {
            ArrayNode ints = json.putArray("ints");
            list.forEach(e -> ints.add((Integer) e));
            return json;
        }
        if (value instanceof List<?> list && list.stream().allMatch(Float.class::isInstance)) {
            ArrayNode floats = json.putArray("floats");
            list.forEach(e -> floats.add(PlainJson.number((Float) e)));
            return json;
        }
        throw new IllegalArgumentException("attribute '" + name + "' of " + operator + " is a "
                + value.getClass().getName() + ", not an Integer, Float, String or a list of one");
    }

    static Graph read(JsonFields json) {
        Map<String, Value> known = new LinkedHashMap<>();
        json.objects("values", f -> define(f, known));
        List<Value> inputs = new ArrayList<>();
        for (JsonNode node : json.array("inputs")) inputs.add(readValue(node, json.at("inputs"), known));
        List<Parameter> parameters = json.objects("parameters", GraphJson::readParameter);
        List<Operator> operators = json.objects("operators", f -> readOperator(f, known));
        Map<String, Value> outputs = new LinkedHashMap<>();
        JsonFields named = json.object("outputs");
        named.node()
                .properties()
                .forEach(e -> outputs.put(e.getKey(), readValue(e.getValue(), named.at(e.getKey()), known)));
        for (Parameter p : parameters)
            if (!known.containsKey(p.name()))
                throw new Damage("model.json: the graph has no value for parameter '" + p.name() + "'");
        return new Graph(inputs, parameters, operators, outputs, known);
    }

    private static Value define(JsonFields f, Map<String, Value> known) {
        Value v = readFull(f, known);
        if (known.putIfAbsent(v.name(), v) != null)
            throw new Damage("model.json: " + f.path() + " defines '" + v.name() + "' again");
        return v;
    }

    private static Value readValue(JsonNode node, String path, Map<String, Value> known) {
        if (!node.isTextual()) return readFull(new JsonFields(node, path), known);
        Value v = known.get(node.textValue());
        if (v == null)
            throw new Damage("model.json: " + path + " names the value '" + node.textValue()
                    + "', which is not defined before it");
        return v;
    }

    private static Value readFull(JsonFields f, Map<String, Value> known) {
        Optional<Value> mask =
                f.has("mask") ? Optional.of(readValue(f.any("mask"), f.at("mask"), known)) : Optional.empty();
        int bound = f.has("bound") ? f.integer("bound") : 0;
        return new Value(f.text("name"), f.constant("type", ElementType.class), readShape(f), bound, mask);
    }

    private static Shape readShape(JsonFields f) {
        List<Dim> dims = new ArrayList<>();
        for (JsonNode node : f.array("shape")) {
            if (node.isTextual() && !node.textValue().isEmpty()) dims.add(Dim.named(node.textValue()));
            else if (node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= 0)
                dims.add(Dim.of(node.intValue()));
            else throw f.wrong("shape[" + dims.size() + "]", node, "a size or the name of an axis");
        }
        return new Shape(dims);
    }

    private static Place readPlace(JsonFields f) {
        if (!f.has("scope") && !f.has("at")) return Place.NONE;
        return new Place(f.has("scope") ? f.text("scope") : "", f.has("at") ? f.text("at") : "");
    }

    private static Parameter readParameter(JsonFields f) {
        JsonFields i = f.object("initializer");
        Initializer initializer =
                new Initializer(i.constant("kind", Initializer.Kind.class), real(i, "a"), real(i, "b"));
        Shape shape = readShape(f);
        if (!shape.known()) throw new Damage("model.json: " + f.at("shape") + " has an axis of unknown size");
        return new Parameter(f.text("name"), shape, initializer, f.bool("trainable"), readPlace(f));
    }

    private static double real(JsonFields f, String name) {
        return PlainJson.real(f.any(name), f.at(name));
    }

    private static Operator readOperator(JsonFields f, Map<String, Value> known) {
        List<String> inputs = f.texts("inputs");
        List<String> outputs = f.texts("outputs");
        if (outputs.isEmpty()) throw new Damage("model.json: " + f.at("outputs") + " is empty");
        for (String name : inputs)
            if (!name.isEmpty() && !known.containsKey(name))
                throw new Damage("model.json: " + f.at("inputs") + " names '" + name + "', which no value is");
        // of several outputs, those that nothing takes are no values of the graph
        if (outputs.stream().noneMatch(known::containsKey))
            throw new Damage("model.json: " + f.at("outputs") + " names " + outputs + ", none of which is a value");
        Map<String, Object> attributes = new LinkedHashMap<>();
        if (f.has("attributes")) {
            JsonFields named = f.object("attributes");
            named.node().properties().forEach(e -> attributes.put(e.getKey(), readAttribute(named.object(e.getKey()))));
        }
        return new Operator(f.text("type"), inputs, outputs, attributes, readPlace(f));
    }

    private static Object readAttribute(JsonFields f) {
        if (f.has("i")) return f.integer("i");
        if (f.has("f")) return (float) real(f, "f");
        if (f.has("s")) return f.text("s");
        List<Object> list = new ArrayList<>();
        if (f.has("ints")) {
            for (JsonNode node : f.array("ints")) {
                if (!node.isIntegralNumber() || !node.canConvertToInt()) throw f.wrong("ints", node, "a whole number");
                list.add(node.intValue());
            }
            return List.copyOf(list);
        }
        for (JsonNode node : f.array("floats")) list.add((float) PlainJson.real(node, f.at("floats")));
        return List.copyOf(list);
    }
}
