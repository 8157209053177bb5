package io.graft.backend.dl4j;

import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import java.util.Arrays;
import java.util.Map;

/**
 * Rows of tables by their ids, on the Java heap: there the gradient of a large table costs its touched rows only.
 */
final class Lookups {
    private Lookups() {}

    static void register(Map<String, Lowerings.Lowering> table) {
        table.put("Gather", Lookups::gather);
        table.put("OneHot", Lookups::oneHot);
        table.put("EmbeddingBag", EmbeddingBag::lower);
    }

    /** Says which id is out of range. */
    static void check(int id, int size, String ids) {
        if (id < 0 || id >= size)
            throw new IllegalArgumentException("'" + ids + "' holds " + id + ", which is not from 0 to below " + size);
    }

    private static Lowered gather(Tape t, Node n) {
        Shape shape = n.shape(0);
        int axis = shape.axis(n.operator().integer("axis", 0));
        ElementType type = n.inputs().get(0).type();
        if (type == ElementType.INT) return gatherInts(t, n, axis);
        boolean truth = type == ElementType.BOOL;
        Host table = truth ? t.download(t.mask(t.tensor(n.name(0)))) : t.host(n.name(0));
        Host ids = t.host(n.name(1));
        Host into = t.array(ElementType.FLOAT, n.output().shape());
        t.kernel(rows -> {
            int[] around = Sizes.around(shape, axis, rows);
            int count = Sizes.elements(ids.shape, rows);
            return () -> gather(table.floats(), ids.ints(), into.floats(), around, count, n.name(1));
        });
        if (truth) return Lowered.constant(t.compare("greater", t.upload(into), t.scalar(0.5)));
        return new Lowered(t.upload(into), (dy, to) -> {
            if (!to.wants(0)) return;
            Host from = t.download(dy);
            Variable variable = t.variable(n.name(0));
            if (variable != null && axis == 0 && shape.rank() > 0) {
                RowGradient gradient = t.rowGradient(variable);
                t.kernel(rows -> {
                    int width = Sizes.around(shape, 0, rows)[2];
                    int count = Sizes.elements(ids.shape, rows);
                    return () -> {
                        for (int i = 0; i < count; i++) gradient.add(ids.ints()[i], from.floats(), i * width, 1);
                    };
                });
                return;
            }
            Host sum = t.array(ElementType.FLOAT, shape);
            t.kernel(rows -> {
                int[] around = Sizes.around(shape, axis, rows);
                int count = Sizes.elements(ids.shape, rows);
                return () -> scatter(from.floats(), ids.ints(), sum.floats(), around, count);
            });
            to.add(0, () -> t.upload(sum));
        });
    }

    private static void gather(float[] x, int[] ids, float[] y, int[] around, int count, String name) {
        int inner = around[2];
        for (int o = 0; o < around[0]; o++)
            for (int i = 0; i < count; i++) {
                check(ids[i], around[1], name);
                System.arraycopy(x, (o * around[1] + ids[i]) * inner, y, (o * count + i) * inner, inner);
            }
    }

    private static void scatter(float[] dy, int[] ids, float[] dx, int[] around, int count) {
        int inner = around[2];
        Arrays.fill(dx, 0, around[0] * around[1] * inner, 0);
        for (int o = 0; o < around[0]; o++)
            for (int i = 0; i < count; i++) {
                int to = (o * around[1] + ids[i]) * inner;
                int from = (o * count + i) * inner;
                for (int k = 0; k < inner; k++) dx[to + k] += dy[from + k];
            }
    }

    private static Lowered gatherInts(Tape t, Node n, int axis) {
        Shape shape = n.shape(0);
        Host table = t.host(n.name(0));
        Host ids = t.host(n.name(1));
        Host into = t.array(ElementType.INT, n.output().shape());
        t.kernel(rows -> {
            int[] around = Sizes.around(shape, axis, rows);
            int count = Sizes.elements(ids.shape, rows);
            return () -> {
                for (int o = 0; o < around[0]; o++)
                    for (int i = 0; i < count; i++) {
                        check(ids.ints()[i], around[1], n.name(1));
                        System.arraycopy(
                                table.ints(),
                                (o * around[1] + ids.ints()[i]) * around[2],
                                into.ints(),
                                (o * count + i) * around[2],
                                around[2]);
                    }
            };
        });
        return Lowered.constant(t.upload(into));
    }

    /** A value outside 0 to depth − 1 gives zeros, as in ONNX. */
    private static Lowered oneHot(Tape t, Node n) {
        int depth = n.operator().integer("depth", 0);
        boolean whole = n.inputs().get(0).type() == ElementType.INT;
        Host from = t.host(n.name(0));
        Host into = t.array(ElementType.FLOAT, n.output().shape());
        t.kernel(rows -> {
            int count = Sizes.elements(from.shape, rows);
            return () -> {
                Arrays.fill(into.floats(), 0, count * depth, 0);
                for (int i = 0; i < count; i++) {
                    int k = whole ? from.ints()[i] : (int) from.floats()[i];
                    if (k >= 0 && k < depth) into.floats()[i * depth + k] = 1;
                }
            };
        });
        return Lowered.constant(t.upload(into));
    }
}
