package io.graft.api.graph;

import static io.graft.api.graph.OperatorExamples.B;
import static io.graft.api.graph.OperatorExamples.floats;
import static io.graft.api.graph.OperatorExamples.gives;
import static io.graft.api.graph.OperatorExamples.ids;
import static io.graft.api.graph.OperatorExamples.refused;
import static io.graft.api.graph.OperatorExamples.shape;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Examples of what looks rows up, and mistakes with it. */
final class LookupExamples {
    private LookupExamples() {}

    static Stream<Arguments> examples() {
        ElementType f = ElementType.FLOAT;
        return Stream.of(
                gives("Gather", Map.of("axis", 0), f, shape(B, 4, 8), floats(100, 8), ids(B, 4)),
                gives("Gather", Map.of("axis", 1), f, shape(B, 2, 8), floats(B, 4, 8), ids(2)),
                gives("OneHot", Map.of("depth", 5), f, shape(B, 5), ids(B)),
                gives("EmbeddingBag", Map.of("mode", "mean"), f, shape(B, 8), floats(100, 8), ids(B, 4), floats(B, 4)));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                refused("it takes INT, but 'x' is FLOAT", "OneHot", Map.of("depth", 3), floats(B)),
                refused("depth must be 1 or more", "OneHot", Map.of(), ids(B)),
                refused("it takes FLOAT, but 'x' is INT", "EmbeddingBag", Map.of(), floats(9, 2), ids(B, 4), ids(B, 4)),
                refused("it takes INT, but 'x' is FLOAT", "Gather", Map.of(), floats(9, 2), floats(B)),
                refused(
                        "it takes INT, but 'x' is FLOAT",
                        "EmbeddingBag",
                        Map.of(),
                        floats(9, 2),
                        floats(B, 4),
                        floats(B, 4)),
                refused(
                        "ids and mask differ in shape",
                        "EmbeddingBag",
                        Map.of(),
                        floats(9, 2),
                        ids(B, 4),
                        floats(B, 5)),
                refused(
                        "there is no mode 'median'",
                        "EmbeddingBag",
                        Map.of("mode", "median"),
                        floats(9, 2),
                        ids(B, 4),
                        floats(B, 4)));
    }
}
