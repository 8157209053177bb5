package io.graft.testkit;

import static io.graft.testkit.OperatorCase.Given.floats;
import static io.graft.testkit.OperatorCase.Given.parameter;
import static io.graft.testkit.OperatorCase.Given.positiveParameter;

import io.graft.api.graph.Initializer;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.testkit.OperatorCase.Given;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Convolution and its transpose, over one axis and over two. */
final class ConvolutionCases extends CaseList {
    ConvolutionCases() {
        lines();
        planes();
        transposedLines();
        transposedPlanes();
        chains();
    }

    private void conv(Map<String, Object> attributes, Given x, Given w) {
        window("Conv", attributes, x, w);
    }

    private void convTranspose(Map<String, Object> attributes, Given x, Given w) {
        window("ConvTranspose", attributes, x, w);
    }

    private void window(String type, Map<String, Object> attributes, Given x, Given w) {
        String name = type + " " + new TreeMap<>(attributes) + " of " + Arrays.toString(x.shape()) + " with "
                + Arrays.toString(w.shape());
        add(name, List.of(x, w), (g, in) -> g.op(type, attributes, in.get(0), in.get(1)));
    }

    private void biased(String type, Map<String, Object> attributes, int channels, Given x, Given w) {
        add(
                type + " with a bias " + new TreeMap<>(attributes) + " of " + Arrays.toString(x.shape()),
                List.of(x, w, parameter(channels)),
                (g, in) -> g.op(type, attributes, in.get(0), in.get(1), in.get(2)));
    }

    private void lines() {
        conv(Map.of(), floats(2, 6), parameter(3, 2, 3));
        conv(Map.of("strides", List.of(2)), floats(2, 6), parameter(3, 2, 3));
        conv(Map.of("pads", List.of(1, 1)), floats(2, 5), parameter(3, 2, 3));
        conv(Map.of("pads", List.of(2, 0)), floats(2, 5), parameter(2, 2, 3));
        conv(Map.of("pads", List.of(0, 3), "strides", List.of(3)), floats(2, 5), parameter(2, 2, 2));
        conv(Map.of("dilations", List.of(2)), floats(2, 6), parameter(3, 2, 3));
        conv(Map.of("group", 2), floats(4, 5), parameter(6, 2, 2));
        conv(Map.of("group", 4), floats(4, 5), parameter(4, 1, 3));
        conv(Map.of("group", 3, "pads", List.of(1, 1)), floats(3, 4), parameter(6, 1, 3));
        conv(Map.of(), floats(3, 4), parameter(2, 3, 1));
        conv(Map.of(), floats(2, 4), parameter(3, 2, 4));
        conv(Map.of(), floats(1, 1), parameter(1, 1, 1));
        conv(
                Map.of("group", 2, "strides", List.of(2), "pads", List.of(1, 2), "dilations", List.of(2)),
                floats(2, 6),
                parameter(4, 1, 3));
        biased("Conv", Map.of("pads", List.of(1, 1)), 3, floats(2, 5), parameter(3, 2, 3));
        add(
                "Conv with a bias left out",
                List.of(floats(2, 4), parameter(2, 2, 3)),
                (g, in) -> g.op("Conv", in.get(0), in.get(1), Value.ABSENT));
        add(
                "Conv with a computed weight",
                List.of(floats(2, 4), parameter(2, 2, 3)),
                (g, in) -> g.op("Conv", in.get(0), g.op("Tanh", in.get(1))));
    }

    private void planes() {
        conv(Map.of(), floats(2, 5, 4), parameter(3, 2, 3, 2));
        conv(Map.of("strides", List.of(2, 1)), floats(2, 5, 4), parameter(2, 2, 2, 2));
        conv(Map.of("strides", List.of(2, 3)), floats(1, 6, 5), parameter(2, 1, 3, 2));
        conv(Map.of("pads", List.of(1, 1, 1, 1)), floats(2, 3, 4), parameter(2, 2, 3, 3));
        conv(Map.of("pads", List.of(1, 0, 2, 1)), floats(2, 3, 4), parameter(2, 2, 3, 2));
        conv(Map.of("dilations", List.of(2, 1)), floats(1, 5, 4), parameter(2, 1, 3, 2));
        conv(Map.of("dilations", List.of(2, 3), "pads", List.of(2, 3, 2, 3)), floats(1, 3, 4), parameter(2, 1, 3, 3));
        conv(Map.of("group", 2), floats(4, 3, 3), parameter(4, 2, 2, 2));
        conv(Map.of("group", 3, "pads", List.of(1, 1, 1, 1)), floats(3, 3, 3), parameter(3, 1, 3, 3));
        conv(Map.of("group", 2), floats(2, 3, 3), parameter(4, 1, 2, 2));
        conv(Map.of(), floats(3, 2, 3), parameter(4, 3, 1, 1));
        conv(Map.of("strides", List.of(2, 2)), floats(3, 3, 4), parameter(2, 3, 1, 1));
        conv(Map.of(), floats(1, 1, 1), parameter(2, 1, 1, 1));
        conv(Map.of(), floats(2, 1, 5), parameter(2, 2, 1, 3));
        conv(Map.of(), floats(2, 3, 3), parameter(3, 2, 3, 3));
        conv(
                Map.of("group", 2, "strides", List.of(2, 1), "pads", List.of(1, 2, 0, 1), "dilations", List.of(1, 2)),
                floats(2, 4, 4),
                parameter(2, 1, 2, 2));
        biased("Conv", Map.of(), 3, floats(2, 4, 3), parameter(3, 2, 2, 2));
    }

