package io.graft.backend.jvm;

import io.graft.api.graph.ElementType;
import io.graft.api.graph.Operator;
import io.graft.api.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A convolution of which only the greatest elements are kept: those of windows, or of the whole plane. One image at a time, its channels last,
 * so that channels lie side by side in a vector; backwards only what was kept is visited.
 *
 * <p>Made by {@link PeakFusions}. Inputs: x, weights, bias, which places count ({@code [batch, length, 1]}), a mask that x is multiplied with
 * ({@code [batch, length]}); the last three may be absent.
 */
final class Peaks {
    /** The attribute that holds the sizes and then the strides of the windows. */
    static final String WINDOW = "peaks.window";
    /** The attribute that says that the channels of x are its last axis. */
    static final String CHANNELS_LAST = "peaks.last";
    /** The attribute that holds what stands where no place counts. */
    static final String OTHERWISE = "peaks.otherwise";

    private static final int BIAS = 2;
    private static final int COUNTING = 3;
    private static final int MASK = 4;

    private final Tape t;
    private final Node n;
    private final Images images;
    private final Tensor x;
    private final Tensor weights;
    private final Tensor counting;
    private final Tensor y;
    private final Tensor winners;
    private final Tensor ordered;
    private final int filters;
    private final int pitch;
    private final int inner;
    private final int places;
    private final int down;
    private final int across;
    private final int[] window;
    private final int[] offsets;
    private final int[] candidates;
    private final int[] elements;
    private final int[] firsts;
    private final Extent batch;
    private final Product.Packed packed = new Product.Packed();
    private final LaidOut laidOut;

    private Peaks(Tape t, Node n) {
        this.t = t;
        this.n = n;
        Operator op = n.operator();
        x = t.in(n, 0);
        weights = t.in(n, 1);
        counting = n.has(COUNTING) ? t.in(n, COUNTING) : null;
        filters = weights.shape.size(0);
        images = new Images(t, x, op, weights.shape, n.has(MASK) ? t.in(n, MASK) : null);
        pitch = whole(filters);
        inner = images.inner();
        window = op.integers(WINDOW);
        Windows windows = images.windows();
        places = windows.count();
        down = (windows.down() - window[0]) / window[2] + 1;
        across = (windows.across() - window[1]) / window[3] + 1;
        offsets = new int[window[0] * window[1]];
        candidates = new int[offsets.length];
        for (int i = 0; i < window[0]; i++)
            for (int j = 0; j < window[1]; j++) offsets[i * window[1] + j] = (i * windows.across() + j) * pitch;
        elements = Arrays.stream(offsets).map(i -> i / pitch).toArray();
        firsts = new int[down * across];
        for (int q = 0; q < firsts.length; q++)
            firsts[q] = q / across * window[2] * windows.across() + q % across * window[3];
        batch = Extent.of(x.shape.dims().subList(0, 1));
        y = t.floats(n.output().shape());
        winners = t.training()
                ? t.scratch(
                        ElementType.FLOAT,
                        Shape.of(x.shape.dim(0), Shape.of(down * across * pitch).dim(0)))
                : null;
        ordered = t.floats(Shape.of(pitch, inner));
        laidOut = new LaidOut(t, weights);
    }

    static int whole(int n) {
        return (n + Rows.WHOLE - 1) / Rows.WHOLE * Rows.WHOLE;
    }

    static Lowered lower(Tape t, Node n) {
        return new Peaks(t, n).lower();
    }

    private Lowered lower() {
        Tensor planes = t.floats(Shape.of(places * pitch));
        Tensor best = t.floats(Shape.of(down * across * pitch));
        List<Tensor> reads = new ArrayList<>(images.reads());
        reads.add(weights);
        if (counting != null) reads.add(counting);
        Tensor bias = n.has(BIAS) ? t.in(n, BIAS) : null;
        if (bias != null) reads.add(bias);
        List<Tensor> writes = new ArrayList<>(images.scratch());
        writes.addAll(List.of(y, ordered, planes, best));
        if (winners != null) writes.add(winners);
        t.run(reads, writes, rows -> forward(batch.at(rows), planes, best, bias));
        String activation = n.operator().string(Fusions.ACTIVATION, "");
        if (!activation.isEmpty()) UnaryFunctions.inPlace(t, activation, y);
        if (counting != null) t.run(List.of(counting), List.of(y), rows -> fillEmpty(batch.at(rows)));
        return new Lowered(y, (dy, to) -> {
            Tensor dz = activation.isEmpty() ? dy : UnaryFunctions.slopeOf(t, activation, y, dy);
            backward(dz, to);
        });
    }

    private void forward(int rows, Tensor planes, Tensor best, Tensor bias) {
        Product product = t.kernels().product();
        laidOut.renew(product, () -> pack(product));
        images.begin();
        for (int row = 0; row < rows; row++) {
            int from = images.unfold(row);
            product.multiply(
                    false, places, images.rows(), from, images.step(), packed, planes.floats(), 0, pitch, false);
            keep(row, planes.floats(), best.floats());
            put(row, best.floats(), bias);
        }
    }

    private void pack(Product product) {
        images.order(weights.floats(), ordered.floats(), pitch);
        product.pack(true, pitch, inner, ordered.floats(), 0, inner, packed);
    }

