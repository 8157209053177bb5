package io.graft.api.graph;

import static io.graft.api.graph.OperatorExamples.B;
import static io.graft.api.graph.OperatorExamples.floats;
import static io.graft.api.graph.OperatorExamples.gives;
import static io.graft.api.graph.OperatorExamples.ids;
import static io.graft.api.graph.OperatorExamples.refused;
import static io.graft.api.graph.OperatorExamples.shape;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Examples of what looks through windows, and mistakes with it. */
final class WindowExamples {
    private WindowExamples() {}

    static Stream<Arguments> examples() {
        ElementType f = ElementType.FLOAT;
        return Stream.of(
                gives("Conv", Map.of(), f, shape(B, 6, 8), floats(B, 4, 10), floats(6, 4, 3)),
                gives(
                        "Conv",
                        Map.of("strides", List.of(2), "pads", List.of(1, 2), "dilations", List.of(2)),
                        f,
                        shape(B, 6, 5),
                        floats(B, 4, 10),
                        floats(6, 4, 3),
                        floats(6)),
                gives(
                        "Conv",
                        Map.of("strides", List.of(2, 1), "pads", List.of(1, 0, 1, 0)),
                        f,
                        shape(B, 8, 14, 26),
                        floats(B, 1, 28, 28),
                        floats(8, 1, 3, 3)),
                gives("Conv", Map.of("group", 2), f, shape(B, 6, 8), floats(B, 4, 10), floats(6, 2, 3)),
                gives("Conv", Map.of("group", 4), f, shape(B, 8, 8, 8), floats(B, 4, 10, 10), floats(8, 1, 3, 3)),
                gives("ConvTranspose", Map.of(), f, shape(B, 6, 12), floats(B, 4, 10), floats(4, 6, 3)),
                gives(
                        "ConvTranspose",
                        Map.of(
                                "strides",
                                List.of(2),
                                "pads",
                                List.of(1, 0),
                                "output_padding",
                                List.of(1),
                                "dilations",
                                List.of(2)),
                        f,
                        shape(B, 6, 23),
                        floats(B, 4, 10),
                        floats(4, 6, 3),
                        floats(6)),
                gives(
                        "ConvTranspose",
                        Map.of("group", 2, "strides", List.of(2, 2)),
                        f,
                        shape(B, 6, 8, 10),
                        floats(B, 4, 4, 5),
                        floats(4, 3, 2, 2)),
                gives(
                        "MaxPool",
                        Map.of("kernel_shape", List.of(2), "strides", List.of(2)),
                        f,
                        shape(B, 4, 5),
                        floats(B, 4, 11)),
                gives(
                        "MaxPool",
                        Map.of("kernel_shape", List.of(3, 3), "pads", List.of(1, 1, 1, 1), "dilations", List.of(1, 2)),
                        f,
                        shape(B, 4, 8, 6),
                        floats(B, 4, 8, 8)),
                gives(
                        "AveragePool",
                        Map.of("kernel_shape", List.of(2, 3), "count_include_pad", 1),
                        f,
                        shape(B, 4, 7, 6),
                        floats(B, 4, 8, 8)),
                gives("GlobalMaxPool", Map.of(), f, shape(B, 4, 1), floats(B, 4, 8)),
                gives("GlobalAveragePool", Map.of(), f, shape(B, 4, 1, 1), floats(B, 4, 8, 8)),
                gives("Resize", Map.of("axes", List.of(2), "sizes", List.of(20)), f, shape(B, 4, 20), floats(B, 4, 8)),
                gives(
                        "Resize",
                        Map.of(
                                "axes",
                                List.of(2, 3),
                                "sizes",
                                List.of(4, 16),
                                "mode",
                                "linear",
                                "coordinate_transformation_mode",
                                "align_corners"),
                        f,
                        shape(B, 4, 4, 16),
                        floats(B, 4, 8, 8)));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                refused(
                        "it takes [batch, channels, length] or [batch, channels, height, width]",
                        "Conv",
                        Map.of(),
                        floats(B, 4),
                        floats(6, 4)),
                refused(
                        "a window of 5 does not fit into axis 2 of 3",
                        "Conv",
                        Map.of(),
                        floats(B, 4, 3),
                        floats(6, 4, 5)),
                refused(
                        "a window of 5 does not fit into axis 3 of 3 with padding 1 and 0",
                        "Conv",
                        Map.of("dilations", List.of(1, 2), "pads", List.of(0, 1, 0, 0)),
                        floats(B, 4, 3, 3),
                        floats(6, 4, 3, 3)),
                refused(
                        "the weight of 4 channels in 1 groups must be [out, 4, …]",
                        "Conv",
                        Map.of(),
                        floats(B, 4, 9),
                        floats(6, 3, 3)),
                refused(
                        "must be [out, 2, …], out a multiple of the groups",
                        "Conv",
                        Map.of("group", 2),
                        floats(B, 4, 9),
                        floats(5, 2, 3)),
                refused("must be [out, 4, …]", "Conv", Map.of(), floats(B, 4, 9, 9), floats(6, 4, 3)),
                refused(
                        "4 channels do not divide into 3 groups",
                        "Conv",
                        Map.of("group", 3),
                        floats(B, 4, 9),
                        floats(6, 4, 3)),
                refused(
                        "4 channels do not divide into 0 groups",
                        "Conv",
                        Map.of("group", 0),
                        floats(B, 4, 9),
                        floats(6, 4, 3)),
                refused("the bias must be [6]", "Conv", Map.of(), floats(B, 4, 9), floats(6, 4, 3), floats(5)),
                refused(
                        "strides needs 2 numbers, not [2]",
                        "Conv",
                        Map.of("strides", List.of(2)),
                        floats(B, 4, 9, 9),
                        floats(6, 4, 3, 3)),
                refused(
                        "strides must be 1 or more, not 0",
                        "Conv",
                        Map.of("strides", List.of(0)),
                        floats(B, 4, 9),
                        floats(6, 4, 3)),
                refused(
                        "pads needs 2 numbers, not [1]",
                        "Conv",
                        Map.of("pads", List.of(1)),
                        floats(B, 4, 9),
                        floats(6, 4, 3)),
                refused(
                        "pads must be 0 or more, not -1",
                        "Conv",
                        Map.of("pads", List.of(0, -1)),
                        floats(B, 4, 9),
                        floats(6, 4, 3)),
                refused("is not known before a batch is", "Conv", Map.of(), floats(B, 4, "length"), floats(6, 4, 3)),
                refused("ids become numbers by an embedding", "Conv", Map.of(), ids(B, 4, 9), floats(6, 4, 3)),
                refused(
                        "the weight of 4 channels must be [4, out, …]",
                        "ConvTranspose",
                        Map.of(),
                        floats(B, 4, 9),
                        floats(6, 4, 3)),
                refused(
                        "the bias must be [6]",
                        "ConvTranspose",
                        Map.of("group", 2),
                        floats(B, 4, 9),
                        floats(4, 3, 3),
                        floats(3)),
                refused(
                        "output_padding must be less than the stride or the dilation",
                        "ConvTranspose",
                        Map.of("output_padding", List.of(1)),
                        floats(B, 4, 9),
                        floats(4, 6, 3)),
                refused(
                        "nothing is left of axis 2 by that padding",
                        "ConvTranspose",
                        Map.of("pads", List.of(2, 2)),
                        floats(B, 4, 2),
                        floats(4, 6, 3)),
                refused("kernel_shape is missing", "MaxPool", Map.of(), floats(B, 4, 9)),
                refused(
                        "kernel_shape needs 2 numbers, not [2]",
                        "MaxPool",
                        Map.of("kernel_shape", List.of(2)),
                        floats(B, 4, 9, 9)),
                refused(
                        "kernel_shape must be 1 or more, not 0",
                        "AveragePool",
                        Map.of("kernel_shape", List.of(0)),
                        floats(B, 4, 9)),
                refused(
                        "the padding must be less than the window",
                        "AveragePool",
                        Map.of("kernel_shape", List.of(2), "pads", List.of(0, 2)),
                        floats(B, 4, 9)),
                refused(
                        "a window of 4 does not fit into axis 2 of 3",
                        "MaxPool",
                        Map.of("kernel_shape", List.of(4)),
                        floats(B, 4, 3)),
                refused("it takes [batch, channels, length] or", "GlobalMaxPool", Map.of(), floats(B, 4)),
                refused("it takes FLOAT", "GlobalAveragePool", Map.of(), ids(B, 4, 5)),
                refused(
                        "axes must be all axes after the second, with a size each",
                        "Resize",
                        Map.of("axes", List.of(3), "sizes", List.of(4)),
                        floats(B, 4, 8, 8)),
                refused(
                        "axes must be all axes after the second, with a size each",
                        "Resize",
                        Map.of("axes", List.of(2)),
                        floats(B, 4, 8)),
                refused(
                        "sizes must be 1 or more",
                        "Resize",
                        Map.of("axes", List.of(2), "sizes", List.of(0)),
                        floats(B, 4, 8)),
                refused(
                        "the mode is one of [linear, nearest], the coordinates one of [align_corners, asymmetric, half_pixel]",
                        "Resize",
                        Map.of("axes", List.of(2), "sizes", List.of(4), "mode", "cubic"),
                        floats(B, 4, 8)),
                refused(
                        "the mode is one of [linear, nearest], the coordinates one of [align_corners, asymmetric, half_pixel]",
                        "Resize",
                        Map.of(
                                "axes",
                                List.of(2),
                                "sizes",
                                List.of(4),
                                "coordinate_transformation_mode",
                                "tf_crop_and_resize"),
                        floats(B, 4, 8)));
    }
}
