package io.graft.testkit;

import static io.graft.testkit.OperatorCase.Given.between;
import static io.graft.testkit.OperatorCase.Given.floats;

import io.graft.testkit.OperatorCase.Given;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What looks through windows without weights: pooling and resizing. */
final class PoolCases extends CaseList {
    PoolCases() {
        windows();
        means();
        sizes();
    }

    private void pool(String type, Map<String, Object> attributes, Given x) {
        add(
                type + " " + new TreeMap<>(attributes) + " of " + Arrays.toString(x.shape()),
                List.of(x),
                (g, in) -> g.op(type, attributes, in.get(0)));
    }

    private void both(Map<String, Object> attributes, Given x) {
        pool("MaxPool", attributes, x);
        pool("AveragePool", attributes, x);
    }

    private void windows() {
        both(Map.of("kernel_shape", List.of(2)), floats(2, 5));
        both(Map.of("kernel_shape", List.of(2), "strides", List.of(2)), floats(2, 5));
        both(Map.of("kernel_shape", List.of(3), "pads", List.of(1, 1)), between(-3, -1, 2, 4));
        both(Map.of("kernel_shape", List.of(3), "strides", List.of(2), "pads", List.of(2, 0)), between(-3, -1, 2, 4));
        both(Map.of("kernel_shape", List.of(2, 2), "strides", List.of(2, 2)), floats(2, 4, 5));
        both(Map.of("kernel_shape", List.of(3, 2)), floats(2, 4, 3));
        both(Map.of("kernel_shape", List.of(2, 3), "pads", List.of(0, 1, 1, 2)), between(-3, -1, 1, 3, 3));
        both(
                Map.of("kernel_shape", List.of(3, 3), "strides", List.of(2, 1), "pads", List.of(1, 1, 1, 1)),
                floats(1, 4, 3));
        both(Map.of("kernel_shape", List.of(1, 1)), floats(2, 2, 2));
        both(Map.of("kernel_shape", List.of(1), "strides", List.of(2)), floats(2, 5));
        both(Map.of("kernel_shape", List.of(4)), floats(3, 4));
        both(Map.of("kernel_shape", List.of(2, 2), "strides", List.of(3, 3)), floats(1, 5, 5));
        pool("MaxPool", Map.of("kernel_shape", List.of(2), "dilations", List.of(2)), floats(2, 5));
        pool(
                "MaxPool",
                Map.of("kernel_shape", List.of(2, 2), "dilations", List.of(2, 1), "pads", List.of(1, 0, 0, 1)),
                between(-3, -1, 1, 4, 3));
        pool("GlobalMaxPool", Map.of(), floats(2, 5));
        pool("GlobalMaxPool", Map.of(), floats(3, 2, 4));
        pool("GlobalMaxPool", Map.of(), between(-3, -1, 2, 1, 1));
    }

    private void means() {
        pool(
                "AveragePool",
                Map.of("kernel_shape", List.of(3), "pads", List.of(1, 2), "count_include_pad", 1),
                floats(2, 4));
        pool(
                "AveragePool",
                Map.of("kernel_shape", List.of(3), "pads", List.of(1, 2), "count_include_pad", 0),
                floats(2, 4));
        pool(
                "AveragePool",
                Map.of("kernel_shape", List.of(2, 3), "pads", List.of(1, 1, 0, 2), "count_include_pad", 1),
                floats(1, 3, 3));
        pool("GlobalAveragePool", Map.of(), floats(2, 5));
        pool("GlobalAveragePool", Map.of(), floats(3, 2, 4));
        pool("GlobalAveragePool", Map.of(), floats(2, 1, 1));
    }

    private void sizes() {
        for (String mode : List.of("nearest", "linear"))
            for (String coordinates : List.of("half_pixel", "align_corners", "asymmetric"))
                for (int[] size : new int[][] {{3, 6}, {4, 2}, {5, 3}, {4, 6}, {3, 1}, {1, 3}, {3, 3}})
                    resize(mode, coordinates, List.of(2), List.of(size[1]), floats(2, size[0]));
        for (String mode : List.of("nearest", "linear"))
            for (String coordinates : List.of("half_pixel", "align_corners", "asymmetric"))
                resize(mode, coordinates, List.of(2, 3), List.of(4, 3), floats(2, 2, 3));
        pool("Resize", Map.of("axes", List.of(2, 3), "sizes", List.of(4, 6)), floats(1, 2, 3));
    }

    private void resize(String mode, String coordinates, List<Integer> axes, List<Integer> sizes, Given x) {
        pool(
                "Resize",
                Map.of("axes", axes, "sizes", sizes, "mode", mode, "coordinate_transformation_mode", coordinates),
                x);
    }
}
