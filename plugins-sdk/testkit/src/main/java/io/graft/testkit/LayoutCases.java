package io.graft.testkit;

import static io.graft.testkit.OperatorCase.Given.floats;
import static io.graft.testkit.OperatorCase.Given.ids;
import static io.graft.testkit.OperatorCase.Given.parameter;

import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.testkit.OperatorCase.Given;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What moves elements without computing. */
final class LayoutCases extends CaseList {
    LayoutCases() {
        shapes();
        stepped();
        splits();
        pads();
    }

    private void shapes() {
        add("Reshape [0, -1]", List.of(floats(2, 3)), (g, in) -> g.reshape(in.get(0), 0, -1));
        add("Reshape [0, 3, 2]", List.of(floats(6)), (g, in) -> g.reshape(in.get(0), 0, 3, 2));
        add("Reshape [-1, 3]", List.of(floats(2, 3)), (g, in) -> weighted(g, g.reshape(in.get(0), -1, 3)));
        unary("Flatten", Map.of("axis", 1), floats(2, 3));
        add(
                "Flatten of all axes but the last",
                List.of(floats(2, 3)),
                (g, in) -> weighted(g, g.op("Flatten", Map.of("axis", 2), in.get(0))));
        unary("Transpose", Map.of("perm", List.of(0, 2, 1)), floats(2, 3));
        unary("Transpose", Map.of("perm", List.of(0, 3, 1, 2)), floats(2, 3, 2));
        add(
                "Transpose that moves the batch to the middle",
                List.of(floats(2, 3)),
                (g, in) -> weighted(g, g.op("Transpose", Map.of("perm", List.of(1, 0, 2)), in.get(0))));
        add(
                "Transpose that moves the batch to the end",
                List.of(floats(2, 3)),
                (g, in) -> g.reduce(
                        "ReduceSum",
                        g.mul(
                                g.op("Transpose", Map.of("perm", List.of(1, 2, 0)), in.get(0)),
                                g.constant(Shape.of(3, 1), 0.5f, -1f, 2f)),
                        false,
                        0,
                        1));
        add(
                "Transpose of a weight",
                List.of(floats(3), parameter(4, 3)),
                (g, in) -> g.matMul(in.get(0), g.op("Transpose", in.get(1))));
        unary("Unsqueeze", Map.of("axes", List.of(1)), floats(3));
        unary("Unsqueeze", Map.of("axes", List.of(1, -1)), floats(3));
        unary("Squeeze", Map.of("axes", List.of(1)), floats(1, 3));
        unary("Squeeze", Map.of("axes", List.of(-1)), floats(3, 1));
        add(
                "Concat of three",
                List.of(floats(2), floats(1), floats(3)),
                (g, in) -> g.concat(1, in.toArray(Value[]::new)));
        add(
                "Concat along axis 1 of three axes",
                List.of(floats(2, 3), floats(1, 3)),
                (g, in) -> g.concat(1, in.toArray(Value[]::new)));
        add("Concat of ids", List.of(ids(5, 3), ids(5, 2)), (g, in) -> g.concat(1, in.get(0), in.get(1)));
        add("Concat of a value with itself", List.of(floats(2)), (g, in) -> g.concat(-1, in.get(0), in.get(0)));
        add("Slice", List.of(floats(5)), (g, in) -> g.slice(in.get(0), 1, 1, 4));
        add("Slice from the end", List.of(floats(5, 2)), (g, in) -> g.slice(in.get(0), 1, -2, Integer.MAX_VALUE));
        add("Slice of everything", List.of(floats(5)), (g, in) -> g.slice(in.get(0), 1, 0, 5));
        add("Slice of ids", List.of(ids(5, 4)), (g, in) -> g.slice(in.get(0), 1, 1, 3));
        unary("Slice", Map.of("starts", List.of(0, 1), "ends", List.of(2, 3), "axes", List.of(1, 2)), floats(3, 4));
        add("Constant", List.of(floats(3)), (g, in) -> g.mul(in.get(0), g.constant(Shape.of(3), 0.5f, -1f, 2f)));
    }

