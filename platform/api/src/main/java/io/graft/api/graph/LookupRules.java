package io.graft.api.graph;

import io.graft.api.graph.Operators.Register;
import io.graft.api.graph.Operators.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What looks rows up. */
final class LookupRules {
    private LookupRules() {}

    private static final Set<String> POOLINGS = new TreeSet<>(Set.of("mean", "sum", "max", "last"));

    static void register(Register register) {
        register.rule("Gather", 2, 2, "axis", c -> {
            Shape data = c.shape(0);
            int axis = data.axis(c.integer("axis", 0));
            c.require(ElementType.INT, 1);
            List<Dim> dims = new ArrayList<>(data.dims().subList(0, axis));
            dims.addAll(c.shape(1).dims());
            dims.addAll(data.dims().subList(axis + 1, data.rank()));
            return Result.of(c.element(0), new Shape(dims));
        });
        register.rule("OneHot", 1, 1, "depth", c -> {
            c.require(ElementType.INT, 0);
            if (c.integer("depth", 0) < 1) throw new IllegalArgumentException("depth must be 1 or more");
            List<Dim> dims = new ArrayList<>(c.shape(0).dims());
            dims.add(Dim.of(c.integer("depth", 0)));
            return Result.floats(new Shape(dims));
        });
        register.rule("EmbeddingBag", 3, 3, "mode", c -> {
            c.require(ElementType.FLOAT, 0, 2);
            c.require(ElementType.INT, 1);
            if (!c.shape(1).equals(c.shape(2))) throw new IllegalArgumentException("ids and mask differ in shape");
            if (c.shape(0).rank() != 2 || c.shape(1).rank() != 2)
                throw new IllegalArgumentException("table and ids have two axes each");
            String mode = c.string("mode", "mean");
            if (!POOLINGS.contains(mode))
                throw new IllegalArgumentException("there is no mode '" + mode + "', only " + POOLINGS);
            return Result.floats(Shape.of(c.shape(1).dim(0), c.shape(0).dim(1)));
        });
    }
}
