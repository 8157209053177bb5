package io.graft.backend.dl4j;

import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import java.util.Map;

/** Comparisons, truth and choice. Only {@code Where} passes a gradient. */
final class Logic {
    private Logic() {}

    static void register(Map<String, Lowerings.Lowering> table) {
        table.put("Equal", compare("equals"));
        table.put("Greater", compare("greater"));
        table.put("GreaterOrEqual", compare("greater_equal"));
        table.put("Less", compare("less"));
        table.put("LessOrEqual", compare("less_equal"));
        // on truth values as 0 and 1: and is the product, or the maximum
        table.put("And", (t, n) -> truth(t, t.mul(t.mask(t.tensor(n.name(0))), t.mask(t.tensor(n.name(1))))));
        table.put("Or", (t, n) -> truth(t, t.max(t.mask(t.tensor(n.name(0))), t.mask(t.tensor(n.name(1))))));
        table.put("Not", (t, n) -> truth(t, t.sub(t.scalar(1), t.mask(t.tensor(n.name(0))))));
        table.put("Where", Logic::where);
    }

    private static Lowerings.Lowering compare(String operator) {
        return (t, n) -> {
            Tensor a = t.tensor(n.name(0));
            Tensor b = t.tensor(n.name(1));
            if (a.type == ElementType.BOOL) return Lowered.constant(t.compare(operator, t.mask(a), t.mask(b)));
            return Lowered.constant(t.compare(operator, a, b));
        };
    }

    private static Lowered truth(Tape t, Tensor number) {
        return Lowered.constant(t.compare("greater", number, t.scalar(0.5)));
    }

    private static Lowered where(Tape t, Node n) {
        Shape shape = n.output().shape();
        Tensor condition = t.expand(t.tensor(n.name(0)), shape);
        Tensor y = t.select(condition, t.expand(t.tensor(n.name(1)), shape), t.expand(t.tensor(n.name(2)), shape));
        return new Lowered(y, (dy, to) -> {
            Tensor zeros = t.expand(t.scalar(0), shape);
            to.add(1, () -> t.select(condition, dy, zeros));
            to.add(2, () -> t.select(condition, zeros, dy));
        });
    }
}
