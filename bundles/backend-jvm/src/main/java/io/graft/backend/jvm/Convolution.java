package io.graft.backend.jvm;

import io.graft.api.graph.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * The three products of a convolution, as products of matrices: windows of the larger tensor are unfolded, some rows of the batch at a time.
 *
 * <p>What {@code Conv} does to the larger tensor, its gradient and {@code ConvTranspose} do the other way.
 */
final class Convolution {
    /** So many windows make a product worth while. */
    private static final int ENOUGH = 256;

    private final Tape t;
    private final Windows windows;
    private final Unfolding unfolding;
    private final int large;
    private final int small;
    private final int groups;
    private final int inner;
    private final int together;
    private final Extent batch;

    /**
     * Describes it.
     *
     * @param batch how many members the batch of both has
     * @param large the channels of the larger tensor
     * @param small the channels of the smaller tensor
     */
    Convolution(Tape t, Extent batch, Windows windows, int large, int small, int groups) {
        this.t = t;
        this.batch = batch;
        this.windows = windows;
        this.unfolding = new Unfolding(windows, large);
        this.large = large;
        this.small = small;
        this.groups = groups;
        this.inner = large / groups * windows.kernel();
        int count = Math.max(1, windows.count());
        together = windows.pointwise() ? 1 : Math.max(1, Math.min(batch.exactly(t.maxRows()), ENOUGH / count));
    }

    private Tensor unfolded() {
        return t.floats(Shape.of(windows.pointwise() ? 0 : unfolding.rows(), together * windows.count()));
    }

    private Tensor gathered() {
        return t.floats(Shape.of(together == 1 ? 0 : small, together * windows.count()));
    }

    /** The unfolded windows of some rows: where they are, and from which index on. */
    private int unfold(Tensor x, int row, int n, Tensor into) {
        if (windows.pointwise()) return row * large * windows.plane();
        for (int i = 0; i < n; i++)
            unfolding.unfold(
                    t.kernels().rows(),
                    x.floats(),
                    (row + i) * large * windows.plane(),
                    into.floats(),
                    i * windows.count(),
                    n * windows.count());
        return 0;
    }

    /** The channels of some rows side by side: where they are, and from which index on. */
    private int gather(Tensor y, int row, int n, Tensor into) {
        int count = windows.count();
        if (together == 1) return row * small * count;
        for (int i = 0; i < n; i++)
            for (int c = 0; c < small; c++)
                System.arraycopy(
                        y.floats(), ((row + i) * small + c) * count, into.floats(), (c * n + i) * count, count);
        return 0;
    }

    private void scatter(Tensor from, int row, int n, Tensor y, Tensor bias) {
        int count = windows.count();
        for (int i = 0; i < n; i++)
            for (int c = 0; c < small; c++) {
                int to = ((row + i) * small + c) * count;
                int at = (c * n + i) * count;
                if (bias == null) System.arraycopy(from.floats(), at, y.floats(), to, count);
                else add(bias.floats()[c], from.floats(), at, y.floats(), to, count);
            }
    }

    private static void add(float number, float[] x, int from, float[] y, int to, int n) {
        for (int i = 0; i < n; i++) y[to + i] = x[from + i] + number;
    }

    private Product product() {
        return t.kernels().product();
    }

    /** Larger to smaller: w · windows + bias. */
    Tensor down(Tensor x, Tensor w, Tensor bias, Shape shape) {
        Tensor y = t.floats(shape);
        Tensor unfolded = unfolded();
        Tensor gathered = gathered();
        int count = windows.count();
        int outer = small / groups;
        List<Tensor> reads = bias == null ? List.of(x, w) : List.of(x, w, bias);
        t.run(reads, List.of(y, unfolded, gathered), size -> {
            int rows = batch.at(size);
            for (int row = 0; row < rows; row += together) {
                int n = Math.min(together, rows - row);
                int from = unfold(x, row, n, unfolded);
                float[] b = windows.pointwise() ? x.floats() : unfolded.floats();
                float[] into = together == 1 ? y.floats() : gathered.floats();
                int to = together == 1 ? row * small * count : 0;
                boolean begun = together == 1 && bias != null;
                if (begun)
                    for (int c = 0; c < small; c++)
                        Arrays.fill(into, to + c * count, to + (c + 1) * count, bias.floats()[c]);
                int wide = n * count;
                for (int g = 0; g < groups; g++)
                    product()
                            .multiply(
                                    false,
                                    false,
                                    outer,
                                    wide,
                                    inner,
                                    w.floats(),
                                    g * outer * inner,
                                    inner,
                                    b,
                                    from + g * inner * wide,
                                    wide,
                                    into,
                                    to + g * outer * wide,
                                    wide,
                                    begun);
                if (together > 1) scatter(gathered, row, n, y, bias);
            }
        });
        return y;
    }

