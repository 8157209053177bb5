package io.graft.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The numbers of reference.txt, which reference.py beside it printed. */
final class KnownValues {
    private static final Map<String, double[]> VALUES = new HashMap<>();

    static {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                KnownValues.class.getResourceAsStream("reference.txt"), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] parts = line.split(" = ");
                VALUES.put(
                        parts[0],
                        Arrays.stream(parts[1].split(" "))
                                .mapToDouble(Double::parseDouble)
                                .toArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private KnownValues() {}

    static double[] of(String name) {
        double[] values = VALUES.get(name);
        if (values == null) throw new IllegalArgumentException("reference.txt has no '" + name + "'");
        return values;
    }

    /** 2 sin(1), 2 sin(2), … in this shape, as in reference.py. */
    static Tensor wave(int... shape) {
        double[] x = new double[Tensor.elements(shape)];
        for (int i = 0; i < x.length; i++) x[i] = 2 * Math.sin(i + 1);
        return Tensor.of(shape, x);
    }

    static Tensor map(Tensor x, java.util.function.DoubleUnaryOperator f) {
        return Tensor.of(x.shape(), Arrays.stream(x.data()).map(f).toArray());
    }
}
