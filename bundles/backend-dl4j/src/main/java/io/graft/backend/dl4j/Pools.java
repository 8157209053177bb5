package io.graft.backend.dl4j;

import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import java.util.Arrays;
import java.util.Map;

/** Greatest numbers and means of what a window sees, plane by plane. */
final class Pools {
    private final Window w;
    private final Shape shape;
    private final Shape small;
    private final Host from;
    private final Host into;

    private Pools(Tape t, Node n, Window window) {
        w = window;
        shape = n.shape(0);
        small = n.output().shape();
        from = t.host(n.name(0));
        into = t.array(ElementType.FLOAT, small);
    }

    static void register(Map<String, Lowerings.Lowering> table) {
        table.put("MaxPool", (t, n) -> new Pools(t, n, window(n)).max(t));
        table.put("GlobalMaxPool", (t, n) -> new Pools(t, n, Window.whole(n.shape(0))).max(t));
        table.put("AveragePool", (t, n) -> new Pools(t, n, window(n))
                .mean(t, n.operator().integer("count_include_pad", 0) == 1));
        table.put("GlobalAveragePool", (t, n) -> new Pools(t, n, Window.whole(n.shape(0))).mean(t, false));
    }

    private static Window window(Node n) {
        int[] kernel = n.operator().integers("kernel_shape");
        return Window.of(n.operator(), n.shape(0), kernel, n.output().shape());
    }

    private int planes(int rows) {
        return Sizes.of(shape.dim(0), rows) * shape.size(1);
    }

    /** The slope goes to the first of the greatest. */
    private Lowered max(Tape t) {
        int[] winners = t.training() ? new int[Sizes.elements(small, t.maxRows())] : null;
        t.kernel(rows -> {
            int planes = planes(rows);
            return () -> max(planes, from.floats(), into.floats(), winners);
        });
        return new Lowered(
                t.upload(into),
                (dy, to) -> to.add(0, () -> {
                    Host slope = t.download(dy);
                    Host gradient = t.array(ElementType.FLOAT, shape);
                    t.kernel(rows -> {
                        int n = planes(rows);
                        return () -> scatter(n, winners, slope.floats(), gradient.floats());
                    });
                    return t.upload(gradient);
                }));
    }

    private void scatter(int planes, int[] winners, float[] dy, float[] dx) {
        Arrays.fill(dx, 0, planes * w.plane(), 0);
        for (int i = 0; i < planes * w.places(); i++) if (winners[i] >= 0) dx[winners[i]] += dy[i];
    }

    private void max(int planes, float[] x, float[] y, int[] winners) {
        if (isPairs()) {
            pairs(planes, x, y, winners);
            return;
        }
        int to = 0;
        for (int p = 0; p < planes; p++)
            for (int d = 0; d < w.placesDown(); d++) {
                int top = d * w.strideDown() - w.top();
                for (int r = 0; r < w.placesRight(); r++, to++) {
                    int best = best(x, p * w.plane(), top, r * w.strideRight() - w.left());
                    y[to] = best < 0 ? Float.NEGATIVE_INFINITY : x[best];
                    if (winners != null) winners[to] = best;
                }
            }
    }

    private boolean isPairs() {
        return w.kernelHeight() == 2
                && w.kernelWidth() == 2
                && w.strideDown() == 2
                && w.strideRight() == 2
                && w.dilationDown() == 1
                && w.dilationRight() == 1
                && w.top() + w.left() == 0
                && 2 * w.placesDown() <= w.height()
                && 2 * w.placesRight() <= w.width();
    }

    /** The commonest window: squares of four, side by side. */
    private void pairs(int planes, float[] x, float[] y, int[] winners) {
        int width = w.width();
        int to = 0;
        for (int p = 0; p < planes; p++)
            for (int d = 0; d < w.placesDown(); d++) {
                int at = p * w.plane() + 2 * d * width;
                for (int r = 0; r < w.placesRight(); r++, to++, at += 2) {
                    int above = x[at + 1] > x[at] ? at + 1 : at;
                    int below = x[at + width + 1] > x[at + width] ? at + width + 1 : at + width;
                    int best = x[below] > x[above] ? below : above;
                    y[to] = x[best];
                    if (winners != null) winners[to] = best;
                }
            }
    }

