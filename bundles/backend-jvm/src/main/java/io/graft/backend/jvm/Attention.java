package io.graft.backend.jvm;

import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Operator;
import io.graft.api.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * softmax(scale · Q Kᵀ + mask) V for each row and head (Vaswani et al., 2017, eq. 1), the heads side by side on the last axis.
 *
 * <p>The heads are taken from where they lie; for answers the shares of one head at a time are all that is kept. Neighbouring heads of Q
 * share a head of K and V when there are fewer of these. A query that may look at nothing gives zeros.
 */
final class Attention {
    private final Tape t;
    private final Node n;
    private final Tensor q;
    private final Tensor k;
    private final Tensor v;
    private final Tensor mask;
    private final int heads;
    private final int sharing;
    private final int queries;
    private final int keys;
    private final int size;
    private final int valueSize;
    private final int[] parts;
    private final int qFirst;
    private final int kFirst;
    private final int vFirst;
    private final int qWidth;
    private final int kWidth;
    private final int vWidth;
    private final int yWidth;
    private final boolean causal;
    private final float scale;
    private final Shape scores;
    private final Tensor shares;
    private final Tensor y;
    private final int[] maskStride = new int[4];

    private Attention(Tape t, Node n) {
        this.t = t;
        this.n = n;
        Operator op = n.operator();
        q = t.in(n, 0);
        k = t.in(n, 1);
        v = t.in(n, 2);
        mask = n.has(3) ? t.in(n, 3) : null;
        heads = op.integer("q_num_heads", 1);
        int pairs = op.integer("kv_num_heads", heads);
        sharing = heads / pairs;
        queries = q.shape.size(1);
        keys = k.shape.size(1);
        qWidth = q.shape.size(2);
        kWidth = k.shape.size(2);
        vWidth = v.shape.size(2);
        int[] given = op.integers(SequenceFusions.PARTS);
        parts = given.length > 0 ? given : new int[] {0, qWidth, 0, kWidth, 0, vWidth};
        qFirst = parts[0];
        kFirst = parts[2];
        vFirst = parts[4];
        size = parts[1] / heads;
        valueSize = parts[5] / pairs;
        yWidth = valueSize * heads;
        causal = op.integer("is_causal", 0) == 1;
        scale = op.attributes().containsKey("scale") ? op.number("scale", 0) : (float) (1 / Math.sqrt(size));
        scores = Shape.of(q.shape.dim(0), Dim.of(heads), Dim.of(queries), Dim.of(keys));
        shares = t.floats(t.training() ? scores : one());
        y = t.floats(n.output().shape());
    }

    static void register(Map<String, Lowering> table) {
        table.put("Attention", (t, n) -> new Attention(t, n).lower());
    }

    private Lowered lower() {
        t.run(mask == null ? List.of(q, k, v) : List.of(q, k, v, mask), List.of(shares, y), this::forward);
        return new Lowered(y, this::backward);
    }

    /** The scores of one head for each thread. */
    private Shape one() {
        return Shape.of(t.kernels().crew().size(), queries, keys);
    }

    private int rows(int batch) {
        return Extent.of(q.shape.dims().subList(0, 1)).at(batch);
    }

    private int shares(int row, int head, int member) {
        return (t.training() ? row * heads + head : member) * queries * keys;
    }

    private int inQ(int row, int head) {
        return row * queries * qWidth + qFirst + head * size;
    }

    private int inK(int row, int head) {
        return row * keys * kWidth + kFirst + head / sharing * size;
    }

    private int inV(int row, int head) {
        return row * keys * vWidth + vFirst + head / sharing * valueSize;
    }

    private int inY(int row, int head) {
        return row * queries * yWidth + head * valueSize;
    }

    private void forward(int batch) {
        Product product = t.kernels().product();
        int rows = rows(batch);
        strides(rows);
        Crew crew = t.kernels().crew();
        crew.each(
                rows,
                1,
                (who, from, to) -> forward(product.of(who), t.kernels().of(who).lines(), who, from, to));
    }

    private void forward(Product product, Lines lines, int member, int first, int end) {
        float[] p = shares.floats();
        for (int row = first; row < end; row++)
            for (int head = 0; head < heads; head++) {
                int at = shares(row, head, member);
                product.multiply(
                        false,
                        true,
                        queries,
                        keys,
                        size,
                        q.floats(),
                        inQ(row, head),
                        qWidth,
                        k.floats(),
                        inK(row, head),
                        kWidth,
                        p,
                        at,
                        keys,
                        false);
                for (int i = 0; i < queries; i++) share(lines, row, head, i, p, at + i * keys);
                product.multiply(
                        false,
                        false,
                        queries,
                        valueSize,
                        keys,
                        p,
                        at,
                        keys,
                        v.floats(),
                        inV(row, head),
                        vWidth,
                        y.floats(),
                        inY(row, head),
                        yWidth,
                        false);
            }
    }

