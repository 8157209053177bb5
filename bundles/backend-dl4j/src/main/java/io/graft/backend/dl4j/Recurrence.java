package io.graft.backend.dl4j;

import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;

/**
 * What {@code LSTM}, {@code GRU} and {@code RNN} share: one matrix product for the inputs of all steps, then step by step the product
 * with the state, by BLAS, and the gates, in Java.
 *
 * <p>A row rests at the steps beyond its length: its state stays, its output is 0. Matrices over all steps have the row
 * {@code row · length + step}.
 */
abstract class Recurrence {
    final Tensor x;
    final Tensor w;
    final Tensor r;
    final int gates;
    final int hidden;
    final int length;
    final int size;
    final int directions;

    /** What the gates got, then what they gave, at every step; on the way back the gradient of what they got. */
    final float[][] gate;

    /** The state before every step. */
    final float[][] before;

    /** The state; on the way back its gradient. */
    final float[] state;

    /** The gates of one step: products with the state; on the way back their gradient. */
    final float[] step;

    /** What {@link RecurrentPass#back} gives. */
    final float[] incoming;

    private final Host bias;
    private final Host lengths;
    private final Host initial;
    private final Host y;
    private final Host last;
    private final boolean backwards;

    Recurrence(Tape t, Node n, int gates) {
        this.gates = gates;
        x = t.tensor(n.name(0));
        w = t.tensor(n.name(1));
        r = t.tensor(n.name(2));
        bias = n.has(3) ? t.host(n.name(3)) : null;
        lengths = n.has(4) ? t.host(n.name(4)) : null;
        initial = n.has(5) ? t.host(n.name(5)) : null;
        directions = r.shape.size(0);
        hidden = r.shape.size(2);
        length = x.shape.size(1);
        size = x.shape.size(2);
        backwards = n.operator().string("direction", "forward").equals("reverse");
        int rows = Sizes.of(x.shape.dim(0), t.maxRows());
        gate = new float[directions][rows * length * gates * hidden];
        before = new float[directions][rows * length * hidden];
        state = new float[rows * hidden];
        step = new float[rows * gates * hidden];
        incoming = new float[rows * hidden];
        y = t.array(ElementType.FLOAT, Shape.of(x.shape.dim(0), Dim.of(length), Dim.of(directions), Dim.of(hidden)));
        last = states(t);
    }

    static void register(Map<String, Lowerings.Lowering> table) {
        table.put("LSTM", (t, n) -> new Lstm(t, n).lower(t));
        table.put("GRU", (t, n) -> new Gru(t, n).lower(t));
        table.put("RNN", (t, n) -> new Rnn(t, n).lower(t));
    }

    /** An array for a state of every row and direction. */
    final Host states(Tape t) {
        return t.array(ElementType.FLOAT, Shape.of(x.shape.dim(0), Dim.of(directions), Dim.of(hidden)));
    }

    /** One step forward: reads {@link #state} and its part of {@link #gate}, and writes both. */
    abstract void forward(RecurrentPass pass, int d, int at);

    /**
     * One step back: {@link #state} holds the gradient of the state after it and gets that of the state before it; its part of {@link #gate}
     * gets the gradient of what the gates got, 0 for rows that rest.
     */
    abstract void backward(RecurrentPass pass, int d, int at);

    /** The gradient of one direction's weights for the state, after all steps. */
    abstract void weightGradient(RecurrentPass pass, int d, FloatPointer[] dr);

    /** The gradient of one direction's bias, after all steps. */
    abstract void biasGradient(int d, int steps, float[] db, int from);

    /** Outputs after Y and Y_h. */
    List<Host> moreOutputs() {
        return List.of();
    }

    /** Before the first step and after the last one, forward. */
    void begin(int rows, int d) {}

    void end(int rows, int d) {}

    /** Takes the gradients of {@link #moreOutputs}. */
    void gradients(List<Host> more) {}

    /** Arrays for the gradients of initial states after the first. */
    List<Host> moreGradients(Tape t) {
        return List.of();
    }

    /** Before the last step and after the first one, on the way back. */
    void beginBack(int rows, int d) {}

    void endBack(int rows, int d) {}

    final boolean rests(int row, int at) {
        return lengths != null && at >= lengths.ints()[row];
    }

    /** Where a row of a step begins in a matrix over all steps. */
    final int place(int row, int at, int width) {
        return (row * length + at) * width;
    }

    /** The sum of both biases of some gates, or zeros. */
    final void biases(int d, float[] into, int... counts) {
        Arrays.fill(into, 0);
        int wide = gates * hidden;
        if (bias != null)
            for (int part = 0; part < counts.length; part++)
                Gates.add(into, 0, bias.floats(), (2 * d + part) * wide, counts[part] * hidden);
    }

    /** The bias of the product with the state, for one gate, or zeros. */
    final void stateBias(int d, int which, float[] into) {
        if (bias == null) Arrays.fill(into, 0);
        else System.arraycopy(bias.floats(), (2 * d + 1) * gates * hidden + which * hidden, into, 0, hidden);
    }

    private int at(int d, int s) {
        return backwards || d == 1 ? length - 1 - s : s;
    }

    private boolean allRest(int rows, int at) {
        for (int i = 0; i < rows; i++) if (!rests(i, at)) return false;
        return true;
    }

    /** Copies the state of one direction out of an array over all, or zeros. */
    final void load(Host all, int rows, int d, float[] into) {
        if (all == null) Arrays.fill(into, 0, rows * hidden, 0);
        else
            for (int i = 0; i < rows; i++)
                System.arraycopy(all.floats(), (i * directions + d) * hidden, into, i * hidden, hidden);
    }