    /** Where the first of the greatest is, or -1 when the window sees nothing but padding. */
    private int best(float[] x, int plane, int top, int left) {
        int best = -1;
        for (int a = 0; a < w.kernelHeight(); a++) {
            int line = top + a * w.dilationDown();
            if (line < 0 || line >= w.height()) continue;
            int base = plane + line * w.width();
            for (int b = 0; b < w.kernelWidth(); b++) {
                int column = left + b * w.dilationRight();
                if (column < 0 || column >= w.width()) continue;
                if (best < 0 || x[base + column] > x[best]) best = base + column;
            }
        }
        return best;
    }

    private Lowered mean(Tape t, boolean countPadding) {
        float[] shares = shares(countPadding);
        t.kernel(rows -> {
            int planes = planes(rows);
            return () -> mean(planes, from.floats(), into.floats(), shares);
        });
        return new Lowered(
                t.upload(into),
                (dy, to) -> to.add(0, () -> {
                    Host slope = t.download(dy);
                    Host gradient = t.array(ElementType.FLOAT, shape);
                    t.kernel(rows -> {
                        int n = planes(rows);
                        return () -> spread(n, slope.floats(), gradient.floats(), shares);
                    });
                    return t.upload(gradient);
                }));
    }

    /** For each place, one over the numbers that count there. */
    private float[] shares(boolean countPadding) {
        float[] shares = new float[w.places()];
        for (int d = 0; d < w.placesDown(); d++)
            for (int r = 0; r < w.placesRight(); r++) {
                int down = inside(w.kernelHeight(), d * w.strideDown() - w.top(), w.dilationDown(), w.height());
                int right = inside(w.kernelWidth(), r * w.strideRight() - w.left(), w.dilationRight(), w.width());
                shares[d * w.placesRight() + r] = 1f / (countPadding ? w.kernel() : down * right);
            }
        return shares;
    }

    private static int inside(int kernel, int start, int dilation, int size) {
        int n = 0;
        for (int k = 0; k < kernel; k++) if (start + k * dilation >= 0 && start + k * dilation < size) n++;
        return n;
    }

    private void mean(int planes, float[] x, float[] y, float[] shares) {
        int to = 0;
        for (int p = 0; p < planes; p++)
            for (int place = 0; place < shares.length; place++, to++) {
                float sum = 0;
                int top = place / w.placesRight() * w.strideDown() - w.top();
                int left = place % w.placesRight() * w.strideRight() - w.left();
                for (int line = Math.max(0, top); line < Math.min(w.height(), top + w.kernelHeight()); line++) {
                    int base = p * w.plane() + line * w.width();
                    int end = base + Math.min(w.width(), left + w.kernelWidth());
                    for (int i = base + Math.max(0, left); i < end; i++) sum += x[i];
                }
                y[to] = sum * shares[place];
            }
    }

    private void spread(int planes, float[] dy, float[] dx, float[] shares) {
        Arrays.fill(dx, 0, planes * w.plane(), 0);
        int from = 0;
        for (int p = 0; p < planes; p++)
            for (int place = 0; place < shares.length; place++, from++) {
                float each = dy[from] * shares[place];
                int top = place / w.placesRight() * w.strideDown() - w.top();
                int left = place % w.placesRight() * w.strideRight() - w.left();
                for (int line = Math.max(0, top); line < Math.min(w.height(), top + w.kernelHeight()); line++) {
                    int base = p * w.plane() + line * w.width();
                    int end = base + Math.min(w.width(), left + w.kernelWidth());
                    for (int i = base + Math.max(0, left); i < end; i++) dx[i] += each;
                }
            }
    }
}
