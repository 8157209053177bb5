package io.graft.api.graph;

import io.graft.api.graph.Operators.Call;
import io.graft.api.graph.Operators.Register;
import io.graft.api.graph.Operators.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Matrix products. */
final class ProductRules {
    private ProductRules() {}

    static void register(Register register) {
        register.rule("MatMul", 2, 2, "", c -> {
            c.requireFloats();
            return Result.floats(matMul(c.shape(0), c.shape(1)));
        });
        register.rule("Gemm", 2, 3, "alpha beta transA transB", ProductRules::gemm);
        register.rule("Einsum", 1, 2, "equation", ProductRules::einsum);
    }

    private static Shape matMul(Shape a, Shape b) {
        if (a.rank() < 2 || b.rank() < 2) throw new IllegalArgumentException("both sides need two axes or more");
        if (!a.dim(-1).equals(b.dim(-2)))
            throw new IllegalArgumentException("the inner sizes " + a.dim(-1) + " and " + b.dim(-2) + " differ");
        Shape batch = ElementRules.broadcast(
                new Shape(a.dims().subList(0, a.rank() - 2)), new Shape(b.dims().subList(0, b.rank() - 2)));
        List<Dim> dims = new ArrayList<>(batch.dims());
        dims.add(a.dim(-2));
        dims.add(b.dim(-1));
        return new Shape(dims);
    }

    private static List<Result> gemm(Call c) {
        c.requireFloats();
        Shape a = c.shape(0);
        Shape b = c.shape(1);
        if (a.rank() != 2 || b.rank() != 2) throw new IllegalArgumentException("both sides need two axes");
        boolean ta = c.integer("transA", 0) == 1;
        boolean tb = c.integer("transB", 0) == 1;
        Dim inner = a.dim(ta ? 0 : 1);
        if (!inner.equals(b.dim(tb ? 1 : 0)))
            throw new IllegalArgumentException("the inner sizes " + inner + " and " + b.dim(tb ? 1 : 0) + " differ");
        Shape y = Shape.of(a.dim(ta ? 1 : 0), b.dim(tb ? 0 : 1));
        if (c.has(2) && !ElementRules.broadcast(y, c.shape(2)).equals(y))
            throw new IllegalArgumentException("the bias does not fit " + y);
        return Result.floats(y);
    }

    /** Each letter one axis; a letter stands at most once in a term; what the result does not name is summed. */
    private static List<Result> einsum(Call c) {
        c.requireFloats();
        String equation = c.string("equation", "").replace(" ", "");
        int arrow = equation.indexOf("->");
        if (arrow < 0) throw new IllegalArgumentException("the equation '" + equation + "' has no '->'");
        String[] terms = equation.substring(0, arrow).split(",", -1);
        if (terms.length != c.inputs().size())
            throw new IllegalArgumentException("the equation '" + equation + "' names " + terms.length + " inputs, not "
                    + c.inputs().size());
        Map<Character, Dim> sizes = new TreeMap<>();
        for (int i = 0; i < terms.length; i++) {
            Shape shape = c.shape(i);
            letters(terms[i], equation);
            if (terms[i].length() != shape.rank())
                throw new IllegalArgumentException("'" + terms[i] + "' does not name the axes of " + shape);
            for (int k = 0; k < shape.rank(); k++) {
                Dim known = sizes.putIfAbsent(terms[i].charAt(k), shape.dim(k));
                if (known != null && !known.equals(shape.dim(k)))
                    throw new IllegalArgumentException("'" + terms[i].charAt(k) + "' is " + known + " in one input and "
                            + shape.dim(k) + " in another");
            }
        }
        String result = equation.substring(arrow + 2);
        letters(result, equation);
        List<Dim> dims = new ArrayList<>();
        for (char letter : result.toCharArray()) {
            Dim dim = sizes.get(letter);
            if (dim == null) throw new IllegalArgumentException("no input has the axis '" + letter + "'");
            dims.add(dim);
        }
        return Result.floats(new Shape(dims));
    }

    private static void letters(String term, String equation) {
        for (int i = 0; i < term.length(); i++)
            if (!Character.isLetter(term.charAt(i)) || term.indexOf(term.charAt(i), i + 1) >= 0)
                throw new IllegalArgumentException(
                        "'" + term + "' in '" + equation + "' must be letters, each at most once");
    }
}
