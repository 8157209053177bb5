package io.graft.api.graph;

import io.graft.api.graph.Operators.Call;
import io.graft.api.graph.Operators.Register;
import io.graft.api.graph.Operators.Result;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What makes few numbers of many. */
final class ReductionRules {
    private ReductionRules() {}

    static void register(Register register) {
        register.rule(
                "ReduceSum ReduceMean ReduceMax ReduceMin",
                1,
                1,
                "axes keepdims",
                c -> Result.of(c.element(0), reduce(c)));
        register.rule("ArgMax", 1, 1, "axis keepdims", c -> {
            int axis = c.shape(0).axis(c.integer("axis", 0));
            return Result.of(
                    ElementType.INT, LayoutRules.drop(c.shape(0), Set.of(axis), c.integer("keepdims", 1) == 1));
        });
        register.rule("TopK", 1, 1, "axis k largest", c -> {
            int axis = c.shape(0).axis(c.integer("axis", -1));
            int k = c.integer("k", 0);
            if (k < 1 || k > c.shape(0).size(axis))
                throw new IllegalArgumentException("k is " + k + ", but axis " + axis + " has "
                        + c.shape(0).size(axis));
            Shape shape = c.shape(0).with(axis, Dim.of(k));
            return List.of(new Result(c.element(0), shape), new Result(ElementType.INT, shape));
        });
    }

    private static Shape reduce(Call c) {
        Shape x = c.shape(0);
        Set<Integer> axes = new TreeSet<>();
        for (int a : c.integers("axes")) axes.add(x.axis(a));
        if (axes.isEmpty()) for (int i = 0; i < x.rank(); i++) axes.add(i);
        return LayoutRules.drop(x, axes, c.integer("keepdims", 1) == 1);
    }
}
