package io.graft.backend.dl4j;

import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;

/**
 * {@code softmax(scale · Q Kᵀ + mask) V} for each row and head (Vaswani et al., 2017, eq. 1).
 *
 * <p>A head's numbers lie side by side in a position's, so the products read them where they are. Several heads of Q may share one of K and V.
 */
final class Attention {
    private final Tensor q;
    private final Tensor k;
    private final Tensor v;
    private final Shape shape;
    private final int heads;
    private final int shared;
    private final int queries;
    private final int keys;
    private final int size;
    private final int valueSize;
    private final float scale;
    private final boolean causal;
    private final AttentionMask mask;
    private final float[] scores;
    private final float[] room;
    private final float[] weights;
    private final boolean training;

    private Attention(Tape t, Node n) {
        q = t.tensor(n.name(0));
        k = t.tensor(n.name(1));
        v = t.tensor(n.name(2));
        shape = n.output().shape();
        heads = n.operator().integer("q_num_heads", 1);
        int pairs = n.operator().integer("kv_num_heads", heads);
        shared = heads / pairs;
        queries = q.shape.size(1);
        keys = k.shape.size(1);
        size = q.shape.last() / heads;
        valueSize = v.shape.last() / pairs;
        scale = n.operator().number("scale", (float) (1 / Math.sqrt(size)));
        causal = n.operator().integer("is_causal", 0) == 1;
        mask = n.has(3) ? AttentionMask.of(t, n) : null;
        training = t.training();
        scores = new float[table()];
        room = new float[table()];
        weights = new float[training ? Sizes.of(q.shape.dim(0), t.maxRows()) * table() : 0];
    }

    private int table() {
        return heads * queries * keys;
    }

    static void register(Map<String, Lowerings.Lowering> table) {
        table.put("Attention", Attention::lower);
    }

    private static Lowered lower(Tape t, Node n) {
        Attention a = new Attention(t, n);
        return new Lowered(a.forward(t), (dy, to) -> a.backward(t, n, dy, to));
    }

    /** Scores of all heads of a row. */
    private Tensor scores() {
        return Tensor.scratch(ElementType.FLOAT, Shape.of(heads, queries, keys));
    }

    private Tensor forward(Tape t) {
        Tensor y = Tensor.scratch(ElementType.FLOAT, shape);
        Tensor scores = scores();
        t.kernel(List.of(q, k, v), List.of(scores, y), frame -> {
            Pass p = new Pass(frame, scores);
            FloatPointer[] out = p.parts(y, queries, heads, valueSize);
            return () -> {
                for (int row = 0; row < p.rows; row++) forward(p, row, out);
            };
        });
        return y;
    }

    private void forward(Pass p, int row, FloatPointer[] out) {
        for (int h = 0; h < heads; h++)
            p.engine.gemm(
                    false,
                    true,
                    queries,
                    keys,
                    size,
                    scale,
                    p.q(row, h),
                    heads * size,
                    p.k(row, h),
                    p.keyWidth(),
                    0,
                    p.table[h],
                    keys);
        p.table[0].get(scores, 0, table());
        softmax(row);
        p.table[0].put(scores, 0, table());
        if (training) System.arraycopy(scores, 0, weights, row * table(), table());
        for (int h = 0; h < heads; h++)
            p.engine.gemm(
                    false,
                    false,
                    queries,
                    valueSize,
                    keys,
                    1,
                    p.table[h],
                    keys,
                    p.v(row, h),
                    p.valueWidth(),
                    0,
                    out[row * heads + h],
                    heads * valueSize);
    }

    /** Scores of a row to weights, in place. Where nothing may be looked at, all weights are 0. */
    private void softmax(int row) {
        for (int h = 0; h < heads; h++)
            for (int i = 0; i < queries; i++) {
                int at = (h * queries + i) * keys;
                int end = causal ? Math.min(keys, i + 1) : keys;
                if (mask != null) mask.apply(scores, at, end, row, h, i);
                Arrays.fill(scores, at + end, at + keys, Float.NEGATIVE_INFINITY);
                float most = Gates.most(scores, at, keys);
                if (most != Float.NEGATIVE_INFINITY) for (int k = at; k < at + keys; k++) scores[k] -= most;
            }
        Gates.exp(scores, room, table());
        for (int at = 0; at < table(); at += keys) {
            float sum = Gates.sum(scores, at, keys);
            float share = sum == 0 ? 0 : 1 / sum;
            for (int k = at; k < at + keys; k++) scores[k] *= share;
        }
    }

    private void backward(Tape t, Node n, Tensor dy, Gradients to) {
        Tensor dq = Tensor.scratch(ElementType.FLOAT, q.shape);
        Tensor dk = Tensor.scratch(ElementType.FLOAT, k.shape);
        Tensor dv = Tensor.scratch(ElementType.FLOAT, v.shape);
        Tensor scores = scores();
        Tensor slopes = scores();
        boolean wantsMask = to.wants(3);
        float[] slope = new float[table()];
        Host dMask = wantsMask
                ? t.array(ElementType.FLOAT, Shape.of(q.shape.dim(0), Dim.of(heads), Dim.of(queries), Dim.of(keys)))
                : null;
        t.kernel(List.of(q, k, v, dy), List.of(scores, slopes, dq, dk, dv), frame -> {
            Pass p = new Pass(frame, scores);
            Back b = new Back(p, slopes, dy, dq, dk, dv);
            return () -> {
                for (int row = 0; row < p.rows; row++) {
                    backward(p, b, row, slope);
                    if (wantsMask) System.arraycopy(slope, 0, dMask.floats(), row * table(), table());
                }
            };
        });
        to.add(0, () -> dq);
        to.add(1, () -> dk);
        to.add(2, () -> dv);
        if (wantsMask) to.add(3, () -> t.upload(dMask));
    }