    final void store(float[] from, int rows, int d, Host all) {
        for (int i = 0; i < rows; i++)
            System.arraycopy(from, i * hidden, all.floats(), (i * directions + d) * hidden, hidden);
    }

    private void forward(RecurrentPass pass) {
        int rows = pass.rows;
        check(rows);
        for (int d = 0; d < directions; d++) {
            pass.inputs(d, gate[d]);
            load(initial, rows, d, state);
            begin(rows, d);
            for (int s = 0; s < length; s++) {
                int at = at(d, s);
                for (int i = 0; i < rows; i++)
                    System.arraycopy(state, i * hidden, before[d], place(i, at, hidden), hidden);
                if (!allRest(rows, at)) forward(pass, d, at);
                for (int i = 0; i < rows; i++) {
                    int to = ((i * length + at) * directions + d) * hidden;
                    if (rests(i, at)) Arrays.fill(y.floats(), to, to + hidden, 0);
                    else System.arraycopy(state, i * hidden, y.floats(), to, hidden);
                }
            }
            store(state, rows, d, last);
            end(rows, d);
        }
    }

    private void check(int rows) {
        if (lengths != null)
            for (int i = 0; i < rows; i++)
                if (lengths.ints()[i] < 0 || lengths.ints()[i] > length)
                    throw new IllegalArgumentException(
                            "a sequence has the length " + lengths.ints()[i] + ", which is not from 0 to " + length);
    }

    private void backward(RecurrentPass pass, Host dy, Host dLast, Host dInitial) {
        int rows = pass.rows;
        int wide = gates * hidden;
        for (int d = 0; d < directions; d++) {
            load(dLast, rows, d, state);
            beginBack(rows, d);
            for (int s = length - 1; s >= 0; s--) {
                int at = at(d, s);
                for (int i = 0; i < rows; i++) {
                    int from = ((i * length + at) * directions + d) * hidden;
                    int row = place(i, at, wide);
                    if (rests(i, at)) Arrays.fill(gate[d], row, row + wide, 0);
                    else if (dy != null) Gates.add(state, i * hidden, dy.floats(), from, hidden);
                }
                if (!allRest(rows, at)) backward(pass, d, at);
            }
            store(state, rows, d, dInitial);
            endBack(rows, d);
        }
    }

    final Lowered lower(Tape t) {
        RecurrentPass.Room room = RecurrentPass.Room.of(this);
        t.kernel(List.of(x, w, r), room.tensors(), frame -> {
            RecurrentPass pass = new RecurrentPass(this, frame, room);
            return () -> forward(pass);
        });
        List<Tensor> outputs = new ArrayList<>(List.of(t.upload(y), t.upload(last)));
        for (Host more : moreOutputs()) outputs.add(t.upload(more));
        return new Lowered(outputs, (dy, to) -> backward(t, dy, to));
    }

    private void backward(Tape t, List<Tensor> dy, Gradients to) {
        List<Host> slopes = new ArrayList<>();
        for (Tensor slope : dy) slopes.add(slope == null ? null : t.download(slope));
        gradients(slopes.subList(2, slopes.size()));
        RecurrentPass.Room room = RecurrentPass.Room.of(this);
        Tensor dx = Tensor.scratch(ElementType.FLOAT, x.shape);
        Tensor dw = Tensor.scratch(ElementType.FLOAT, w.shape);
        Tensor dr = Tensor.scratch(ElementType.FLOAT, r.shape);
        Host db = t.array(ElementType.FLOAT, Shape.of(directions, 2 * gates * hidden));
        Host dInitial = states(t);
        List<Host> more = moreGradients(t);
        List<Tensor> writes = new ArrayList<>(room.tensors());
        writes.addAll(List.of(dx, dw, dr));
        boolean wantsInput = to.wants(0);
        t.kernel(List.of(x, w, r), writes, frame -> {
            RecurrentPass pass = new RecurrentPass(this, frame, room);
            FloatPointer input = frame.floats(dx);
            FloatPointer[] inputWeights = new FloatPointer[directions];
            FloatPointer[][] stateWeights = new FloatPointer[directions][gates];
            for (int d = 0; d < directions; d++) {
                inputWeights[d] = frame.floats(dw, (long) d * gates * hidden * size);
                for (int g = 0; g < gates; g++)
                    stateWeights[d][g] = frame.floats(dr, (long) (d * gates + g) * hidden * hidden);
            }
            return () -> {
                backward(pass, slopes.get(0), slopes.get(1), dInitial);
                for (int d = 0; d < directions; d++) {
                    pass.gradient(gate[d]);
                    if (wantsInput) pass.inputGradient(d, input);
                    pass.inputWeightGradient(inputWeights[d]);
                    weightGradient(pass, d, stateWeights[d]);
                    biasGradient(d, pass.rows * length, db.floats(), 2 * d * gates * hidden);
                }
            };
        });
        to.add(0, () -> dx);
        to.add(1, () -> dw);
        to.add(2, () -> dr);
        to.add(3, () -> t.upload(db));
        to.add(5, () -> t.upload(dInitial));
        for (int i = 0; i < more.size(); i++) {
            Host gradient = more.get(i);
            to.add(6 + i, () -> t.upload(gradient));
        }
    }

    /** Sums columns of the gradient of all steps. */
    static void sumRows(float[] matrix, int rows, int width, int first, int count, float[] sum, int to) {
        Arrays.fill(sum, to, to + count, 0);
        for (int i = 0; i < rows; i++) Gates.add(sum, to, matrix, i * width + first, count);
    }
}
