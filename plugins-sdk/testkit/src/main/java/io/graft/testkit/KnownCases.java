package io.graft.testkit;

import io.graft.api.graph.ElementType;
import io.graft.testkit.KnownCase.Input;
import io.graft.testkit.KnownCase.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Reads operators.txt, which operators.py beside it printed. */
final class KnownCases {
    private final List<KnownCase> cases = new ArrayList<>();

    static List<KnownCase> all() {
        try (InputStream in = KnownCases.class.getResourceAsStream("operators.txt")) {
            KnownCases read = new KnownCases();
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(read::line);
            return read.cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void line(String line) {
        if (!line.startsWith(" ")) {
            cases.add(new KnownCase(
                    cases.size() + 1,
                    line,
                    false,
                    new TreeMap<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new LinkedHashMap<>()));
            return;
        }
        KnownCase last = cases.get(cases.size() - 1);
        String[] words = line.trim().split(" ");
        switch (words[0]) {
            case "training" ->
                cases.set(
                        cases.size() - 1,
                        new KnownCase(
                                last.number(),
                                last.operator(),
                                true,
                                last.attributes(),
                                last.inputs(),
                                last.outputs(),
                                last.gradients()));
            case "attribute" -> last.attributes().put(words[1], attribute(words));
            case "absent" -> last.inputs().add(Input.ABSENT);
            case "rows", "weight" ->
                last.inputs()
                        .add(new Input(
                                Source.valueOf(words[0].toUpperCase(Locale.ROOT)),
                                ElementType.valueOf(words[1]),
                                tensor(words)));
            case "output" -> last.outputs().add(tensor(words));
            case "gradient" -> {
                int input = Integer.parseInt(words[1]);
                int[] shape = last.inputs().get(input).numbers().shape();
                last.gradients().put(input, Tensor.of(shape, numbers(words, 2)));
            }
            default -> throw new IllegalStateException("operators.txt has a line '" + line + "'");
        }
    }

    private static Object attribute(String[] words) {
        List<String> values = Arrays.asList(words).subList(3, words.length);
        return switch (words[2]) {
            case "int" -> Integer.valueOf(values.get(0));
            case "float" -> Float.valueOf(values.get(0));
            case "string" -> values.get(0);
            case "ints" -> values.stream().map(Integer::valueOf).toList();
            case "floats" -> values.stream().map(Float::valueOf).toList();
            default -> throw new IllegalStateException("operators.txt has an attribute of type " + words[2]);
        };
    }

    private static Tensor tensor(String[] words) {
        String sizes = words[2].substring(1, words[2].length() - 1);
        int[] shape = sizes.isEmpty()
                ? new int[0]
                : Arrays.stream(sizes.split(",")).mapToInt(Integer::parseInt).toArray();
        return Tensor.of(shape, numbers(words, 3));
    }

    private static double[] numbers(String[] words, int from) {
        return Arrays.stream(words, from, words.length)
                .mapToDouble(w -> w.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(w))
                .toArray();
    }
}
