package io.graft.optimizers.core;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The numbers of pytorch.txt, which pytorch.py beside it printed. */
final class PyTorch {
    private static final Map<String, double[]> NUMBERS = new HashMap<>();

    static {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(PyTorch.class.getResourceAsStream("pytorch.txt"), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] parts = line.split(" = ");
                NUMBERS.put(
                        parts[0],
                        Arrays.stream(parts[1].split(" "))
                                .mapToDouble(Double::parseDouble)
                                .toArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PyTorch() {}

    static double[] numbers(String name) {
        double[] numbers = NUMBERS.get(name);
        if (numbers == null) throw new IllegalArgumentException("pytorch.txt has no '" + name + "'");
        return numbers;
    }
}
