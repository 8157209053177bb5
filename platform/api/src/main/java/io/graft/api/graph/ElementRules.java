package io.graft.api.graph;

import io.graft.api.graph.Operators.Call;
import io.graft.api.graph.Operators.Register;
import io.graft.api.graph.Operators.Result;
import java.util.List;
import java.util.Set;

/** What works element by element, and the softmax. */
final class ElementRules {
    private ElementRules() {}

    private static final Set<String> BOOLS = Set.of("And", "Or");

    static void register(Register register) {
        register.rule("Abs Neg Sign Relu Identity", 1, 1, "", ElementRules::same);
        register.rule("Clip", 1, 1, "min max", ElementRules::same);
        register.rule(
                "Exp Log Sqrt Reciprocal Sigmoid Tanh Softplus Softsign Mish HardSwish",
                1,
                1,
                "",
                ElementRules::floats);
        register.rule("Elu LeakyRelu", 1, 1, "alpha", ElementRules::floats);
        register.rule("HardSigmoid", 1, 1, "alpha beta", ElementRules::floats);
        register.rule("Selu", 1, 1, "alpha gamma", ElementRules::floats);
        register.rule("Gelu", 1, 1, "approximate", ElementRules::floats);
        register.rule("Dropout", 1, 1, "ratio", ElementRules::floats);
        register.rule("PRelu", 2, 2, "", c -> {
            c.requireFloats();
            if (!broadcast(c.shape(0), c.shape(1)).equals(c.shape(0)))
                throw new IllegalArgumentException("the slope must fit the first input");
            return Result.floats(c.shape(0));
        });
        register.rule("Softmax LogSoftmax", 1, 1, "axis", c -> {
            c.shape(0).axis(c.integer("axis", -1));
            return floats(c);
        });
        register.rule("Cast", 1, 1, "to", c -> {
            Object to = c.attributes().get("to");
            for (ElementType type : ElementType.values())
                if (type.name().equals(to)) return Result.of(type, c.shape(0));
            throw new IllegalArgumentException("the attribute 'to' must be FLOAT, INT or BOOL, but is " + to);
        });
        register.rule("Add Sub Mul Div Pow Max Min", 2, 2, "", c -> {
            alike(c, 0, 1);
            return Result.of(c.element(0), broadcast(c.shape(0), c.shape(1)));
        });
        register.rule("Equal Greater GreaterOrEqual Less LessOrEqual And Or", 2, 2, "", c -> {
            if (BOOLS.contains(c.type())) c.require(ElementType.BOOL, 0, 1);
            return Result.of(ElementType.BOOL, broadcast(c.shape(0), c.shape(1)));
        });
        register.rule("Not", 1, 1, "", c -> {
            c.require(ElementType.BOOL, 0);
            return same(c);
        });
        register.rule("Where", 3, 3, "", c -> {
            c.require(ElementType.BOOL, 0);
            alike(c, 1, 2);
            return Result.of(c.element(1), broadcast(c.shape(0), broadcast(c.shape(1), c.shape(2))));
        });
    }

    private static void alike(Call c, int a, int b) {
        if (c.element(a) != c.element(b))
            throw new IllegalArgumentException("types differ: " + c.element(a) + " and " + c.element(b));
    }

    private static List<Result> same(Call c) {
        return Result.of(c.element(0), c.shape(0));
    }

    private static List<Result> floats(Call c) {
        c.requireFloats();
        return Result.floats(c.shape(0));
    }

    /** Numpy's rules, as ONNX has them; a named axis fits itself and 1. */
    static Shape broadcast(Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        Dim[] dims = new Dim[rank];
        for (int i = 1; i <= rank; i++) {
            Dim x = i <= a.rank() ? a.dim(-i) : Dim.of(1);
            Dim y = i <= b.rank() ? b.dim(-i) : Dim.of(1);
            if (x.equals(y) || y.size() == 1) dims[rank - i] = x;
            else if (x.size() == 1) dims[rank - i] = y;
            else
                throw new IllegalArgumentException(
                        "axis " + -i + " is " + x + " on one side and " + y + " on the other");
        }
        return Shape.of(dims);
    }
}