    /** Smaller to larger: each element adds the window w, times itself. */
    Tensor up(Tensor y, Tensor w, Tensor bias, Shape shape) {
        Tensor x = t.floats(shape);
        Tensor unfolded = unfolded();
        Tensor gathered = gathered();
        int count = windows.count();
        int outer = small / groups;
        List<Tensor> reads = bias == null ? List.of(y, w) : List.of(y, w, bias);
        t.run(reads, List.of(x, unfolded, gathered), size -> {
            int rows = batch.at(size);
            begin(x, bias, rows);
            for (int row = 0; row < rows; row += together) {
                int n = Math.min(together, rows - row);
                int wide = n * count;
                int from = gather(y, row, n, gathered);
                float[] right = together == 1 ? y.floats() : gathered.floats();
                boolean straight = windows.pointwise();
                float[] into = straight ? x.floats() : unfolded.floats();
                int to = straight ? row * large * windows.plane() : 0;
                for (int g = 0; g < groups; g++)
                    product()
                            .multiply(
                                    true,
                                    false,
                                    inner,
                                    wide,
                                    outer,
                                    w.floats(),
                                    g * outer * inner,
                                    inner,
                                    right,
                                    from + g * outer * wide,
                                    wide,
                                    into,
                                    to + g * inner * wide,
                                    wide,
                                    straight);
                if (!straight)
                    for (int i = 0; i < n; i++)
                        unfolding.fold(
                                t.kernels().rows(),
                                unfolded.floats(),
                                i * count,
                                wide,
                                x.floats(),
                                (row + i) * large * windows.plane());
            }
        });
        return x;
    }

    private void begin(Tensor x, Tensor bias, int rows) {
        int plane = windows.plane();
        if (bias == null) Arrays.fill(x.floats(), 0, rows * large * plane, 0f);
        else
            for (int i = 0; i < rows * large; i++)
                Arrays.fill(x.floats(), i * plane, (i + 1) * plane, bias.floats()[i % large]);
    }

    /** The gradient of the weights, from the larger tensor (or its gradient) and the gradient of the smaller (or that tensor). */
    Tensor weights(Tensor x, Tensor y, Shape shape) {
        Tensor dw = t.floats(shape);
        Tensor turned = t.floats(Shape.of(groups, inner, small / groups));
        Tensor unfolded = unfolded();
        Tensor gathered = gathered();
        int count = windows.count();
        int outer = small / groups;
        t.run(List.of(x, y), List.of(dw, turned, unfolded, gathered), size -> {
            int rows = batch.at(size);
            if (rows == 0) Arrays.fill(turned.floats(), 0, groups * inner * outer, 0f);
            for (int row = 0; row < rows; row += together) {
                int n = Math.min(together, rows - row);
                int wide = n * count;
                int left = unfold(x, row, n, unfolded);
                float[] a = windows.pointwise() ? x.floats() : unfolded.floats();
                int right = gather(y, row, n, gathered);
                float[] b = together == 1 ? y.floats() : gathered.floats();
                for (int g = 0; g < groups; g++)
                    product()
                            .multiply(
                                    false,
                                    true,
                                    inner,
                                    outer,
                                    wide,
                                    a,
                                    left + g * inner * wide,
                                    wide,
                                    b,
                                    right + g * outer * wide,
                                    wide,
                                    turned.floats(),
                                    g * inner * outer,
                                    outer,
                                    row > 0);
            }
            for (int g = 0; g < groups; g++)
                for (int o = 0; o < outer; o++)
                    for (int k = 0; k < inner; k++)
                        dw.floats()[(g * outer + o) * inner + k] = turned.floats()[(g * inner + k) * outer + o];
        });
        return dw;
    }
}
