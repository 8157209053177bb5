package io.graft.backend.dl4j;

import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import java.util.Arrays;

/** Graft's operator {@code EmbeddingBag}: looks rows up and pools those whose mask is not 0. */
final class EmbeddingBag {
    private final String mode;
    private final String idsName;
    private final Host table;
    private final Host ids;
    private final Host mask;
    private final Host pooled;
    private final int entries;
    private final int size;
    private final int length;
    private final int[] winners;
    private final float[] sum;

    private EmbeddingBag(Tape t, Node n) {
        mode = n.operator().string("mode", "mean");
        idsName = n.name(1);
        table = t.host(n.name(0));
        ids = t.host(n.name(1));
        mask = t.host(n.name(2));
        entries = n.shape(0).size(0);
        size = n.shape(0).size(1);
        length = n.shape(1).size(1);
        pooled = t.array(ElementType.FLOAT, n.output().shape());
        winners = mode.equals("max") ? new int[Sizes.elements(n.output().shape(), t.maxRows())] : new int[0];
        sum = new float[size];
    }

    static Lowered lower(Tape t, Node n) {
        EmbeddingBag bag = new EmbeddingBag(t, n);
        t.kernel(rows -> () -> bag.forward(rows));
        return new Lowered(t.upload(bag.pooled), (dy, to) -> {
            if (!to.wants(0)) return;
            Host from = t.download(dy);
            Variable variable = t.variable(n.name(0));
            if (variable != null) {
                RowGradient gradient = t.rowGradient(variable);
                t.kernel(rows -> () -> bag.backward(rows, from.floats(), gradient));
                return;
            }
            Shape shape = n.shape(0);
            RowGradient gradient = new RowGradient(bag.entries, bag.size);
            Host whole = t.array(ElementType.FLOAT, shape);
            t.kernel(rows -> () -> {
                gradient.clear();
                bag.backward(rows, from.floats(), gradient);
                System.arraycopy(gradient.values(), 0, whole.floats(), 0, gradient.values().length);
            });
            to.add(0, () -> t.upload(whole));
        });
    }

    private void forward(int rows) {
        float[] out = pooled.floats();
        for (int row = 0; row < rows; row++) {
            switch (mode) {
                case "max" -> max(row);
                case "last" -> last(row);
                default -> sum(row, mode.equals("mean"));
            }
            System.arraycopy(sum, 0, out, row * size, size);
        }
    }

    private int id(int row, int position) {
        int id = ids.ints()[row * length + position];
        Lookups.check(id, entries, idsName);
        return id;
    }

    private boolean real(int row, int position) {
        return mask.floats()[row * length + position] != 0;
    }

    private int count(int row) {
        int n = 0;
        for (int p = 0; p < length; p++) if (real(row, p)) n++;
        return n;
    }

    private int lastReal(int row) {
        int p = length - 1;
        while (p >= 0 && !real(row, p)) p--;
        return p;
    }

    private void sum(int row, boolean mean) {
        Arrays.fill(sum, 0);
        int n = 0;
        for (int p = 0; p < length; p++)
            if (real(row, p)) {
                addTo(sum, table.floats(), id(row, p) * size);
                n++;
            }
        if (mean && n > 1) {
            float share = 1f / n;
            for (int i = 0; i < sum.length; i++) sum[i] *= share;
        }
    }

    private static void addTo(float[] sum, float[] table, int offset) {
        for (int i = 0; i < sum.length; i++) sum[i] += table[offset + i];
    }

    private void last(int row) {
        int p = lastReal(row);
        if (p < 0) Arrays.fill(sum, 0);
        else System.arraycopy(table.floats(), id(row, p) * size, sum, 0, size);
    }

    private void max(int row) {
        Arrays.fill(winners, row * size, (row + 1) * size, -1);
        Arrays.fill(sum, 0);
        float[] x = table.floats();
        for (int p = 0; p < length; p++) {
            if (!real(row, p)) continue;
            int id = id(row, p);
            for (int i = 0; i < size; i++)
                if (winners[row * size + i] < 0 || x[id * size + i] > sum[i]) {
                    sum[i] = x[id * size + i];
                    winners[row * size + i] = id;
                }
        }
    }

    private void backward(int rows, float[] dy, RowGradient to) {
        for (int row = 0; row < rows; row++) {
            int from = row * size;
            switch (mode) {
                case "max" -> {
                    for (int i = 0; i < size; i++)
                        if (winners[from + i] >= 0) to.add(winners[from + i], i, dy[from + i]);
                }
                case "last" -> {
                    int p = lastReal(row);
                    if (p >= 0) to.add(id(row, p), dy, from, 1);
                }
                default -> {
                    float share = mode.equals("mean") ? 1f / Math.max(1, count(row)) : 1;
                    for (int p = 0; p < length; p++) if (real(row, p)) to.add(id(row, p), dy, from, share);
                }
            }
        }
    }
}
