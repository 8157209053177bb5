package io.graft.api.graph;

import io.graft.api.graph.Operators.Call;
import io.graft.api.graph.Operators.Register;
import io.graft.api.graph.Operators.Result;
import java.util.List;

/** What gives numbers a mean and a variance. */
final class NormalizationRules {
    private NormalizationRules() {}

    static void register(Register register) {
        register.rule("LayerNormalization", 2, 3, "axis epsilon", c -> {
            c.requireFloats();
            Shape x = c.shape(0);
            int axis = x.axis(c.integer("axis", -1));
            Shape norm = new Shape(x.dims().subList(axis, x.rank()));
            for (int i = 1; i < c.inputs().size(); i++)
                if (c.has(i) && !c.shape(i).equals(norm))
                    throw new IllegalArgumentException("scale and bias must be " + norm);
            return Result.floats(x);
        });
        register.rule(
                "BatchNormalization", 5, 5, "epsilon momentum", c -> channels(c, "scale, bias, mean and variance"));
        register.rule("GroupNormalization", 3, 3, "epsilon num_groups", c -> {
            int groups = c.integer("num_groups", 1);
            if (c.shape(0).rank() < 3) throw new IllegalArgumentException("it needs three axes or more");
            int size = c.shape(0).size(1);
            if (groups < 1 || size % groups != 0)
                throw new IllegalArgumentException(size + " channels do not divide into " + groups + " groups");
            return channels(c, "scale and bias");
        });
    }

    private static List<Result> channels(Call c, String what) {
        c.requireFloats();
        Shape channels = Shape.of(c.shape(0).dim(1));
        for (int i = 1; i < c.inputs().size(); i++)
            if (!c.shape(i).equals(channels)) throw new IllegalArgumentException(what + " must be " + channels);
        return Result.floats(c.shape(0));
    }
}
