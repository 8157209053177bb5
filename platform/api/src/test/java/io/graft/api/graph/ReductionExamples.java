package io.graft.api.graph;

import static io.graft.api.graph.OperatorExamples.B;
import static io.graft.api.graph.OperatorExamples.floating;
import static io.graft.api.graph.OperatorExamples.floats;
import static io.graft.api.graph.OperatorExamples.gives;
import static io.graft.api.graph.OperatorExamples.ids;
import static io.graft.api.graph.OperatorExamples.refused;
import static io.graft.api.graph.OperatorExamples.several;
import static io.graft.api.graph.OperatorExamples.shape;
import static io.graft.api.graph.OperatorExamples.whole;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Examples of what makes few numbers of many, and mistakes with it. */
final class ReductionExamples {
    private ReductionExamples() {}

    static Stream<Arguments> examples() {
        ElementType f = ElementType.FLOAT;
        Stream<Arguments> reductions = Stream.of("ReduceSum ReduceMean ReduceMax ReduceMin".split(" "))
                .map(type -> gives(type, Map.of("axes", List.of(-1), "keepdims", 0), f, shape(B, 4), floats(B, 4, 3)));
        Stream<Arguments> others = Stream.of(
                gives("ReduceSum", Map.of(), f, shape(1, 1, 1), floats(B, 4, 3)),
                gives("ReduceSum", Map.of("keepdims", 0), f, Shape.SCALAR, floats(B, 4, 3)),
                gives("ReduceMean", Map.of("axes", List.of(0, 2), "keepdims", 1), f, shape(1, 4, 1), floats(B, 4, 3)),
                gives("ArgMax", Map.of("axis", 1, "keepdims", 0), ElementType.INT, shape(B), floats(B, 3)),
                gives("ArgMax", Map.of("axis", -1), ElementType.INT, shape(B, 1), floats(B, 3)),
                several("TopK", Map.of("k", 2), List.of(floating(B, 2), whole(B, 2)), floats(B, 5)),
                several(
                        "TopK",
                        Map.of("k", 4, "axis", 1, "largest", 0),
                        List.of(floating(B, 4, 3), whole(B, 4, 3)),
                        floats(B, 4, 3)),
                several("TopK", Map.of("k", 1), List.of(whole(B, 1), whole(B, 1)), ids(B, 5)));
        return Stream.concat(reductions, others);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                refused("has no axis 5", "ReduceSum", Map.of("axes", List.of(5)), floats(B, 3)),
                refused("k is 0, but axis 1 has 5", "TopK", Map.of(), floats(B, 5)),
                refused("k is 6, but axis 1 has 5", "TopK", Map.of("k", 6), floats(B, 5)),
                refused("the size of axis 'batch' is not known", "TopK", Map.of("k", 1, "axis", 0), floats(B, 5)),
                refused("has no axis 2", "TopK", Map.of("k", 1, "axis", 2), floats(B, 5)));
    }
}
