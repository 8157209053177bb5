package io.graft.backend.jvm;

import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The greatest or the mean of windows: MaxPool, AveragePool, GlobalMaxPool, GlobalAveragePool. */
final class Pools {
    private Pools() {}

    static void register(Map<String, Lowering> table) {
        table.put("MaxPool", (t, n) -> max(t, n, windows(n)));
        table.put("GlobalMaxPool", (t, n) -> max(t, n, whole(n)));
        table.put(
                "AveragePool", (t, n) -> average(t, n, windows(n), n.operator().integer("count_include_pad", 0) == 1));
        table.put("GlobalAveragePool", (t, n) -> average(t, n, whole(n), false));
    }

    static Windows windows(Node n) {
        return Windows.of(
                n.operator(), n.shape(0), n.output().shape(), n.operator().integers("kernel_shape"));
    }

    private static Windows whole(Node n) {
        Shape x = n.shape(0);
        int[] kernel = x.rank() == 3 ? new int[] {x.size(2)} : new int[] {x.size(2), x.size(3)};
        return Windows.of(n.operator(), x, n.output().shape(), kernel);
    }

    /** How many planes there are. */
    private static Extent planes(Node n) {
        return Extent.of(n.shape(0).dims().subList(0, 2));
    }

    private static Lowered max(Tape t, Node n, Windows w) {
        Tensor x = t.in(n, 0);
        Tensor y = t.floats(n.output().shape());
        Tensor winners = t.scratch(ElementType.INT, y.shape);
        Extent planes = planes(n);
        t.run(List.of(x), List.of(y, winners), rows -> {
            for (int p = 0, to = 0; p < planes.at(rows); p++)
                for (int d = 0; d < w.down(); d++)
                    for (int a = 0; a < w.across(); a++, to++) {
                        int best = winner(w, x.floats(), p * w.plane(), d, a);
                        winners.ints()[to] = best;
                        y.floats()[to] = x.floats()[best];
                    }
        });
        return new Lowered(
                y,
                (dy, to) -> to.add(0, () -> {
                    Tensor dx = t.floats(x.shape);
                    t.run(List.of(dy, winners), List.of(dx), rows -> {
                        Arrays.fill(dx.floats(), 0, dx.extent.at(rows), 0f);
                        for (int i = 0; i < winners.extent.at(rows); i++)
                            dx.floats()[winners.ints()[i]] += dy.floats()[i];
                    });
                    return dx;
                }));
    }

    /** Where the first of the greatest elements of a window is. */
    private static int winner(Windows w, float[] x, int plane, int d, int a) {
        int best = -1;
        for (int i = 0; i < w.kernelHeight(); i++) {
            int row = w.row(d, i);
            if (row < 0 || row >= w.height()) continue;
            for (int j = 0; j < w.kernelWidth(); j++) {
                int column = w.column(a, j);
                if (column < 0 || column >= w.width()) continue;
                int at = plane + row * w.width() + column;
                if (best < 0 || x[at] > x[best]) best = at;
            }
        }
        return best;
    }

    private static Lowered average(Tape t, Node n, Windows w, boolean padding) {
        Tensor x = t.in(n, 0);
        Tensor y = t.floats(n.output().shape());
        Extent planes = planes(n);
        float[] shares = shares(w, padding);
        t.run(List.of(x), List.of(y), rows -> {
            Arrays.fill(y.floats(), 0, y.extent.at(rows), 0f);
            for (int p = 0; p < planes.at(rows); p++)
                gather(w, shares, x.floats(), p * w.plane(), y.floats(), p * w.count());
        });
        return new Lowered(
                y,
                (dy, to) -> to.add(0, () -> {
                    Tensor dx = t.floats(x.shape);
                    t.run(List.of(dy), List.of(dx), rows -> {
                        Arrays.fill(dx.floats(), 0, dx.extent.at(rows), 0f);
                        for (int p = 0; p < planes.at(rows); p++)
                            spread(w, shares, dy.floats(), p * w.count(), dx.floats(), p * w.plane());
                    });
                    return dx;
                }));
    }

    /** What an element counts for in each window. */
    private static float[] shares(Windows w, boolean padding) {
        float[] shares = new float[w.count()];
        for (int d = 0, to = 0; d < w.down(); d++)
            for (int a = 0; a < w.across(); a++, to++) {
                int down = 0;
                int across = 0;
                for (int i = 0; i < w.kernelHeight(); i++)
                    if (padding || w.row(d, i) >= 0 && w.row(d, i) < w.height()) down++;
                for (int j = 0; j < w.kernelWidth(); j++)
                    if (padding || w.column(a, j) >= 0 && w.column(a, j) < w.width()) across++;
                shares[to] = 1f / (down * across);
            }
        return shares;
    }

    private static void gather(Windows w, float[] shares, float[] x, int plane, float[] y, int yo) {
        int step = w.strides()[1];
        for (int d = 0, to = 0; d < w.down(); d++, to += w.across())
            for (int i = 0; i < w.kernelHeight(); i++) {
                int row = w.row(d, i);
                if (row < 0 || row >= w.height()) continue;
                for (int j = 0; j < w.kernelWidth(); j++) {
                    int from = plane + row * w.width() + w.column(0, j);
                    for (int a = w.first(j); a < w.end(j); a++) y[yo + to + a] += x[from + a * step] * shares[to + a];
                }
            }
    }

    private static void spread(Windows w, float[] shares, float[] dy, int yo, float[] dx, int plane) {
        int step = w.strides()[1];
        for (int d = 0, from = 0; d < w.down(); d++, from += w.across())
            for (int i = 0; i < w.kernelHeight(); i++) {
                int row = w.row(d, i);
                if (row < 0 || row >= w.height()) continue;
                for (int j = 0; j < w.kernelWidth(); j++) {
                    int to = plane + row * w.width() + w.column(0, j);
                    for (int a = w.first(j); a < w.end(j); a++)
                        dx[to + a * step] += dy[yo + from + a] * shares[from + a];
                }
            }
    }
}
