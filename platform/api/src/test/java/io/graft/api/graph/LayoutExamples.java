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

/** Examples of what moves elements, and mistakes with it. */
final class LayoutExamples {
    private LayoutExamples() {}

    static Stream<Arguments> examples() {
        ElementType f = ElementType.FLOAT;
        return Stream.of(
                gives("Constant", Map.of("value", List.of(1f, 2f), "shape", List.of(2)), f, shape(2)),
                gives("Constant", Map.of("value", List.of(1f), "shape", List.of()), f, Shape.SCALAR),
                gives("Flatten", Map.of(), f, shape(B, 12), floats(B, 4, 3)),
                gives("Flatten", Map.of("axis", 0), f, shape(1, 12), floats(4, 3)),
                gives("Flatten", Map.of("axis", 2), f, shape("batch*4", 3), floats(B, 4, 3)),
                gives("Transpose", Map.of("perm", List.of(0, 2, 1)), f, shape(B, 3, 4), floats(B, 4, 3)),
                gives("Transpose", Map.of(), f, shape(3, 4, B), floats(B, 4, 3)),
                gives("Unsqueeze", Map.of("axes", List.of(2)), f, shape(B, 4, 1), floats(B, 4)),
                gives("Unsqueeze", Map.of("axes", List.of(0, -1)), f, shape(1, B, 4, 1), floats(B, 4)),
                gives("Squeeze", Map.of("axes", List.of(1)), f, shape(B, 4), floats(B, 1, 4)),
                gives("Concat", Map.of("axis", 1), f, shape(B, 7), floats(B, 3), floats(B, 4)),
                gives("Concat", Map.of("axis", -1), f, shape(B, 2, 7), floats(B, 2, 3), floats(B, 2, 4)),
                gives(
                        "Slice",
                        Map.of("starts", List.of(1), "ends", List.of(3), "axes", List.of(1)),
                        f,
                        shape(B, 2),
                        floats(B, 5)),
                gives(
                        "Slice",
                        Map.of("starts", List.of(-1), "ends", List.of(Integer.MAX_VALUE), "axes", List.of(1)),
                        f,
                        shape(B, 1),
                        floats(B, 5)),
                gives(
                        "Slice",
                        Map.of("starts", List.of(4), "ends", List.of(2), "axes", List.of(-1)),
                        f,
                        shape(B, 0),
                        floats(B, 5)),
                gives("Reshape", Map.of("shape", List.of(0, -1)), f, shape(B, 12), floats(B, 4, 3)),
                gives("Reshape", Map.of("shape", List.of(0, 2, 6)), f, shape(B, 2, 6), floats(B, 4, 3)),
                gives("Reshape", Map.of("shape", List.of(-1, 12)), f, shape(B, 12), floats(B, 4, 3)),
                gives("Reshape", Map.of("shape", List.of(-1, 3)), f, shape("batch*4", 3), floats(B, 4, 3)),
                gives("Reshape", Map.of("shape", List.of(0, 0, 3, 1)), f, shape(B, 4, 3, 1), floats(B, 4, 3)),
                gives("Reshape", Map.of("shape", List.of(-1)), f, shape(12), floats(4, 3)),
                gives("Reshape", Map.of("shape", List.of()), f, Shape.SCALAR, floats(1)),
                gives(
                        "Slice",
                        Map.of("starts", List.of(0), "ends", List.of(7), "axes", List.of(1), "steps", List.of(2)),
                        f,
                        shape(B, 4),
                        floats(B, 7)),
                gives(
                        "Slice",
                        Map.of(
                                "starts",
                                List.of(1),
                                "ends",
                                List.of(Integer.MAX_VALUE),
                                "axes",
                                List.of(1),
                                "steps",
                                List.of(3)),
                        f,
                        shape(B, 2),
                        floats(B, 7)),
                gives(
                        "Slice",
                        Map.of(
                                "starts",
                                List.of(-1),
                                "ends",
                                List.of(Integer.MIN_VALUE),
                                "axes",
                                List.of(1),
                                "steps",
                                List.of(-1)),
                        f,
                        shape(B, 5),
                        floats(B, 5)),
                gives(
                        "Slice",
                        Map.of("starts", List.of(99), "ends", List.of(0), "axes", List.of(1), "steps", List.of(-2)),
                        f,
                        shape(B, 3),
                        floats(B, 6)),
                gives(
                        "Slice",
                        Map.of("starts", List.of(1), "ends", List.of(3), "axes", List.of(-1), "steps", List.of(-1)),
                        f,
                        shape(B, 0),
                        floats(B, 5)),
                gives(
                        "Slice",
                        Map.of(
                                "starts",
                                List.of(-1, 0),
                                "ends",
                                List.of(-99, 4),
                                "axes",
                                List.of(1, 2),
                                "steps",
                                List.of(-1, 3)),
                        f,
                        shape(B, 3, 2),
                        floats(B, 3, 4)),
                gives(
                        "Slice",
                        Map.of("starts", List.of(-1), "ends", List.of(-9), "axes", List.of(1), "steps", List.of(-1)),
                        f,
                        shape(B, 0),
                        floats(B, 0)),
                gives(
                        "Slice",
                        Map.of("starts", List.of(0), "ends", List.of(9), "axes", List.of(1), "steps", List.of(2)),
                        f,
                        shape(B, 0),
                        floats(B, 0)),
                several(
                        "Split",
                        Map.of("axis", 1, "split", List.of(1, 3)),
                        List.of(floating(B, 1), floating(B, 3)),
                        floats(B, 4)),
                several(
                        "Split",
                        Map.of("axis", -1, "split", List.of(2, 0)),
                        List.of(whole(B, 2), whole(B, 0)),
                        ids(B, 2)),
                gives("Pad", Map.of("pads", List.of(0, 1, 0, 2)), f, shape(B, 6), floats(B, 3)),
                gives(
                        "Pad",
                        Map.of("pads", List.of(0, 0, 2, 0, 1, 0), "mode", "reflect"),
                        f,
                        shape(B, 4, 5),
                        floats(B, 3, 3)),
                gives(
                        "Pad",
                        Map.of("pads", List.of(0, 5, 0, 5), "mode", "edge", "value", 1f),
                        ElementType.INT,
                        shape(B, 11),
                        ids(B, 1)));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                refused("types differ: FLOAT and INT", "Concat", Map.of("axis", 1), floats(B, 2), ids(B, 2)),
                refused("has not as many elements as", "Reshape", Map.of("shape", List.of(0, 5)), floats(B, 12)),
                refused("has not as many elements as", "Reshape", Map.of("shape", List.of(12)), floats(B, 12)),
                refused("does not divide into", "Reshape", Map.of("shape", List.of(0, 5, -1)), floats(B, 12)),
                refused("only one axis can be -1", "Reshape", Map.of("shape", List.of(-1, -1)), floats(B, 12)),
                refused("has no axis 2", "Reshape", Map.of("shape", List.of(0, 12, 0)), floats(B, 12)),
                refused("cannot be flattened at axis 4", "Flatten", Map.of("axis", 4), floats(B, 12)),
                refused("does not name each axis once", "Transpose", Map.of("perm", List.of(0)), floats(B, 12)),
                refused("does not name each axis once", "Transpose", Map.of("perm", List.of(1, 1)), floats(B, 12)),
                refused("does not name each axis once", "Transpose", Map.of("perm", List.of(1, 0, 2)), floats(B, 12)),
                refused("are not axes of a result with 3", "Unsqueeze", Map.of("axes", List.of(7)), floats(B, 12)),
                refused("axis 1 is not of size 1", "Squeeze", Map.of("axes", List.of(1)), floats(B, 12)),
                refused(
                        "shapes may differ along axis 1 only",
                        "Concat",
                        Map.of("axis", 1),
                        floats(B, 2, 3),
                        floats(B, 2, 4)),
                refused("is not known before a batch is", "Concat", Map.of("axis", 0), floats(B, 2), floats(B, 2)),
                refused(
                        "of one length",
                        "Slice",
                        Map.of("starts", List.of(1), "ends", List.of(), "axes", List.of(1)),
                        floats(B, 5)),
                refused(
                        "is not known before a batch is",
                        "Slice",
                        Map.of("starts", List.of(1), "ends", List.of(2), "axes", List.of(0)),
                        floats(B, 5)),
                refused(
                        "2 numbers given for shape [3]",
                        "Constant",
                        Map.of("value", List.of(1f, 2f), "shape", List.of(3))),
                refused(
                        "of one length",
                        "Slice",
                        Map.of("starts", List.of(1), "ends", List.of(2), "axes", List.of(1), "steps", List.of(1, 1)),
                        floats(B, 5)),
                refused(
                        "a step must not be 0",
                        "Slice",
                        Map.of("starts", List.of(1), "ends", List.of(2), "axes", List.of(1), "steps", List.of(0)),
                        floats(B, 5)),
                refused(
                        "split [1, 2] does not add up to the 4 of axis 1",
                        "Split",
                        Map.of("axis", 1, "split", List.of(1, 2)),
                        floats(B, 4)),
                refused(
                        "split [5, -1] does not add up to the 4 of axis 1",
                        "Split",
                        Map.of("axis", 1, "split", List.of(5, -1)),
                        floats(B, 4)),
                refused("split [] does not add up to the 4 of axis 1", "Split", Map.of("axis", 1), floats(B, 4)),
                refused("is not known before a batch is", "Split", Map.of("split", List.of(1, 1)), floats(B, 4)),
                refused(
                        "there is no mode 'wrap', only [constant, edge, reflect]",
                        "Pad",
                        Map.of("pads", List.of(0, 1, 0, 1), "mode", "wrap"),
                        floats(B, 4)),
                refused(
                        "two numbers of 0 or more for each axis, all begins and then all ends",
                        "Pad",
                        Map.of("pads", List.of(1, 1)),
                        floats(B, 4)),
                refused(
                        "two numbers of 0 or more for each axis",
                        "Pad",
                        Map.of("pads", List.of(0, -1, 0, 0)),
                        floats(B, 4)),
                refused(
                        "axis 1 of 3 is too short for that padding",
                        "Pad",
                        Map.of("pads", List.of(0, 3, 0, 0), "mode", "reflect"),
                        floats(B, 3)),
                refused(
                        "axis 1 of 0 is too short for that padding",
                        "Pad",
                        Map.of("pads", List.of(0, 1, 0, 0), "mode", "edge"),
                        floats(B, 0)),
                refused("is not known before a batch is", "Pad", Map.of("pads", List.of(1, 0, 0, 0)), floats(B, 3)));
    }
}
