package io.graft.testkit;

import static io.graft.testkit.OperatorCase.Given.floats;
import static io.graft.testkit.OperatorCase.Given.ids;
import static io.graft.testkit.OperatorCase.Given.mask;
import static io.graft.testkit.OperatorCase.Given.parameter;
import static io.graft.testkit.OperatorCase.Given.sharedIds;

import io.graft.api.graph.Shape;
import java.util.List;
import java.util.Map;

/** What looks rows up. */
final class LookupCases extends CaseList {
    LookupCases() {
        lookups();
    }

    private void lookups() {
        add(
                "Gather of sequences of ids",
                List.of(parameter(6, 3), ids(6, 4)),
                (g, in) -> g.gather(in.get(0), in.get(1)));
        add("Gather of one id a row", List.of(parameter(6, 3), ids(6)), (g, in) -> g.gather(in.get(0), in.get(1)));
        add("Gather of numbers", List.of(parameter(4), ids(4)), (g, in) -> g.gather(in.get(0), in.get(1)));
        add(
                "Gather along axis 1",
                List.of(floats(4, 2)),
                (g, in) -> g.op(
                        "Gather",
                        Map.of("axis", 1),
                        in.get(0),
                        g.op("Cast", Map.of("to", "INT"), g.constant(Shape.of(3), 2, 0, 2))));
        add(
                "Gather along the last axis, at ids that all rows share",
                List.of(floats(3, 4), sharedIds(4, 2)),
                (g, in) -> g.op("Gather", Map.of("axis", 2), in.get(0), in.get(1)));
        add(
                "Gather of ids",
                List.of(ids(5, 4), sharedIds(4, 2)),
                (g, in) -> g.op("Gather", Map.of("axis", 1), in.get(0), in.get(1)));
        add(
                "Gather from a computed table",
                List.of(parameter(6, 3), ids(6, 4)),
                (g, in) -> g.gather(g.op("Tanh", in.get(0)), in.get(1)));
        add(
                "Gather from a table that is also multiplied with",
                List.of(parameter(6, 3), ids(6, 4)),
                (g, in) -> g.matMul(g.gather(in.get(0), in.get(1)), g.op("Transpose", in.get(0))));
        add("OneHot", List.of(ids(4)), (g, in) -> g.op("OneHot", Map.of("depth", 4), in.get(0)));
        add("OneHot of sequences", List.of(ids(4, 3)), (g, in) -> g.op("OneHot", Map.of("depth", 4), in.get(0)));
        add(
                "OneHot of ids beyond its depth",
                List.of(ids(6, 2)),
                (g, in) -> g.op("OneHot", Map.of("depth", 3), in.get(0)));
        for (String mode : List.of("mean", "sum", "max", "last")) {
            ternary("EmbeddingBag", Map.of("mode", mode), parameter(6, 3), ids(6, 4), mask(4));
            ternary("EmbeddingBag", Map.of("mode", mode), parameter(2, 17), ids(2, 9), mask(9));
            add(
                    mode + " EmbeddingBag of a computed table",
                    List.of(parameter(6, 3), ids(6, 4), mask(4)),
                    (g, in) ->
                            g.op("EmbeddingBag", Map.of("mode", mode), g.op("Tanh", in.get(0)), in.get(1), in.get(2)));
            add(
                    mode + " pooling of a masked sequence",
                    List.of(floats(4, 3), mask(4)),
                    (g, in) -> g.pool(in.get(0).withMask(in.get(1)), mode));
            add(mode + " pooling without a mask", List.of(floats(4, 3)), (g, in) -> g.pool(in.get(0), mode));
        }
    }
}