    private void share(Lines lines, int row, int head, int query, float[] p, int at) {
        int seen = causal ? Math.min(keys, query + 1) : keys;
        lines.scale(seen, scale, 0, p, at);
        if (mask != null) mask(row, head, query, seen, p, at);
        lines.softmax(seen, p, at);
        Arrays.fill(p, at + seen, at + keys, 0f);
    }

    /** Adds the mask's numbers, or minus infinity where it is false. */
    private void mask(int row, int head, int query, int seen, float[] p, int at) {
        float[] m = mask.floats();
        int from = row * maskStride[0] + head * maskStride[1] + query * maskStride[2];
        int step = maskStride[3];
        if (mask.type == ElementType.BOOL) {
            for (int j = 0; j < seen; j++, from += step) if (m[from] == 0) p[at + j] = Float.NEGATIVE_INFINITY;
        } else for (int j = 0; j < seen; j++, from += step) p[at + j] += m[from];
    }

    /** How far apart elements of the mask are along the axes of the scores; 0 along one that it is broadcast over. */
    private void strides(int rows) {
        if (mask == null) return;
        int[] sizes = Extent.sizes(mask.shape, rows);
        int step = 1;
        for (int axis = 3, at = sizes.length - 1; axis >= 0; axis--, at--) {
            int length = at < 0 ? 1 : sizes[at];
            boolean broadcast = length == 1 && (at < 0 || mask.shape.dim(at).known());
            maskStride[axis] = broadcast ? 0 : step;
            step *= length;
        }
    }

    /** The first of Q, K and V that lies side by side with this one, so that they share a gradient. */
    private int firstPart(int input) {
        for (int i = 0; i < input; i++)
            if (isPart(i) && isPart(input) && n.name(i).equals(n.name(input))) return i;
        return input;
    }

    private boolean isPart(int input) {
        return parts[2 * input + 1] < n.shape(input).last();
    }

    private void backward(Tensor dy, Gradients to) {
        Tensor[] d = new Tensor[3];
        for (int i = 0; i < d.length; i++)
            if (to.wants(i)) d[i] = firstPart(i) < i ? d[firstPart(i)] : t.floats(n.shape(i));
        boolean ofMask = to.wants(3);
        Tensor slopes = t.floats(ofMask ? scores : one());
        t.run(List.of(q, k, v, shares, dy), Recurrence.there(slopes, d[0], d[1], d[2]), batch -> {
            Product product = t.kernels().product();
            t.kernels()
                    .crew()
                    .each(
                            rows(batch),
                            1,
                            (who, from, end) -> backward(product.of(who), who, from, end, dy, slopes, ofMask, d));
        });
        for (int i = 0; i < d.length; i++) {
            Tensor found = d[i];
            if (found != null && firstPart(i) == i) to.add(i, () -> found);
        }
        if (ofMask)
            to.add(3, () -> {
                Tensor unscaled = Tensor.constant(Shape.SCALAR, 1 / scale);
                return t.binary(BinaryFunctions.MUL, t.sumTo(slopes, n.shape(3)), unscaled);
            });
    }

    private void backward(
            Product product, int member, int first, int end, Tensor dy, Tensor slopes, boolean ofMask, Tensor... into) {
        Lines lines = t.kernels().of(member).lines();
        Tensor dq = into[0];
        Tensor dk = into[1];
        Tensor dv = into[2];
        float[] d = dy.floats();
        float[] p = shares.floats();
        float[] ds = slopes.floats();
        for (int row = first; row < end; row++)
            for (int head = 0; head < heads; head++) {
                int at = shares(row, head, 0);
                int to = ofMask ? at : member * queries * keys;
                int out = inY(row, head);
                boolean more = head % sharing != 0;
                product.multiply(
                        false,
                        true,
                        queries,
                        keys,
                        valueSize,
                        d,
                        out,
                        yWidth,
                        v.floats(),
                        inV(row, head),
                        vWidth,
                        ds,
                        to,
                        keys,
                        false);
                if (dv != null)
                    product.multiply(
                            true,
                            false,
                            keys,
                            valueSize,
                            queries,
                            p,
                            at,
                            keys,
                            d,
                            out,
                            yWidth,
                            dv.floats(),
                            inV(row, head),
                            vWidth,
                            more);
                for (int i = 0; i < queries; i++) lines.softmaxSlope(keys, scale, p, at + i * keys, ds, to + i * keys);
                if (dq != null)
                    product.multiply(
                            false,
                            false,
                            queries,
                            size,
                            keys,
                            ds,
                            to,
                            keys,
                            k.floats(),
                            inK(row, head),
                            kWidth,
                            dq.floats(),
                            inQ(row, head),
                            qWidth,
                            false);
                if (dk != null)
                    product.multiply(
                            true,
                            false,
                            keys,
                            size,
                            queries,
                            ds,
                            to,
                            keys,
                            q.floats(),
                            inQ(row, head),
                            qWidth,
                            dk.floats(),
                            inK(row, head),
                            kWidth,
                            more);
            }
    }
}
