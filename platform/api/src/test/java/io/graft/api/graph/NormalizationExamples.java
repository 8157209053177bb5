package io.graft.api.graph;

import static io.graft.api.graph.OperatorExamples.B;
import static io.graft.api.graph.OperatorExamples.floats;
import static io.graft.api.graph.OperatorExamples.gives;
import static io.graft.api.graph.OperatorExamples.refused;
import static io.graft.api.graph.OperatorExamples.shape;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Examples of what gives numbers a mean and a variance, and mistakes with it. */
final class NormalizationExamples {
    private NormalizationExamples() {}

    static Stream<Arguments> examples() {
        ElementType f = ElementType.FLOAT;
        return Stream.of(
                gives("LayerNormalization", Map.of(), f, shape(B, 3), floats(B, 3), floats(3), Value.ABSENT),
                gives(
                        "LayerNormalization",
                        Map.of("axis", -1),
                        f,
                        shape(B, 4, 3),
                        floats(B, 4, 3),
                        floats(3),
                        floats(3)),
                gives("LayerNormalization", Map.of("axis", 1), f, shape(B, 4, 3), floats(B, 4, 3), floats(4, 3)),
                gives(
                        "BatchNormalization",
                        Map.of(),
                        f,
                        shape(B, 4, 3),
                        floats(B, 4, 3),
                        floats(4),
                        floats(4),
                        floats(4),
                        floats(4)),
                gives(
                        "GroupNormalization",
                        Map.of("num_groups", 2),
                        f,
                        shape(B, 4, 5),
                        floats(B, 4, 5),
                        floats(4),
                        floats(4)),
                gives("GroupNormalization", Map.of(), f, shape(B, 4, 5, 6), floats(B, 4, 5, 6), floats(4), floats(4)));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                refused("scale and bias must be [3]", "LayerNormalization", Map.of(), floats(B, 4, 3), floats(4)),
                refused(
                        "scale, bias, mean and variance must be [4]",
                        "BatchNormalization",
                        Map.of(),
                        floats(B, 4),
                        floats(4),
                        floats(4),
                        floats(4),
                        floats(3)),
                refused(
                        "4 channels do not divide into 3 groups",
                        "GroupNormalization",
                        Map.of("num_groups", 3),
                        floats(B, 4, 5),
                        floats(4),
                        floats(4)),
                refused(
                        "4 channels do not divide into 0 groups",
                        "GroupNormalization",
                        Map.of("num_groups", 0),
                        floats(B, 4, 5),
                        floats(4),
                        floats(4)),
                refused(
                        "it needs three axes or more",
                        "GroupNormalization",
                        Map.of("num_groups", 2),
                        floats(B, 4),
                        floats(4),
                        floats(4)),
                refused(
                        "scale and bias must be [4]",
                        "GroupNormalization",
                        Map.of("num_groups", 2),
                        floats(B, 4, 5),
                        floats(4),
                        floats(5)));
    }
}