    /** Finds what is kept of an image, bias and activation aside. */
    private void keep(int row, float[] planes, float[] best) {
        Rows kernel = t.kernels().rows();
        float[] which = winners == null ? null : winners.floats();
        int count = counting == null ? offsets.length : candidates(row);
        int[] from = counting == null ? offsets : candidates;
        int windowsAcross = images.windows().across();
        for (int d = 0, q = 0; d < down; d++)
            for (int a = 0; a < across; a++, q++) {
                int at = (d * window[2] * windowsAcross + a * window[3]) * pitch;
                int to = (row * down * across + q) * pitch;
                if (count > 0) kernel.greatest(pitch, planes, at, from, count, best, q * pitch, which, to);
                else Arrays.fill(best, q * pitch, (q + 1) * pitch, 0f);
            }
    }

    /** The places of a row that count. */
    private int candidates(int row) {
        int count = 0;
        for (int i = 0; i < places; i++) if (counting.floats()[row * places + i] != 0) candidates[count++] = offsets[i];
        return count;
    }

    private void put(int row, float[] best, Tensor bias) {
        int kept = down * across;
        int to = row * filters * kept;
        if (kept == 1) System.arraycopy(best, 0, y.floats(), to, filters);
        else Turning.turn(best, 0, pitch, kept, filters, y.floats(), to, kept);
        if (bias == null) return;
        for (int f = 0; f < filters; f++, to += kept) {
            float number = bias.floats()[f];
            for (int q = 0; q < kept; q++) y.floats()[to + q] += number;
        }
    }

    private void fillEmpty(int rows) {
        float otherwise = n.operator().number(OTHERWISE, 0);
        for (int row = 0; row < rows; row++)
            if (candidates(row) == 0) Arrays.fill(y.floats(), row * filters, (row + 1) * filters, otherwise);
    }

    private void backward(Tensor dz, Gradients to) {
        boolean wanted = to.wants(0);
        Tensor dOrdered = t.floats(Shape.of(pitch, inner));
        Tensor dw = t.floats(weights.shape);
        Tensor dBias = t.floats(Shape.of(filters));
        Tensor dx = wanted ? t.floats(x.shape) : null;
        List<Tensor> reads = new ArrayList<>(images.reads());
        reads.addAll(List.of(dz, weights, winners));
        if (counting != null) reads.add(counting);
        List<Tensor> writes = new ArrayList<>(images.scratch());
        writes.addAll(List.of(dw, dBias, dOrdered, ordered));
        if (wanted) {
            writes.addAll(images.slopes());
            writes.add(dx);
        }
        int together = images.inPlace() ? batch.exactly(t.maxRows()) : 1;
        int[] offsets = placeOffsets(together);
        Winners found = new Winners(together * filters * down * across, filters, offsets.length);
        int[] room = new int[together * filters * down * across];
        t.run(reads, writes, rows -> {
            int all = batch.at(rows);
            Rows kernel = t.kernels().rows();
            Arrays.fill(dOrdered.floats(), 0, pitch * inner, 0f);
            Arrays.fill(dBias.floats(), 0, filters, 0f);
            images.order(weights.floats(), ordered.floats(), pitch);
            images.begin();
            if (wanted) images.beginSlopes(dx, all);
            for (int row = 0; row < all; row += together) {
                int count = Math.min(together, all - row);
                collect(row, count, dz.floats(), found);
                found.sum(dBias.floats());
                int from = images.unfold(row);
                found.gather(kernel, inner, offsets, images.rows(), from, dOrdered.floats(), room);
                if (!wanted) continue;
                int into = images.slopesOf(row, dx);
                found.spread(kernel, inner, offsets, ordered.floats(), images.slopeRows(dx), into);
                images.fold(row, dx);
            }
            images.restore(dOrdered.floats(), dw.floats(), filters);
        });
        to.add(0, () -> dx);
        to.add(1, () -> dw);
        to.add(BIAS, () -> dBias);
    }

    /** Where the row of each place of some images begins. */
    private int[] placeOffsets(int together) {
        int[] offsets = new int[together * places];
        for (int i = 0; i < offsets.length; i++) offsets[i] = i / places * images.size() + i % places * images.step();
        return offsets;
    }

    /** Every kept element of some images that has a slope. */
    private void collect(int row, int count, float[] dz, Winners found) {
        int kept = down * across;
        found.clear();
        for (int f = 0; f < filters; f++) {
            for (int r = row; r < row + count; r++)
                for (int q = 0; q < kept; q++) {
                    float slope = dz[(r * filters + f) * kept + q];
                    int number = (int) winners.floats()[(r * kept + q) * pitch + f];
                    if (counting == null) found.add(slope, (r - row) * places + firsts[q] + elements[number]);
                    else if (slope != 0 && place(r, number) >= 0)
                        found.add(slope, (r - row) * places + place(r, number));
                }
            found.end(f);
        }
    }

    /** The place in a window that has a number among those that count; -1 when none counts. */
    private int place(int row, int number) {
        int left = number;
        for (int i = 0; i < places; i++)
            if (counting.floats()[row * places + i] != 0 && left-- == 0) return elements[i];
        return -1;
    }
}
