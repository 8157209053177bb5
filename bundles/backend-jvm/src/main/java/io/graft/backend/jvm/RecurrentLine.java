package io.graft.backend.jvm;

import java.util.Arrays;
import java.util.List;

/**
 * One direction of a recurrence.
 *
 * <p>Numbers lie by step, then by row, so that all rows of a step are one matrix: the products with the input of all positions are one
 * product, and the weights of the state are packed once for all steps. Rows that have ended keep their state.
 */
abstract class RecurrentLine {
    /** Rows that are worth a thread. */
    private static final int ROWS = 4;
    /** Rows of sums that are worth a thread. */
    private static final int SUMS = 96;

    final Recurrence all;
    final int hidden;
    final int width;
    private final int direction;
    private final boolean reversed;
    private final int wo;
    private final int bo;
    final int ro;
    /** The input by steps; 0 behind the end of a row. */
    final Tensor inputs;
    /** The sums of the gates by steps, then the gates, then the gradients of the sums. */
    final Tensor a;
    /** The state before each step, and after the last. */
    final Tensor states;

    private final Product.Packed inputWeights = new Product.Packed();
    private final LaidOut laidOut;

    private Tensor dh;
    private Tensor dInputs;
    private int[] ends = {};

    RecurrentLine(Recurrence all, int direction) {
        this.all = all;
        this.direction = direction;
        hidden = all.hidden;
        width = all.gates * hidden;
        reversed = all.reversed(direction);
        wo = direction * width * all.size;
        ro = direction * width * hidden;
        bo = direction * 2 * width;
        inputs = all.along(0, all.size);
        a = all.along(0, width);
        states = all.along(1, hidden);
        laidOut = new LaidOut(all.t, all.w, all.r, all.bias);
    }

    /** What the forward pass leaves for the backward pass. */
    abstract List<Tensor> kept();

    /** Gets the weights ready for the steps. */
    abstract void pack(Product product);

    /** Moves some of the rows by a step; at first the sums hold what comes from the input. */
    abstract void step(Product product, Kernels k, int step, int from, int to, int rows);

    /** Gets the weights ready for the steps backwards. */
    abstract void packBack(Product product);

    /** Goes back over a step of some of the rows: the gradients of its sums, and {@link #dh} for the state before it. */
    abstract void back(Product product, Kernels k, int step, int from, int to, int rows);

    /** Adds the gradient of the weights of the state. */
    abstract void stateWeights(Product product, int count, int rows, float[] into);

    /** Writes the gradient of the bias of the state. */
    void stateBias(int count, float[] into, int at) {
        columns(a, count, width, into, at);
    }

    /** Sets what else moves along with the state. */
    void begin(int rows) {
        // most have the state only
    }

    /** Leaves what else moves along with the state. */
    void end(int rows) {
        // most have the state only
    }

    void beginBack(RecurrentSlopes slopes, int rows) {
        // most have the state only
    }

    void endBack(RecurrentSlopes slopes, int rows) {
        // most have the state only
    }

    /** Scratch for the backward pass. */
    List<Tensor> scratch(RecurrentSlopes slopes) {
        dh = all.each(hidden);
        dInputs = slopes.x() == null ? null : inputs;
        return List.of(dh);
    }

    final float[] dh() {
        return dh.floats();
    }

    final float[] weights() {
        return all.r.floats();
    }

    final boolean active(int step, int row) {
        return step < ends[row];
    }

    private int position(int step, int row) {
        return reversed ? ends[row] - 1 - step : step;
    }

    /** Where a row of this direction lies in a tensor [batch, directions, hidden]. */
    final int place(int row) {
        return (row * all.directions + direction) * hidden;
    }

    private int find(int rows) {
        if (ends.length < rows) ends = new int[rows];
        for (int b = 0; b < rows; b++) ends[b] = all.length(b);
        return all.longest(rows);
    }

    /** What is added to each gate: the biases of the input and, for the first so many numbers, of the state. */
    final void bias(float[] into, int stateToo) {
        if (all.bias == null) return;
        float[] b = all.bias.floats();
        for (int i = 0; i < width; i++) into[i] = b[bo + i] + (i < stateToo ? b[bo + width + i] : 0);
    }

    /** The bias of the state for one unit of a gate. */
    final float stateBias(int index) {
        return all.bias == null ? 0 : all.bias.floats()[bo + width + index];
    }

    final void forward(int rows) {
        Product product = all.t.kernels().product();
        int steps = find(rows);
        gather(steps, rows);
        laidOut.renew(product, () -> {
            pack(product);
            if (!all.t.training()) product.pack(true, width, all.size, all.w.floats(), wo, all.size, inputWeights);
        });
        if (all.t.training()) sums(product, steps * rows);
        else all.t.kernels().crew().each(steps * rows, SUMS, (who, from, to) -> sums(product.of(who), from, to));
        for (int b = 0; b < rows; b++) set(all.startH, b, states.floats());
        begin(rows);
        all.t.kernels().crew().each(rows, ROWS, (who, from, to) -> {
            Kernels k = all.t.kernels().of(who);
            for (int s = 0; s < steps; s++) step(product.of(who), k, s, from, to, rows);
        });
        if (all.y != null) scatter(rows);
        for (int b = 0; b < rows && all.lastH != null; b++)
            System.arraycopy(states.floats(), (steps * rows + b) * hidden, all.lastH.floats(), place(b), hidden);
        end(rows);
    }

