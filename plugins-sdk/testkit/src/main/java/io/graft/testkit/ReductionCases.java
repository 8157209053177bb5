package io.graft.testkit;

import static io.graft.testkit.OperatorCase.Given.floats;
import static io.graft.testkit.OperatorCase.Given.ids;

import io.graft.testkit.OperatorCase.Given;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What makes few numbers of many. */
final class ReductionCases extends CaseList {
    ReductionCases() {
        reductions();
        topKs();
    }

    private void reductions() {
        List<List<Integer>> all =
                List.of(List.of(), List.of(0), List.of(1), List.of(-1), List.of(0, 1), List.of(0, 2), List.of(1, 2));
        for (String type : "ReduceSum ReduceMean ReduceMax ReduceMin".split(" "))
            for (List<Integer> axes : all)
                for (boolean keep : new boolean[] {false, true})
                    add(
                            type + " over " + (axes.isEmpty() ? "everything" : "axes " + axes) + (keep ? ", kept" : ""),
                            List.of(floats(3, 4)),
                            (g, in) -> g.reduce(type, in.get(0), keep, axes.toArray(Integer[]::new)));
        unary("ArgMax", Map.of("axis", 1, "keepdims", 0), floats(5));
        unary("ArgMax", Map.of("axis", -1, "keepdims", 1), floats(3, 4));
        unary("ArgMax", Map.of("axis", 1, "keepdims", 0), floats(3, 4));
        add(
                "ArgMax of ids, the first of equals",
                List.of(ids(2, 5)),
                (g, in) -> g.op("ArgMax", Map.of("axis", 1), in.get(0)));
    }

    private void topKs() {
        for (int k : new int[] {1, 2, 5}) topK(Map.of("k", k), floats(5));
        topK(Map.of("k", 2, "largest", 0), floats(5));
        topK(Map.of("k", 2, "axis", 1), floats(3, 4));
        topK(Map.of("k", 3, "axis", -1, "largest", 1), floats(2, 4));
        topK(Map.of("k", 1), floats(1));
        topK(Map.of("k", 3), ids(3, 6));
        for (int largest : new int[] {0, 1})
            for (int output : new int[] {0, 1})
                add(
                        "TopK of equal numbers, largest " + largest + ", output " + output,
                        List.of(floats(6)),
                        (g, in) -> g.ops("TopK", Map.of("k", 4, "largest", largest), g.op("Relu", in.get(0)))
                                .get(output));
    }

    private void topK(Map<String, Object> attributes, Given x) {
        String name = "TopK " + new TreeMap<>(attributes) + " of " + x.type() + " " + Arrays.toString(x.shape());
        add(name, List.of(x), (g, in) -> g.ops("TopK", attributes, in.get(0)).get(0));
        add(name + ", indices", List.of(x), (g, in) -> g.ops("TopK", attributes, in.get(0))
                .get(1));
        add(name + ", both", List.of(x), (g, in) -> together(g, g.ops("TopK", attributes, in.get(0))));
    }
}
