package io.graft.backend.jvm;

import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Looks up rows of a table at the unmasked ids and pools them at once, so that they are never laid side by side. */
final class EmbeddingBag {
    private final Tape t;
    private final Tensor table;
    private final Tensor ids;
    private final Tensor mask;
    private final Tensor y;
    private final LazyTable lazy;
    private final String mode;
    private final int size;
    private final int width;
    private final int length;
    private final Tensor winners;
    /** What each word of a row counts, and where its row of the table begins. */
    private final float[] shares;

    private final int[] places;

    private EmbeddingBag(Tape t, Node n) {
        this.t = t;
        this.table = t.in(n, 0);
        this.ids = t.in(n, 1);
        this.mask = t.in(n, 2);
        this.lazy = t.table(n.name(0));
        this.mode = n.operator().string("mode", "mean");
        this.size = table.shape.size(0);
        this.width = table.shape.size(1);
        this.length = ids.shape.size(1);
        this.shares = new float[length];
        this.places = new int[length];
        this.y = t.floats(n.output().shape());
        this.winners = mode.equals("max") ? t.scratch(ElementType.INT, y.shape) : null;
    }

    static void register(Map<String, Lowering> table) {
        table.put("EmbeddingBag", (t, n) -> new EmbeddingBag(t, n).lower());
    }

    private Lowered lower() {
        t.run(List.of(table, ids, mask), winners == null ? List.of(y) : List.of(y, winners), this::forward);
        return new Lowered(y, (dy, to) -> {
            if (lazy != null) t.run(reads(dy), List.of(), rows -> backward(rows, dy.floats(), lazy.gradient()));
            else to.add(0, () -> dense(dy, table.shape));
        });
    }

    private List<Tensor> reads(Tensor dy) {
        return winners == null ? List.of(dy, ids, mask) : List.of(dy, ids, mask, winners);
    }

    private Tensor dense(Tensor dy, Shape shape) {
        Tensor dx = t.floats(shape);
        t.run(reads(dy), List.of(dx), rows -> {
            Arrays.fill(dx.floats(), 0, dx.extent.at(rows), 0f);
            backward(rows, dy.floats(), dx.floats());
        });
        return dx;
    }

    private int count(int row) {
        int count = 0;
        for (int i = row * length; i < (row + 1) * length; i++) if (mask.floats()[i] != 0) count++;
        return count;
    }

    private void forward(int rows) {
        for (int i = 0; i < rows * length; i++)
            if (mask.floats()[i] != 0) {
                int id = ids.ints()[i];
                Lookups.check(id, size, ids);
                if (lazy != null) lazy.prepare(id);
            }
        float[] from = table.floats();
        float[] into = y.floats();
        Arrays.fill(into, 0, rows * width, 0f);
        for (int r = 0; r < rows; r++) {
            int count = count(r);
            if (count == 0) continue;
            switch (mode) {
                case "max" -> most(r, from, into);
                case "last" -> System.arraycopy(from, ids.ints()[last(r)] * width, into, r * width, width);
                default -> weigh(r, mode.equals("mean") ? 1f / count : 1, from, into);
            }
        }
    }

    private void weigh(int row, float share, float[] from, float[] into) {
        int count = 0;
        for (int i = row * length; i < (row + 1) * length; i++)
            if (mask.floats()[i] != 0) {
                shares[count] = share;
                places[count++] = ids.ints()[i] * width;
            }
        t.kernels().rows().weigh(width, 0, count, shares, places, from, 0, into, row * width);
    }

    private int last(int row) {
        int last = (row + 1) * length - 1;
        while (mask.floats()[last] == 0) last--;
        return last;
    }

    private void most(int row, float[] from, float[] into) {
        int[] winner = winners.ints();
        int to = row * width;
        boolean first = true;
        for (int i = row * length; i < (row + 1) * length; i++) {
            if (mask.floats()[i] == 0) continue;
            int base = ids.ints()[i] * width;
            for (int k = 0; k < width; k++)
                if (first || from[base + k] > into[to + k]) {
                    into[to + k] = from[base + k];
                    winner[to + k] = ids.ints()[i];
                }
            first = false;
        }
    }

    private void backward(int rows, float[] dy, float[] into) {
        for (int r = 0; r < rows; r++) {
            int count = count(r);
            if (count == 0) continue;
            switch (mode) {
                case "max" -> {
                    for (int k = r * width; k < (r + 1) * width; k++) {
                        int id = winners.ints()[k];
                        if (lazy != null) lazy.touch(id);
                        into[id * width + k - r * width] += dy[k];
                    }
                }
                case "last" -> add(ids.ints()[last(r)], 1, dy, r, into);
                default -> {
                    float share = mode.equals("mean") ? 1f / count : 1;
                    for (int i = r * length; i < (r + 1) * length; i++)
                        if (mask.floats()[i] != 0) add(ids.ints()[i], share, dy, r, into);
                }
            }
        }
    }

    private void add(int id, float share, float[] dy, int row, float[] into) {
        if (lazy != null) lazy.touch(id);
        t.kernels().rows().addScaled(width, share, dy, row * width, into, id * width);
    }
}
