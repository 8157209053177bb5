package io.graft.backend.jvm;

import java.util.Arrays;
import java.util.List;

/** One direction of an LSTM (Hochreiter and Schmidhuber, 1997, with forget gates); gates in the order i, o, f, c. */
final class LstmLine extends RecurrentLine {
    private final float[] bias;
    private final Product.Packed packed = new Product.Packed();
    private final Product.Packed packedBack = new Product.Packed();
    /** The memory before each step, and after the last; for answers, that of now. */
    private final Tensor memories;
    /** The hyperbolic tangent of the memory after each step. */
    private final Tensor bent;

    private final boolean training;
    private Tensor dc;

    LstmLine(Recurrence all, int direction) {
        super(all, direction);
        training = all.t.training();
        bias = new float[width];
        memories = training ? all.along(1, hidden) : all.each(hidden);
        bent = training ? all.along(0, hidden) : all.each(hidden);
    }

    @Override
    List<Tensor> kept() {
        return List.of(inputs, a, states, memories, bent);
    }

    @Override
    void pack(Product product) {
        product.pack(true, width, hidden, weights(), ro, hidden, packed);
        bias(bias, width);
    }

    @Override
    void begin(int rows) {
        for (int b = 0; b < rows; b++) set(all.startC, b, memories.floats());
    }

    @Override
    void step(Product product, Kernels k, int s, int from, int to, int rows) {
        float[] h = states.floats();
        float[] c = memories.floats();
        Cells cells = k.cells();
        product.multiply(
                false,
                to - from,
                h,
                (s * rows + from) * hidden,
                hidden,
                packed,
                a.floats(),
                (s * rows + from) * width,
                width,
                true);
        for (int b = from; b < to; b++) {
            int row = s * rows + b;
            int before = (training ? row : b) * hidden;
            int after = (training ? row + rows : b) * hidden;
            if (active(s, b))
                cells.lstm(
                        hidden,
                        a.floats(),
                        row * width,
                        bias,
                        c,
                        before,
                        c,
                        after,
                        bent.floats(),
                        before,
                        h,
                        (row + rows) * hidden);
            else {
                keep(s, b, rows);
                if (training) System.arraycopy(c, before, c, after, hidden);
            }
        }
    }

    @Override
    void end(int rows) {
        if (all.lastC == null) return;
        int steps = training ? all.longest(rows) : 0;
        for (int b = 0; b < rows; b++)
            System.arraycopy(memories.floats(), (steps * rows + b) * hidden, all.lastC.floats(), place(b), hidden);
    }

    @Override
    List<Tensor> scratch(RecurrentSlopes slopes) {
        dc = all.each(hidden);
        return Recurrence.both(super.scratch(slopes), List.of(dc));
    }

    @Override
    void beginBack(RecurrentSlopes slopes, int rows) {
        for (int b = 0; b < rows; b++) set(slopes.lastC(), b, dc.floats());
    }

    @Override
    void packBack(Product product) {
        product.pack(false, hidden, width, weights(), ro, hidden, packedBack);
    }

    @Override
    void back(Product product, Kernels k, int s, int from, int to, int rows) {
        float[] g = a.floats();
        Cells cells = k.cells();
        for (int b = from; b < to; b++) {
            int row = s * rows + b;
            int at = row * hidden;
            if (active(s, b))
                cells.lstmSlope(
                        hidden,
                        g,
                        row * width,
                        memories.floats(),
                        at,
                        bent.floats(),
                        at,
                        dh(),
                        b * hidden,
                        dc.floats(),
                        b * hidden);
            else Arrays.fill(g, row * width, (row + 1) * width, 0f);
        }
        product.multiply(
                false, to - from, g, (s * rows + from) * width, width, packedBack, dh(), from * hidden, hidden, true);
    }

    @Override
    void stateWeights(Product product, int count, int rows, float[] into) {
        product.multiply(
                true,
                false,
                width,
                hidden,
                count,
                a.floats(),
                0,
                width,
                states.floats(),
                0,
                hidden,
                into,
                ro,
                hidden,
                false);
    }

    @Override
    void endBack(RecurrentSlopes slopes, int rows) {
        for (int b = 0; b < rows && slopes.startC() != null; b++)
            System.arraycopy(dc.floats(), b * hidden, slopes.startC().floats(), place(b), hidden);
    }
}