    /** For values whose first axis is not the batch, which no output can hold: one number, to which the columns count differently. */
    private static Value weighted(GraphBuilder g, Value x) {
        return g.reduce("ReduceSum", g.mul(g.op("Tanh", x), g.constant(Shape.of(3), 0.5f, -1f, 2f)), false);
    }

    private void stepped() {
        slice(List.of(0), List.of(7), List.of(1), List.of(2), floats(7));
        slice(List.of(1), List.of(Integer.MAX_VALUE), List.of(1), List.of(3), floats(7));
        slice(List.of(-1), List.of(Integer.MIN_VALUE), List.of(1), List.of(-1), floats(5));
        slice(List.of(99), List.of(0), List.of(-1), List.of(-2), floats(2, 6));
        slice(List.of(-1, 0), List.of(-99, 4), List.of(1, 2), List.of(-1, 3), floats(3, 4));
        slice(List.of(-2), List.of(0), List.of(1), List.of(-1), ids(5, 4));
        slice(List.of(0), List.of(-9), List.of(1), List.of(-1), floats(1));
    }

    private void slice(List<Integer> starts, List<Integer> ends, List<Integer> axes, List<Integer> steps, Given x) {
        Map<String, Object> attributes = Map.of("starts", starts, "ends", ends, "axes", axes, "steps", steps);
        add(
                "Slice of " + Arrays.toString(x.shape()) + " from " + starts + " to " + ends + " by " + steps,
                List.of(x),
                (g, in) -> g.op("Slice", attributes, in.get(0)));
    }

    private void splits() {
        split(1, List.of(2, 1, 3), floats(6));
        split(-1, List.of(1, 3), floats(2, 4));
        split(1, List.of(1, 1), floats(2, 3));
        split(1, List.of(2, 2), ids(5, 4));
        split(1, List.of(3), floats(3));
    }

    private void split(int axis, List<Integer> sizes, Given x) {
        Map<String, Object> attributes = Map.of("axis", axis, "split", sizes);
        String name = "Split of " + x.type() + " " + Arrays.toString(x.shape()) + " into " + sizes;
        for (int i = 0; i < sizes.size(); i++) {
            int part = i;
            add(name + ", part " + i, List.of(x), (g, in) -> g.ops("Split", attributes, in.get(0))
                    .get(part));
        }
        add(name + ", all", List.of(x), (g, in) -> together(g, g.ops("Split", attributes, in.get(0))));
    }

    private void pads() {
        pad(Map.of("pads", List.of(0, 1, 0, 2)), floats(3));
        pad(Map.of("pads", List.of(0, 0, 1, 0, 2, 0), "value", -1.5f), floats(2, 3));
        pad(Map.of("pads", List.of(0, 0, 1, 2, 0, 0, 0, 1), "mode", "constant"), floats(2, 2, 3));
        for (String mode : List.of("edge", "reflect")) {
            pad(Map.of("pads", List.of(0, 2, 0, 1), "mode", mode), floats(4));
            pad(Map.of("pads", List.of(0, 0, 0, 0, 0, 2), "mode", mode), floats(2, 3));
            pad(Map.of("pads", List.of(0, 0, 1, 2, 0, 0, 1, 0), "mode", mode), floats(2, 3, 3));
        }
        pad(Map.of("pads", List.of(0, 3, 0, 4), "mode", "edge"), floats(1));
        pad(Map.of("pads", List.of(0, 1, 0, 1)), ids(5, 3));
        pad(Map.of("pads", List.of(0, 0, 0, 0)), floats(3));
    }

    private void pad(Map<String, Object> attributes, Given x) {
        add(
                "Pad " + new TreeMap<>(attributes) + " of " + x.type() + " " + Arrays.toString(x.shape()),
                List.of(x),
                (g, in) -> g.op("Pad", attributes, in.get(0)));
    }
}
