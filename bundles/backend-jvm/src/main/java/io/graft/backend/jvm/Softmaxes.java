package io.graft.backend.jvm;

import java.util.List;
import java.util.Map;

/** Softmax and its logarithm along an axis. */
final class Softmaxes {
    private Softmaxes() {}

    static void register(Map<String, Lowering> table) {
        table.put("Softmax", Softmaxes::softmax);
        table.put("LogSoftmax", Softmaxes::logSoftmax);
    }

    private static Lowered softmax(Tape t, Node n) {
        Tensor x = t.in(n, 0);
        Extent[] around = Extent.around(x.shape, x.shape.axis(n.operator().integer("axis", -1)));
        Tensor y = t.floats(x.shape);
        t.run(
                List.of(x),
                List.of(y),
                rows -> lines(around, rows, (base, size, step) -> {
                    float max = max(x.floats(), base, size, step);
                    float[] to = y.floats();
                    int end = base + size * step;
                    double sum = exponentials(t.kernels().functions(), x.floats(), to, base, size, step, max);
                    float scale = (float) (1 / sum);
                    for (int i = base; i < end; i += step) to[i] *= scale;
                }));
        return new Lowered(
                y,
                (dy, to) -> to.add(0, () -> {
                    Tensor dx = t.floats(x.shape);
                    t.run(
                            List.of(y, dy),
                            List.of(dx),
                            rows -> lines(around, rows, (base, size, step) -> {
                                double dot = 0;
                                int end = base + size * step;
                                for (int i = base; i < end; i += step) dot += (double) y.floats()[i] * dy.floats()[i];
                                float mean = (float) dot;
                                for (int i = base; i < end; i += step)
                                    dx.floats()[i] = y.floats()[i] * (dy.floats()[i] - mean);
                            }));
                    return dx;
                }));
    }

    private static Lowered logSoftmax(Tape t, Node n) {
        Tensor x = t.in(n, 0);
        Extent[] around = Extent.around(x.shape, x.shape.axis(n.operator().integer("axis", -1)));
        Tensor y = t.floats(x.shape);
        Functions f = t.kernels().functions();
        t.run(
                List.of(x),
                List.of(y),
                rows -> lines(around, rows, (base, size, step) -> {
                    float max = max(x.floats(), base, size, step);
                    double sum = exponentials(f, x.floats(), y.floats(), base, size, step, max);
                    double log = Math.log(sum) + max;
                    int end = base + size * step;
                    for (int i = base; i < end; i += step) y.floats()[i] = (float) (x.floats()[i] - log);
                }));
        return new Lowered(
                y,
                (dy, to) -> to.add(0, () -> {
                    Tensor dx = t.floats(x.shape);
                    t.run(
                            List.of(y, dy),
                            List.of(dx),
                            rows -> lines(around, rows, (base, size, step) -> {
                                double sum = 0;
                                int end = base + size * step;
                                for (int i = base; i < end; i += step) sum += dy.floats()[i];
                                for (int i = base; i < end; i += step)
                                    dx.floats()[i] = (float) (dy.floats()[i] - Math.exp(y.floats()[i]) * sum);
                            }));
                    return dx;
                }));
    }

    /** What is done along one line of the axis. */
    interface Line {
        void run(int base, int size, int step);
    }

    static void lines(Extent[] around, int rows, Line line) {
        int size = around[1].at(rows);
        int inner = around[2].at(rows);
        for (int o = 0; o < around[0].at(rows); o++)
            for (int i = 0; i < inner; i++) line.run(o * size * inner + i, size, inner);
    }

    static float max(float[] x, int base, int size, int step) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = base; i < base + size * step; i += step) max = Math.max(max, x[i]);
        return max;
    }

    /** Writes e^(x − max) and gives their sum. */
    static double exponentials(Functions f, float[] x, float[] y, int base, int size, int step, float max) {
        int end = base + size * step;
        for (int i = base; i < end; i += step) y[i] = x[i] - max;
        if (step == 1) f.exp(y, y, base, end);
        else for (int i = base; i < end; i += step) f.exp(y, y, i, i + 1);
        double sum = 0;
        for (int i = base; i < end; i += step) sum += y[i];
        return sum;
    }
}