    private void backward(Pass p, Back b, int row, float[] slope) {
        int at = row * table();
        p.table[0].put(weights, at, table());
        for (int h = 0; h < heads; h++) {
            FloatPointer dy = b.dy[row * heads + h];
            int wide = heads * valueSize;
            float more = h % shared == 0 ? 0 : 1;
            p.engine.gemm(
                    true,
                    false,
                    keys,
                    valueSize,
                    queries,
                    1,
                    p.table[h],
                    keys,
                    dy,
                    wide,
                    more,
                    p.shared(b.dv, row, h),
                    p.valueWidth());
            p.engine.gemm(
                    false,
                    true,
                    queries,
                    keys,
                    valueSize,
                    1,
                    dy,
                    wide,
                    p.v(row, h),
                    p.valueWidth(),
                    0,
                    b.slopes[h],
                    keys);
        }
        b.slopes[0].get(slope, 0, table());
        for (int i = 0; i < heads * queries; i++) softmaxGradient(weights, at + i * keys, slope, i * keys, keys);
        b.slopes[0].put(slope, 0, table());
        for (int h = 0; h < heads; h++) {
            float more = h % shared == 0 ? 0 : 1;
            p.engine.gemm(
                    false,
                    false,
                    queries,
                    size,
                    keys,
                    scale,
                    b.slopes[h],
                    keys,
                    p.k(row, h),
                    p.keyWidth(),
                    0,
                    b.dq[row * heads + h],
                    heads * size);
            p.engine.gemm(
                    true,
                    false,
                    keys,
                    size,
                    queries,
                    scale,
                    b.slopes[h],
                    keys,
                    p.q(row, h),
                    heads * size,
                    more,
                    p.shared(b.dk, row, h),
                    p.keyWidth());
        }
    }

    /** w ⊙ (slope − Σ w ⊙ slope), in the slope's place. */
    private static void softmaxGradient(float[] w, int from, float[] slope, int at, int n) {
        float sum = Gates.product(w, from, slope, at, n);
        for (int i = 0; i < n; i++) slope[at + i] = w[from + i] * (slope[at + i] - sum);
    }

    /** Pointers to each row's and head's part of what both passes read. */
    private final class Pass {
        final Engine engine;
        final int rows;
        final FloatPointer[] table;
        private final Frame frame;
        private final FloatPointer[] qs;
        private final FloatPointer[] ks;
        private final FloatPointer[] vs;

        Pass(Frame frame, Tensor scores) {
            this.frame = frame;
            engine = frame.engine();
            rows = Sizes.of(q.shape.dim(0), frame.rows());
            table = tables(scores);
            qs = parts(q, queries, heads, size);
            ks = parts(k, keys, heads / shared, size);
            vs = parts(v, keys, heads / shared, valueSize);
        }

        FloatPointer[] tables(Tensor scores) {
            FloatPointer[] tables = new FloatPointer[heads];
            for (int h = 0; h < heads; h++) tables[h] = frame.floats(scores, (long) h * queries * keys);
            return tables;
        }

        FloatPointer[] parts(Tensor of, int positions, int count, int width) {
            FloatPointer[] parts = new FloatPointer[rows * count];
            for (int row = 0; row < rows; row++)
                for (int h = 0; h < count; h++)
                    parts[row * count + h] = frame.floats(of, ((long) row * positions * count + h) * width);
            return parts;
        }

        FloatPointer q(int row, int head) {
            return qs[row * heads + head];
        }

        FloatPointer k(int row, int head) {
            return shared(ks, row, head);
        }

        FloatPointer v(int row, int head) {
            return shared(vs, row, head);
        }

        FloatPointer shared(FloatPointer[] parts, int row, int head) {
            return parts[row * (heads / shared) + head / shared];
        }

        int keyWidth() {
            return heads / shared * size;
        }

        int valueWidth() {
            return heads / shared * valueSize;
        }
    }

    /** Pointers to what only the way back needs. */
    private final class Back {
        final FloatPointer[] slopes;
        final FloatPointer[] dy;
        final FloatPointer[] dq;
        final FloatPointer[] dk;
        final FloatPointer[] dv;

        Back(Pass p, Tensor slopes, Tensor dy, Tensor dq, Tensor dk, Tensor dv) {
            this.slopes = p.tables(slopes);
            this.dy = p.parts(dy, queries, heads, valueSize);
            this.dq = p.parts(dq, queries, heads, size);
            this.dk = p.parts(dk, keys, heads / shared, size);
            this.dv = p.parts(dv, keys, heads / shared, valueSize);
        }
    }
}
