package io.graft.testkit;

import io.graft.testkit.ReferenceInterpreter.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sums of products over named axes. */
final class Einsums {
    private Einsums() {}

    static void register(Kernels kernels) {
        kernels.put("Einsum", Einsums::einsum);
    }

    private static Tensor einsum(Call c) {
        String equation = c.operator().string("equation", "").replace(" ", "");
        int arrow = equation.indexOf("->");
        String[] terms = equation.substring(0, arrow).split(",", -1);
        String result = equation.substring(arrow + 2);
        Map<Character, Integer> sizes = new TreeMap<>();
        for (int t = 0; t < terms.length; t++)
            for (int k = 0; k < terms[t].length(); k++)
                sizes.put(terms[t].charAt(k), c.in(t).size(k));
        List<Character> letters = new ArrayList<>(sizes.keySet());
        int[] all = letters.stream().mapToInt(sizes::get).toArray();
        int[] shape = result.chars().map(letter -> sizes.get((char) letter)).toArray();
        double[] y = new double[Tensor.elements(shape)];
        for (int i = 0; i < Tensor.elements(all); i++) {
            int[] at = Tensor.coordinates(all, i);
            double product = 1;
            for (int t = 0; t < terms.length; t++)
                product *= c.in(t).data()[position(terms[t], c.in(t).shape(), letters, at)];
            y[position(result, shape, letters, at)] += product;
        }
        return Tensor.of(shape, y);
    }

    private static int position(String term, int[] shape, List<Character> letters, int[] at) {
        return Tensor.position(
                shape,
                term.chars().map(letter -> at[letters.indexOf((char) letter)]).toArray());
    }
}