    /** What the gates get from the input. */
    private void sums(Product product, int count) {
        product.multiply(
                false,
                true,
                count,
                width,
                all.size,
                inputs.floats(),
                0,
                all.size,
                all.w.floats(),
                wo,
                all.size,
                a.floats(),
                0,
                width,
                false);
    }

    /** The same for some of it, by weights that were packed. */
    private void sums(Product product, int from, int to) {
        product.multiply(
                false,
                to - from,
                inputs.floats(),
                from * all.size,
                all.size,
                inputWeights,
                a.floats(),
                from * width,
                width,
                false);
    }

    /** Sets a row to its start. */
    final void set(Tensor start, int row, float[] into) {
        if (start == null) Arrays.fill(into, row * hidden, (row + 1) * hidden, 0f);
        else System.arraycopy(start.floats(), place(row), into, row * hidden, hidden);
    }

    /** The state stays as it is in a row that has ended. */
    final void keep(int step, int row, int rows) {
        System.arraycopy(
                states.floats(),
                (step * rows + row) * hidden,
                states.floats(),
                ((step + 1) * rows + row) * hidden,
                hidden);
    }

    private void gather(int steps, int rows) {
        int n = all.size;
        for (int b = 0; b < rows; b++)
            for (int s = 0; s < steps; s++) {
                int to = (s * rows + b) * n;
                if (active(s, b))
                    System.arraycopy(all.x.floats(), (b * all.length + position(s, b)) * n, inputs.floats(), to, n);
                else Arrays.fill(inputs.floats(), to, to + n, 0f);
            }
    }

    private int output(int step, int row) {
        return ((row * all.length + position(step, row)) * all.directions + direction) * hidden;
    }

    private void scatter(int rows) {
        float[] y = all.y.floats();
        for (int b = 0; b < rows; b++) {
            for (int s = 0; s < ends[b]; s++)
                System.arraycopy(states.floats(), ((s + 1) * rows + b) * hidden, y, output(s, b), hidden);
            for (int at = ends[b]; at < all.length; at++) {
                int to = ((b * all.length + at) * all.directions + direction) * hidden;
                Arrays.fill(y, to, to + hidden, 0f);
            }
        }
    }

    final void backward(int rows, RecurrentSlopes slopes) {
        Product product = all.t.kernels().product();
        int steps = find(rows);
        beginBack(slopes, rows);
        for (int b = 0; b < rows; b++) set(slopes.lastH(), b, dh());
        packBack(product);
        all.t.kernels().crew().each(rows, ROWS, (who, from, to) -> {
            Kernels k = all.t.kernels().of(who);
            for (int s = steps - 1; s >= 0; s--) {
                if (slopes.y() != null)
                    for (int b = from; b < to; b++)
                        if (active(s, b))
                            k.rows().addScaled(hidden, 1, slopes.y().floats(), output(s, b), dh(), b * hidden);
                back(product.of(who), k, s, from, to, rows);
            }
        });
        int count = steps * rows;
        if (slopes.r() != null) {
            if (count == 0) Arrays.fill(slopes.r().floats(), ro, ro + width * hidden, 0f);
            else stateWeights(product, count, rows, slopes.r().floats());
        }
        if (slopes.w() != null) inputWeights(product, count, slopes.w().floats());
        if (slopes.bias() != null) {
            columns(a, count, width, slopes.bias().floats(), bo);
            stateBias(count, slopes.bias().floats(), bo + width);
        }
        if (dInputs != null) inputs(product, count, rows, slopes.x().floats());
        for (int b = 0; b < rows && slopes.startH() != null; b++)
            System.arraycopy(dh(), b * hidden, slopes.startH().floats(), place(b), hidden);
        endBack(slopes, rows);
    }

    private void inputWeights(Product product, int count, float[] into) {
        if (count == 0) Arrays.fill(into, wo, wo + width * all.size, 0f);
        else
            product.multiply(
                    true,
                    false,
                    width,
                    all.size,
                    count,
                    a.floats(),
                    0,
                    width,
                    inputs.floats(),
                    0,
                    all.size,
                    into,
                    wo,
                    all.size,
                    false);
    }

    /** The input itself is not needed any more: its gradient takes its place, and from there goes to the positions. */
    private void inputs(Product product, int count, int rows, float[] into) {
        int n = all.size;
        float[] d = dInputs.floats();
        product.multiply(false, false, count, n, width, a.floats(), 0, width, all.w.floats(), wo, n, d, 0, n, false);
        for (int b = 0; b < rows; b++) {
            for (int s = 0; s < ends[b]; s++) {
                int to = (b * all.length + position(s, b)) * n;
                if (direction == 0) System.arraycopy(d, (s * rows + b) * n, into, to, n);
                else add(n, d, (s * rows + b) * n, into, to);
            }
            if (direction == 0) Arrays.fill(into, (b * all.length + ends[b]) * n, (b + 1) * all.length * n, 0f);
        }
    }

    final void add(int n, float[] x, int xo, float[] y, int yo) {
        all.t.kernels().rows().addScaled(n, 1, x, xo, y, yo);
    }

    /** The sums of columns. */
    final void columns(Tensor x, int count, int columns, float[] into, int at) {
        Arrays.fill(into, at, at + columns, 0f);
        for (int i = 0; i < count; i++) add(columns, x.floats(), i * columns, into, at);
    }
}
