package io.graft.backend.jvm;

import io.graft.api.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Operators that look elements up by index: Gather, OneHot. */
final class Lookups {
    private Lookups() {}

    static void register(Map<String, Lowering> table) {
        table.put("Gather", Lookups::gather);
        table.put("OneHot", Lookups::oneHot);
    }

    static void check(int id, int size, Tensor ids) {
        if (id < 0 || id >= size)
            throw new IllegalArgumentException(
                    "'" + ids.name + "' holds " + id + ", which is not from 0 to below " + size);
    }

    private static Lowered gather(Tape t, Node n) {
        int axis = n.shape(0).axis(n.operator().integer("axis", 0));
        LazyTable table = axis == 0 ? t.table(n.name(0)) : null;
        Tensor x = t.in(n, 0);
        Tensor ids = t.in(n, 1);
        Extent[] around = Extent.around(x.shape, axis);
        Tensor y = t.scratch(x.type, n.output().shape());
        t.run(List.of(x, ids), List.of(y), rows -> {
            int size = around[1].at(rows);
            int inner = around[2].at(rows);
            int count = ids.extent.at(rows);
            if (table != null) table.prepare(ids.ints(), count);
            for (int o = 0, to = 0; o < around[0].at(rows); o++)
                for (int i = 0; i < count; i++, to += inner) {
                    int id = ids.ints()[i];
                    check(id, size, ids);
                    System.arraycopy(x.array(), (o * size + id) * inner, y.array(), to, inner);
                }
        });
        if (table != null) return new Lowered(y, (dy, to) -> tableGradient(t, table, ids, dy));
        return new Lowered(y, (dy, to) -> to.add(0, () -> scatter(t, x.shape, around, ids, dy)));
    }

    /** Only the rows of a table that were looked up get a gradient. */
    private static void tableGradient(Tape t, LazyTable table, Tensor ids, Tensor dy) {
        t.run(List.of(dy, ids), List.of(), rows -> {
            int width = table.width();
            for (int i = 0; i < ids.extent.at(rows); i++) {
                int id = ids.ints()[i];
                table.touch(id);
                t.kernels().rows().addScaled(width, 1, dy.floats(), i * width, table.gradient(), id * width);
            }
        });
    }

    private static Tensor scatter(Tape t, Shape shape, Extent[] around, Tensor ids, Tensor dy) {
        Tensor dx = t.floats(shape);
        t.run(List.of(ids, dy), List.of(dx), rows -> {
            Arrays.fill(dx.floats(), 0, dx.extent.at(rows), 0f);
            int size = around[1].at(rows);
            int inner = around[2].at(rows);
            int count = ids.extent.at(rows);
            for (int o = 0, from = 0; o < around[0].at(rows); o++)
                for (int i = 0; i < count; i++, from += inner)
                    t.kernels()
                            .rows()
                            .addScaled(inner, 1, dy.floats(), from, dx.floats(), (o * size + ids.ints()[i]) * inner);
        });
        return dx;
    }

    private static Lowered oneHot(Tape t, Node n) {
        Tensor ids = t.in(n, 0);
        Tensor y = t.floats(n.output().shape());
        int depth = n.operator().integer("depth", 0);
        t.run(List.of(ids), List.of(y), rows -> {
            Arrays.fill(y.floats(), 0, y.extent.at(rows), 0f);
            for (int i = 0; i < ids.extent.at(rows); i++) {
                int id = ids.ints()[i];
                if (id >= 0 && id < depth) y.floats()[i * depth + id] = 1;
            }
        });
        return Lowered.constant(y);
    }
}
