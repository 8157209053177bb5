package io.graft.backend.dl4j;

import io.graft.api.graph.Dim;
import io.graft.api.graph.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sums of products by named axes, as transposed matrix products. */
final class Einsums {
    private final Tape t;
    private final Map<Character, Dim> sizes;

    private Einsums(Tape t, Map<Character, Dim> sizes) {
        this.t = t;
        this.sizes = sizes;
    }

    static void register(Map<String, Lowerings.Lowering> table) {
        table.put("Einsum", Einsums::lower);
    }

    /** A tensor whose axes have letters. */
    private record Term(Tensor tensor, String letters) {}

    private static Lowered lower(Tape t, Node n) {
        String equation = n.operator().string("equation", "").replace(" ", "");
        int arrow = equation.indexOf("->");
        String[] letters = equation.substring(0, arrow).split(",", -1);
        String result = equation.substring(arrow + 2);
        Map<Character, Dim> sizes = new HashMap<>();
        List<Term> terms = new ArrayList<>();
        for (int i = 0; i < letters.length; i++) {
            for (int k = 0; k < letters[i].length(); k++)
                sizes.put(letters[i].charAt(k), n.shape(i).dim(k));
            terms.add(new Term(t.tensor(n.name(i)), letters[i]));
        }
        Einsums e = new Einsums(t, sizes);
        if (terms.size() == 1) return e.one(terms.get(0), result);
        Term a = terms.get(0);
        Term b = terms.get(1);
        return new Lowered(e.product(a, b, result).tensor, (dy, to) -> {
            Term y = new Term(dy, result);
            to.add(0, () -> e.gradient(y, b, a.letters).tensor);
            to.add(1, () -> e.gradient(y, a, b.letters).tensor);
        });
    }

    private Lowered one(Term x, String result) {
        Term y = transposed(summed(x, result), result);
        return new Lowered(y.tensor, (dy, to) -> to.add(0, () -> spread(new Term(dy, result), x.letters).tensor));
    }

    /** The product with the other side, with what was summed away repeated. */
    private Term gradient(Term dy, Term other, String letters) {
        String known = kept(letters, dy.letters + other.letters);
        return spread(product(dy, other, known), letters);
    }

    private Term product(Term a, Term b, String result) {
        Term x = summed(a, b.letters + result);
        Term y = summed(b, a.letters + result);
        String both = kept(x.letters, y.letters);
        String batch = kept(both, result);
        String inner = without(both, result);
        String rows = without(x.letters, both);
        String columns = without(y.letters, both);
        Dim depth = size(inner);
        Tensor left = transposed(x, batch + rows + inner).tensor.view(Shape.of(size(batch), size(rows), depth));
        Tensor right = transposed(y, batch + inner + columns).tensor.view(Shape.of(size(batch), depth, size(columns)));
        Shape shape = Shape.of(size(batch), size(rows), size(columns));
        String letters = batch + rows + columns;
        Tensor product = t.product(left, false, right, false, shape, 1);
        return transposed(new Term(product.view(shape(letters)), letters), result);
    }

    /** Without the axes that nothing else names. */
    private Term summed(Term x, String named) {
        boolean[] axes = new boolean[x.letters.length()];
        for (int i = 0; i < axes.length; i++) axes[i] = named.indexOf(x.letters.charAt(i)) < 0;
        String letters = kept(x.letters, named);
        return new Term(t.reduce("reduce_sum", x.tensor, axes).view(shape(letters)), letters);
    }

    /** In the order of these letters, those that it lacks repeated. */
    private Term spread(Term x, String letters) {
        Term y = transposed(x, kept(letters, x.letters));
        List<Dim> dims = new ArrayList<>();
        for (char c : letters.toCharArray()) dims.add(y.letters.indexOf(c) < 0 ? Dim.of(1) : sizes.get(c));
        return new Term(t.expand(y.tensor.view(new Shape(dims)), shape(letters)), letters);
    }

    private Term transposed(Term x, String letters) {
        if (x.letters.equals(letters)) return x;
        int[] perm = new int[letters.length()];
        for (int i = 0; i < perm.length; i++) perm[i] = x.letters.indexOf(letters.charAt(i));
        return new Term(Layouts.permute(t, x.tensor, perm, shape(letters)), letters);
    }

    private Shape shape(String letters) {
        List<Dim> dims = new ArrayList<>();
        for (char c : letters.toCharArray()) dims.add(sizes.get(c));
        return new Shape(dims);
    }

    private Dim size(String letters) {
        return Sizes.product(shape(letters).dims());
    }

    private static String kept(String letters, String in) {
        return chosen(letters, in, true);
    }

    private static String without(String letters, String in) {
        return chosen(letters, in, false);
    }

    private static String chosen(String letters, String in, boolean wanted) {
        StringBuilder chosen = new StringBuilder();
        for (char c : letters.toCharArray()) if (in.indexOf(c) >= 0 == wanted) chosen.append(c);
        return chosen.toString();
    }
}
