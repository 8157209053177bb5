package io.graft.backend.dl4j;

import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import java.util.Arrays;
import java.util.List;

/** The greatest or smallest elements along an axis, in order, and where they were; of equal ones the lower index comes first. */
final class TopK {
    private final Shape shape;
    private final int axis;
    private final boolean largest;
    private final Host from;
    private final Host values;
    private final Host indices;
    private final double[] lane;
    private final int[] best;

    private TopK(Tape t, Node n) {
        shape = n.shape(0);
        axis = shape.axis(n.operator().integer("axis", -1));
        largest = n.operator().integer("largest", 1) == 1;
        from = t.host(n.name(0));
        lane = new double[shape.size(axis)];
        best = new int[n.operator().integer("k", 0)];
        Shape chosen = shape.with(axis, Dim.of(best.length));
        values = t.array(n.inputs().get(0).type(), chosen);
        indices = t.array(ElementType.INT, chosen);
    }

    static Lowered lower(Tape t, Node n) {
        TopK top = new TopK(t, n);
        t.kernel(rows -> {
            int[] around = Sizes.around(top.shape, top.axis, rows);
            return () -> top.choose(around);
        });
        return new Lowered(List.of(t.upload(top.values), t.upload(top.indices)), (dy, to) -> {
            if (dy.get(0) == null || top.values.type != ElementType.FLOAT) return;
            to.add(0, () -> {
                Host slope = t.download(dy.get(0));
                Host into = t.array(ElementType.FLOAT, top.shape);
                t.kernel(rows -> {
                    int[] around = Sizes.around(top.shape, top.axis, rows);
                    return () -> top.scatter(slope.floats(), into.floats(), around);
                });
                return t.upload(into);
            });
        });
    }

    private void choose(int[] around) {
        int size = around[1];
        int inner = around[2];
        for (int o = 0; o < around[0]; o++)
            for (int i = 0; i < inner; i++) {
                int base = o * size * inner + i;
                for (int s = 0; s < size; s++) lane[s] = number(base + s * inner);
                select();
                for (int r = 0; r < best.length; r++) {
                    int to = (o * best.length + r) * inner + i;
                    int source = base + best[r] * inner;
                    indices.ints()[to] = best[r];
                    if (values.type == ElementType.INT) values.ints()[to] = from.ints()[source];
                    else values.floats()[to] = from.floats()[source];
                }
            }
    }

    private double number(int at) {
        double x = values.type == ElementType.INT ? from.ints()[at] : from.floats()[at];
        return largest ? x : -x;
    }

    /** Inserts each element before those that it exceeds. */
    private void select() {
        int count = 0;
        for (int s = 0; s < lane.length; s++) {
            int place = count;
            while (place > 0 && lane[s] > lane[best[place - 1]]) place--;
            if (place == best.length) continue;
            if (count < best.length) count++;
            System.arraycopy(best, place, best, place + 1, count - 1 - place);
            best[place] = s;
        }
    }

    private void scatter(float[] dy, float[] dx, int[] around) {
        int size = around[1];
        int inner = around[2];
        Arrays.fill(dx, 0, around[0] * size * inner, 0);
        for (int o = 0; o < around[0]; o++)
            for (int r = 0; r < best.length; r++)
                for (int i = 0; i < inner; i++) {
                    int at = (o * best.length + r) * inner + i;
                    dx[(o * size + indices.ints()[at]) * inner + i] = dy[at];
                }
    }
}
