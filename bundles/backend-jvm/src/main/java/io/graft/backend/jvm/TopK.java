package io.graft.backend.jvm;

import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Operator;
import io.graft.api.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The k greatest or least along an axis, sorted, with their indices; of equal elements the lower index comes first. */
final class TopK {
    private TopK() {}

    static void register(Map<String, Lowering> table) {
        table.put("TopK", TopK::lower);
    }

    private static Lowered lower(Tape t, Node n) {
        Operator op = n.operator();
        Tensor x = t.in(n, 0);
        int axis = x.shape.axis(op.integer("axis", -1));
        int k = op.integer("k", 1);
        boolean largest = op.integer("largest", 1) == 1;
        Extent[] around = Extent.around(x.shape, axis);
        Shape shape = x.shape.with(axis, Dim.of(k));
        Tensor values = t.scratch(x.type, shape);
        Tensor indices = t.scratch(ElementType.INT, shape);
        t.run(
                List.of(x),
                List.of(values, indices),
                rows -> Softmaxes.lines(around, rows, (base, size, step) -> {
                    int line = base / (size * step);
                    int to = line * k * step + base % step;
                    best(x, base, size, step, k, largest, indices.ints(), to);
                    for (int i = 0; i < k; i++) {
                        int from = base + indices.ints()[to + i * step] * step;
                        if (x.isInt()) values.ints()[to + i * step] = x.ints()[from];
                        else values.floats()[to + i * step] = x.floats()[from];
                    }
                }));
        return new Lowered(List.of(values, indices), (dys, to) -> {
            Tensor dy = dys.get(0);
            if (dy == null) return;
            to.add(0, () -> {
                Tensor dx = t.floats(x.shape);
                t.run(List.of(indices, dy), List.of(dx), rows -> {
                    Arrays.fill(dx.floats(), 0, dx.extent.at(rows), 0f);
                    Softmaxes.lines(around, rows, (base, size, step) -> {
                        int from = base / (size * step) * k * step + base % step;
                        for (int i = 0; i < k; i++, from += step)
                            dx.floats()[base + indices.ints()[from] * step] = dy.floats()[from];
                    });
                });
                return dx;
            });
        });
    }

    /** Keeps the best so far in order, and lets each element sink to its place. */
    private static void best(Tensor x, int base, int size, int step, int k, boolean largest, int[] indices, int to) {
        for (int i = 0; i < size; i++) {
            int place = Math.min(i, k);
            while (place > 0 && better(x, base, step, i, indices[to + (place - 1) * step], largest)) place--;
            if (place == k) continue;
            for (int p = Math.min(i, k - 1); p > place; p--) indices[to + p * step] = indices[to + (p - 1) * step];
            indices[to + place * step] = i;
        }
    }

    private static boolean better(Tensor x, int base, int step, int one, int other, boolean largest) {
        int order = x.isInt()
                ? Integer.compare(x.ints()[base + one * step], x.ints()[base + other * step])
                : Float.compare(x.floats()[base + one * step] + 0f, x.floats()[base + other * step] + 0f);
        return largest ? order > 0 : order < 0;
    }
}