    private void transposedLines() {
        convTranspose(Map.of(), floats(2, 4), parameter(2, 3, 3));
        convTranspose(Map.of("strides", List.of(2)), floats(2, 4), parameter(2, 3, 3));
        convTranspose(Map.of("strides", List.of(3)), floats(2, 3), parameter(2, 1, 2));
        convTranspose(Map.of("pads", List.of(1, 2)), floats(2, 4), parameter(2, 3, 3));
        convTranspose(Map.of("dilations", List.of(2)), floats(2, 3), parameter(2, 2, 3));
        convTranspose(Map.of("strides", List.of(2), "output_padding", List.of(1)), floats(2, 3), parameter(2, 2, 3));
        convTranspose(Map.of("group", 2), floats(4, 3), parameter(4, 2, 2));
        convTranspose(
                Map.of(
                        "group",
                        2,
                        "strides",
                        List.of(2),
                        "pads",
                        List.of(0, 1),
                        "dilations",
                        List.of(2),
                        "output_padding",
                        List.of(1)),
                floats(2, 3),
                parameter(2, 1, 2));
        biased("ConvTranspose", Map.of("strides", List.of(2)), 3, floats(2, 3), parameter(2, 3, 2));
    }

    private void transposedPlanes() {
        convTranspose(Map.of(), floats(2, 2, 3), parameter(2, 2, 3, 2));
        convTranspose(Map.of("strides", List.of(2, 2)), floats(1, 2, 2), parameter(1, 2, 2, 2));
        convTranspose(
                Map.of("strides", List.of(2, 1), "pads", List.of(1, 0, 0, 1)), floats(2, 2, 3), parameter(2, 1, 3, 2));
        convTranspose(
                Map.of("strides", List.of(2, 3), "output_padding", List.of(1, 2)),
                floats(1, 2, 2),
                parameter(1, 1, 2, 2));
        convTranspose(Map.of("dilations", List.of(1, 2)), floats(1, 2, 2), parameter(1, 2, 2, 2));
        convTranspose(Map.of("group", 2), floats(2, 2, 2), parameter(2, 2, 2, 1));
        biased("ConvTranspose", Map.of("group", 2), 4, floats(2, 2, 2), parameter(2, 2, 2, 2));
    }

    /** What engines like to compute in one go. */
    private void chains() {
        for (String activation : List.of("Relu", "Tanh", "Sigmoid", "Gelu"))
            add(
                    "Conv, bias, " + activation,
                    List.of(floats(2, 4, 3), parameter(3, 2, 2, 2), parameter(3)),
                    (g, in) -> g.op(activation, g.op("Conv", in.get(0), in.get(1), in.get(2))));
        add(
                "Conv, a bias that is added, Relu",
                List.of(floats(2, 4, 3), parameter(3, 2, 2, 2), parameter(3, 1, 1)),
                (g, in) -> g.op("Relu", g.add(g.op("Conv", in.get(0), in.get(1)), in.get(2))));
        add(
                "Conv, Relu, the greatest of the whole length",
                List.of(floats(3, 6), parameter(2, 3, 3), parameter(2)),
                (g, in) ->
                        g.reduce("ReduceMax", g.op("Relu", g.op("Conv", in.get(0), in.get(1), in.get(2))), false, 2));
        add(
                "Conv, Relu, MaxPool, whose values others use too",
                List.of(floats(1, 5, 5), parameter(2, 1, 2, 2), parameter(2)),
                (g, in) -> {
                    Value conv = g.op("Relu", g.op("Conv", in.get(0), in.get(1), in.get(2)));
                    Value pooled =
                            g.op("MaxPool", Map.of("kernel_shape", List.of(2, 2), "strides", List.of(2, 2)), conv);
                    return together(g, List.of(conv, pooled));
                });
        add(
                "Conv, BatchNormalization, Relu",
                List.of(floats(2, 3, 3), parameter(2, 2, 2, 2), positiveParameter(2), parameter(2)),
                (g, in) -> g.op(
                        "Relu",
                        g.op(
                                "BatchNormalization",
                                Map.of("epsilon", 0.1f),
                                g.op("Conv", in.get(0), in.get(1)),
                                in.get(2),
                                in.get(3),
                                g.statistic("mean", Shape.of(2), Initializer.uniform(-1, 1)),
                                g.statistic("variance", Shape.of(2), Initializer.uniform(0.5, 2)))));
        add(
                "Conv of a sequence whose axes are exchanged first",
                List.of(floats(5, 2), parameter(3, 2, 3)),
                (g, in) -> g.op("Conv", g.op("Transpose", Map.of("perm", List.of(0, 2, 1)), in.get(0)), in.get(1)));
        add(
                "one weight of two Convs",
                List.of(floats(2, 5), parameter(2, 2, 2)),
                (g, in) -> g.op("Conv", g.op("Conv", in.get(0), in.get(1)), in.get(1)));
    }
}
