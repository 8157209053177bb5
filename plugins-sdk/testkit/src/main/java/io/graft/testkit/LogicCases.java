package io.graft.testkit;

import static io.graft.testkit.OperatorCase.Given.floats;
import static io.graft.testkit.OperatorCase.Given.ids;
import static io.graft.testkit.OperatorCase.Given.parameter;

import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import java.util.List;
import java.util.Map;

/** Comparison, choice, and other element types. */
final class LogicCases extends CaseList {
    LogicCases() {
        logic();
    }

    private void logic() {
        for (String type : "Equal Greater GreaterOrEqual Less LessOrEqual".split(" ")) {
            binary(type, "of one shape", floats(4), floats(4));
            binary(type, "with a row", floats(4), parameter(4));
            add(
                    type + " of signs, which are often equal",
                    List.of(floats(4), parameter(4)),
                    (g, in) -> g.op(type, g.op("Sign", in.get(0)), g.op("Sign", in.get(1))));
            binary(type, "of ids", ids(3, 4), ids(3, 4));
            add(
                    type + " of ids and a number",
                    List.of(ids(3, 4)),
                    (g, in) -> g.op(type, in.get(0), g.op("Cast", Map.of("to", "INT"), g.constant(1))));
        }
        add(
                "And",
                List.of(floats(4), floats(4)),
                (g, in) -> g.op("And", positive(g, in.get(0)), positive(g, in.get(1))));
        add(
                "And with a row",
                List.of(floats(4), parameter(4)),
                (g, in) -> g.op("And", positive(g, in.get(0)), positive(g, in.get(1))));
        add("Or", List.of(floats(4), floats(4)), (g, in) -> g.op("Or", positive(g, in.get(0)), positive(g, in.get(1))));
        add("Not", List.of(floats(4)), (g, in) -> g.op("Not", positive(g, in.get(0))));
        add(
                "Where",
                List.of(floats(4), floats(4), floats(4)),
                (g, in) -> g.op("Where", positive(g, in.get(0)), in.get(1), in.get(2)));
        add(
                "Where with a column and a number",
                List.of(floats(1), floats(4)),
                (g, in) -> g.op("Where", positive(g, in.get(0)), in.get(1), g.constant(0.3)));
        add(
                "Where with a column and two parameters",
                List.of(floats(1), parameter(4), parameter()),
                (g, in) -> g.op("Where", positive(g, in.get(0)), in.get(1), in.get(2)));
        unary("Cast", Map.of("to", "INT"), floats(4));
        add(
                "Cast to INT and back",
                List.of(floats(4)),
                (g, in) -> g.op("Cast", Map.of("to", "FLOAT"), g.op("Cast", Map.of("to", "INT"), in.get(0))));
        add("Cast of ids", List.of(ids(5, 4)), (g, in) -> g.op("Cast", Map.of("to", "FLOAT"), in.get(0)));
        add("Cast to BOOL", List.of(ids(2, 4)), (g, in) -> g.op("Cast", Map.of("to", "BOOL"), in.get(0)));
    }

    private static Value positive(GraphBuilder g, Value x) {
        return g.op("Greater", x, g.constant(0));
    }
}
