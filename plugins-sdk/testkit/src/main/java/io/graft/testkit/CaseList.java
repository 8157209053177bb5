package io.graft.testkit;

import io.graft.api.graph.ElementType;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import io.graft.testkit.OperatorCase.Body;
import io.graft.testkit.OperatorCase.Given;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Uses of the operators of one family. */
abstract class CaseList {
    private final List<OperatorCase> cases = new ArrayList<>();

    final List<OperatorCase> all() {
        return List.copyOf(cases);
    }

    final void add(String name, List<Given> givens, Body body) {
        cases.add(new OperatorCase(name, givens, body, true));
    }

    /** A use whose result has no slope that differences could find. */
    final void addWithoutSlope(String name, List<Given> givens, Body body) {
        cases.add(new OperatorCase(name, givens, body, false));
    }

    final void unary(String type, Given x) {
        add(type, List.of(x), (g, in) -> g.op(type, in.get(0)));
    }

    final void unary(String type, Map<String, Object> attributes, Given x) {
        add(
                type + " " + attributes + " of " + Arrays.toString(x.shape()),
                List.of(x),
                (g, in) -> g.op(type, attributes, in.get(0)));
    }

    final void binary(String type, String what, Given a, Given b) {
        add(type + " " + what, List.of(a, b), (g, in) -> g.op(type, in.get(0), in.get(1)));
    }

    final void ternary(String type, Map<String, Object> attributes, Given a, Given b, Given c) {
        add(
                type + " " + attributes + " of "
                        + List.of(a, b, c).stream()
                                .map(x -> Arrays.toString(x.shape()))
                                .toList(),
                List.of(a, b, c),
                (g, in) -> g.op(type, attributes, in.get(0), in.get(1), in.get(2)));
    }

    /** Several outputs of an operator as the columns of one value. */
    static Value together(GraphBuilder g, List<Value> values) {
        return g.concat(
                1,
                values.stream()
                        .map(v -> v.type() == ElementType.FLOAT ? v : g.op("Cast", Map.of("to", "FLOAT"), v))
                        .map(v -> g.reshape(v, 0, -1))
                        .toArray(Value[]::new));
    }
}
