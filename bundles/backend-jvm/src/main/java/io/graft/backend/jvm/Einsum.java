package io.graft.backend.jvm;

import io.graft.api.graph.Dim;
import io.graft.api.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Sums of products over named axes: two sides become batches of matrices [shared and kept, own, summed], one product each.
 *
 * <p>A gradient is an Einsum itself: of the gradient of the result and the other side; axes that only the side itself has are repeated.
 */
final class Einsum {
    private final Tape t;

    private Einsum(Tape t) {
        this.t = t;
    }

    /** A tensor with a letter for each axis. */
    private record Named(Tensor tensor, String letters) {
        Dim dim(char letter) {
            return tensor.shape.dim(letters.indexOf(letter));
        }
    }

    static void register(Map<String, Lowering> table) {
        table.put("Einsum", (t, n) -> new Einsum(t).lower(n));
    }

    private Lowered lower(Node n) {
        String equation = n.operator().string("equation", "").replace(" ", "");
        int arrow = equation.indexOf("->");
        String[] terms = equation.substring(0, arrow).split(",", -1);
        String result = equation.substring(arrow + 2);
        List<Named> sides = new ArrayList<>();
        for (int i = 0; i < terms.length; i++) sides.add(new Named(t.in(n, i), terms[i]));
        Tensor y = compute(sides, result);
        return new Lowered(y, (dy, to) -> {
            for (int i = 0; i < sides.size(); i++) {
                Named own = sides.get(i);
                List<Named> others = new ArrayList<>(List.of(new Named(dy, result)));
                if (sides.size() == 2) others.add(sides.get(1 - i));
                to.add(i, () -> slope(own, others));
            }
        });
    }

    private Tensor slope(Named own, List<Named> others) {
        String known = keep(own.letters, others.get(0).letters + others.get(others.size() - 1).letters);
        Tensor part = compute(others, known);
        if (known.equals(own.letters)) return part;
        List<Dim> dims = new ArrayList<>();
        int at = 0;
        for (char letter : own.letters.toCharArray())
            dims.add(known.indexOf(letter) < 0 ? Dim.of(1) : part.shape.dim(at++));
        return t.expand(part.view(new Shape(dims)), own.tensor.shape, 1);
    }

    private static String keep(String letters, String in) {
        StringBuilder kept = new StringBuilder();
        for (char letter : letters.toCharArray()) if (in.indexOf(letter) >= 0) kept.append(letter);
        return kept.toString();
    }

    private static String drop(String letters, String in) {
        StringBuilder kept = new StringBuilder();
        for (char letter : letters.toCharArray()) if (in.indexOf(letter) < 0) kept.append(letter);
        return kept.toString();
    }

    private Tensor compute(List<Named> sides, String result) {
        if (sides.size() == 1) {
            Named x = sides.get(0);
            return sumTo(x, result).tensor;
        }
        Named a = sides.get(0);
        Named b = sides.get(1);
        a = sumTo(a, keep(a.letters, b.letters + result));
        b = sumTo(b, keep(b.letters, a.letters + result));
        String shared = keep(a.letters, b.letters);
        String batch = keep(result, shared);
        String summed = drop(shared, batch);
        String left = keep(result, drop(a.letters, shared));
        String right = keep(result, drop(b.letters, shared));
        Named x = arrange(a, batch + left + summed);
        Named y = arrange(b, batch + summed + right);
        Tensor product = Products.batched(
                t,
                grouped(x, batch, left, summed),
                false,
                grouped(y, batch, summed, right),
                false,
                Shape.of(group(x, batch), group(x, left), group(y, right)));
        List<Dim> dims = new ArrayList<>();
        for (char letter : (batch + left).toCharArray()) dims.add(x.dim(letter));
        for (char letter : right.toCharArray()) dims.add(y.dim(letter));
        return arrange(new Named(product.view(new Shape(dims)), batch + left + right), result).tensor;
    }

    /** Sums the axes that are not named, and brings the rest into order. */
    private Named sumTo(Named x, String letters) {
        List<Dim> dims = new ArrayList<>();
        List<Dim> left = new ArrayList<>();
        for (char letter : x.letters.toCharArray()) {
            boolean stays = letters.indexOf(letter) >= 0;
            dims.add(stays ? x.dim(letter) : Dim.of(1));
            if (stays) left.add(x.dim(letter));
        }
        Tensor sum = t.sumTo(x.tensor, new Shape(dims)).view(new Shape(left));
        return arrange(new Named(sum, keep(x.letters, letters)), letters);
    }

    private Named arrange(Named x, String letters) {
        if (x.letters.equals(letters)) return x;
        int[] order = new int[letters.length()];
        for (int i = 0; i < order.length; i++) order[i] = x.letters.indexOf(letters.charAt(i));
        List<Dim> dims = new ArrayList<>();
        for (int axis : order) dims.add(x.tensor.shape.dim(axis));
        return new Named(Movements.permute(t, x.tensor, new Shape(dims), order), letters);
    }

    private static Tensor grouped(Named x, String... groups) {
        List<Dim> dims = new ArrayList<>();
        for (String group : groups) dims.add(group(x, group));
        return x.tensor.view(new Shape(dims));
    }

    /** Several axes as one. */
    private static Dim group(Named x, String letters) {
        List<Dim> dims = new ArrayList<>();
        for (char letter : letters.toCharArray()) dims.add(x.dim(letter));
        return Extent.of(dims).dim();
    }
}
