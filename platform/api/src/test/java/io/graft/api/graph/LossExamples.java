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

/** Examples of what training makes small, and mistakes with it. */
final class LossExamples {
    private LossExamples() {}

    static Stream<Arguments> examples() {
        ElementType f = ElementType.FLOAT;
        return Stream.of(
                gives("SoftmaxCrossEntropyLoss", Map.of(), f, Shape.SCALAR, floats(B, 3), ids(B)),
                gives("SoftmaxCrossEntropyLoss", Map.of("reduction", "none"), f, shape(B), floats(B, 3), ids(B)),
                gives(
                        "SoftmaxCrossEntropyLoss",
                        Map.of("reduction", "none"),
                        f,
                        shape(B, 7),
                        floats(B, 3, 7),
                        ids(B, 7)),
                gives(
                        "SoftmaxCrossEntropyLoss",
                        Map.of(),
                        f,
                        Shape.SCALAR,
                        floats(B, 3, "length"),
                        ids(B, "length"),
                        floats(3)),
                gives(
                        "CTCLoss",
                        Map.of("blank", 2, "zero_infinity", 1),
                        f,
                        shape(B),
                        floats(B, 9, 3),
                        ids(B, 4),
                        ids(B),
                        ids(B)));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                refused("it takes FLOAT, but 'x' is INT", "SoftmaxCrossEntropyLoss", Map.of(), ids(B, 3), ids(B)),
                refused("it takes [batch, classes]", "SoftmaxCrossEntropyLoss", Map.of(), floats(B), ids(B)),
                refused(
                        "the weights must be [3]",
                        "SoftmaxCrossEntropyLoss",
                        Map.of(),
                        floats(B, 3),
                        ids(B),
                        floats(4)),
                refused(
                        "there is no reduction 'median', only [mean, none, sum]",
                        "SoftmaxCrossEntropyLoss",
                        Map.of("reduction", "median"),
                        floats(B, 3),
                        ids(B)),
                refused("labels are FLOAT, not INT", "SoftmaxCrossEntropyLoss", Map.of(), floats(B, 3), floats(B)),
                refused(
                        "one label for each row of scores is needed",
                        "SoftmaxCrossEntropyLoss",
                        Map.of(),
                        floats(B, 3),
                        ids(B, 3)),
                refused(
                        "it takes INT, but 'x' is FLOAT",
                        "CTCLoss",
                        Map.of(),
                        floats(B, 9, 3),
                        floats(B, 4),
                        ids(B),
                        ids(B)),
                refused(
                        "it takes INT, but 'x' is FLOAT",
                        "CTCLoss",
                        Map.of(),
                        floats(B, 9, 3),
                        ids(B, 4),
                        ids(B),
                        floats(B)),
                refused("it takes FLOAT, but 'x' is INT", "CTCLoss", Map.of(), ids(B, 9, 3), ids(B, 4), ids(B), ids(B)),
                refused(
                        "it takes [batch, length, classes] and labels [batch, n]",
                        "CTCLoss",
                        Map.of(),
                        floats(B, 3),
                        ids(B, 4),
                        ids(B),
                        ids(B)),
                refused(
                        "must have a row for each row of scores",
                        "CTCLoss",
                        Map.of(),
                        floats(B, 9, 3),
                        ids(B, 4),
                        ids("n"),
                        ids(B)),
                refused(
                        "must have a row for each row of scores",
                        "CTCLoss",
                        Map.of(),
                        floats(B, 9, 3),
                        ids("n", 4),
                        ids(B),
                        ids(B)),
                refused(
                        "blank is 3, but there are 3 classes",
                        "CTCLoss",
                        Map.of("blank", 3),
                        floats(B, 9, 3),
                        ids(B, 4),
                        ids(B),
                        ids(B)),
                refused(
                        "blank is -1, but there are 3 classes",
                        "CTCLoss",
                        Map.of("blank", -1),
                        floats(B, 9, 3),
                        ids(B, 4),
                        ids(B),
                        ids(B)),
                refused("CTCLoss takes 4 inputs, not 3", "CTCLoss", Map.of(), floats(B, 9, 3), ids(B, 4), ids(B)));
    }
}
