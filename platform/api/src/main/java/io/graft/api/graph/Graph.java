package io.graft.api.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An immutable list of operators in the order they can be computed in.
 *
 * <p>It holds no class of a plug-in and no object of an engine, so that it can be kept, compared, hashed and written down.
 *
 * @param inputs what a batch brings
 * @param parameters what the model holds
 * @param operators the operators, each after those it depends on
 * @param outputs the values that can be asked for, by the name they are asked for
 * @param values every value, by its name in the graph
 */
public record Graph(
        List<Value> inputs,
        List<Parameter> parameters,
        List<Operator> operators,
        Map<String, Value> outputs,
        Map<String, Value> values) {

    /** Copies. */
    public Graph {
        inputs = List.copyOf(inputs);
        parameters = List.copyOf(parameters);
        operators = List.copyOf(operators);
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The value of this name, which must exist. */
    public Value value(String name) {
        Value v = values.get(name);
        if (v == null) throw new IllegalArgumentException("the graph has no value '" + name + "'");
        return v;
    }

    /** The output of this name, which must exist. */
    public Value output(String name) {
        Value v = outputs.get(name);
        if (v == null)
            throw new IllegalArgumentException("the graph has no output '" + name + "', only " + outputs.keySet());
        return v;
    }

    /** The parameter of this name. */
    public Optional<Parameter> parameter(String name) {
        return parameters.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    /** The number of elements of all parameters. */
    public long parameterCount() {
        return parameters.stream().mapToLong(p -> p.shape().elements()).sum();
    }
}
