package io.graft.backend.dl4j;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;

/**
 * {@code c = f ⊙ c + i ⊙ g, h = o ⊙ tanh(c)} (Hochreiter and Schmidhuber, 1997, with the forget gate of Gers et al., 2000). The gates
 * stand in ONNX' order i, o, f, g; the last is the new content.
 */
final class Lstm extends Recurrence {
    private static final int GATES = 4;

    private final Host initial;
    private final Host last;
    private final float[] bias;
    private final float[] scale;
    private final float[] offset;
    private final float[] cell;
    private final float[] squashed;
    private final float[][] cellBefore;
    private final float[][] squashedCell;
    private Host dLast;
    private Host dInitial;

    Lstm(Tape t, Node n) {
        super(t, n, GATES);
        initial = n.has(6) ? t.host(n.name(6)) : null;
        last = states(t);
        bias = new float[GATES * hidden];
        scale = new float[step.length];
        offset = new float[step.length];
        for (int i = 0; i < scale.length; i++) {
            boolean content = i % (GATES * hidden) >= 3 * hidden;
            scale[i] = content ? 1 : 0.5f;
            offset[i] = content ? 0 : 0.5f;
        }
        cell = new float[state.length];
        squashed = new float[state.length];
        cellBefore = new float[directions][before[0].length];
        squashedCell = new float[directions][before[0].length];
    }

    @Override
    List<Host> moreOutputs() {
        return List.of(last);
    }

    @Override
    void begin(int rows, int d) {
        biases(d, bias, GATES, GATES);
        load(initial, rows, d, cell);
    }

    @Override
    void end(int rows, int d) {
        store(cell, rows, d, last);
    }

    @Override
    void forward(RecurrentPass pass, int d, int at) {
        int h = hidden;
        int wide = GATES * h;
        pass.product(d, 0, GATES, state, step);
        for (int i = 0; i < pass.rows; i++) {
            Gates.add(step, i * wide, gate[d], place(i, at, wide), wide);
            Gates.add(step, i * wide, bias, 0, wide);
        }
        Gates.squash(step, scale, offset, pass.rows * wide);
        for (int i = 0; i < pass.rows; i++) {
            if (rests(i, at)) continue;
            System.arraycopy(step, i * wide, gate[d], place(i, at, wide), wide);
            System.arraycopy(cell, i * h, cellBefore[d], place(i, at, h), h);
            remember(step, i * wide, cell, i * h, h);
        }
        System.arraycopy(cell, 0, squashed, 0, pass.rows * h);
        Gates.tanh(squashed, pass.rows * h);
        for (int i = 0; i < pass.rows; i++) {
            if (rests(i, at)) continue;
            System.arraycopy(squashed, i * h, squashedCell[d], place(i, at, h), h);
            show(step, i * wide + h, squashed, state, i * h, h);
        }
    }

    private static void remember(float[] gates, int from, float[] cell, int to, int h) {
        for (int k = 0; k < h; k++)
            cell[to + k] = gates[from + 2 * h + k] * cell[to + k] + gates[from + k] * gates[from + 3 * h + k];
    }

    private static void show(float[] gates, int from, float[] squashed, float[] state, int to, int h) {
        for (int k = 0; k < h; k++) state[to + k] = gates[from + k] * squashed[to + k];
    }

    @Override
    void gradients(List<Host> more) {
        dLast = more.get(0);
    }

    @Override
    List<Host> moreGradients(Tape t) {
        dInitial = states(t);
        return List.of(dInitial);
    }

    @Override
    void beginBack(int rows, int d) {
        load(dLast, rows, d, cell);
    }

    @Override
    void endBack(int rows, int d) {
        store(cell, rows, d, dInitial);
    }

    /** {@link #cell} holds the gradient of the cell. */
    @Override
    void backward(RecurrentPass pass, int d, int at) {
        int h = hidden;
        int wide = GATES * h;
        for (int i = 0; i < pass.rows; i++) {
            int to = i * wide;
            if (rests(i, at)) {
                Arrays.fill(step, to, to + wide, 0);
                continue;
            }
            int from = place(i, at, wide);
            int place = place(i, at, h);
            output(gate[d], from + h, squashedCell[d], place, state, i * h, cell, step, to + h, h);
            content(gate[d], from, cell, i * h, step, to, h);
            forget(gate[d], from + 2 * h, cellBefore[d], place, cell, i * h, step, to + 2 * h, h);
            System.arraycopy(step, to, gate[d], from, wide);
            Arrays.fill(state, i * h, (i + 1) * h, 0);
        }
        pass.back(d, 0, GATES, step, incoming);
        Gates.add(state, 0, incoming, 0, pass.rows * h);
    }

    private static void output(
            float[] o, int from, float[] squashed, int at, float[] dh, int row, float[] dc, float[] dz, int to, int h) {
        for (int k = 0; k < h; k++) {
            float open = o[from + k];
            float c = squashed[at + k];
            dc[row + k] += dh[row + k] * open * (1 - c * c);
            dz[to + k] = dh[row + k] * c * open * (1 - open);
        }
    }

    private static void content(float[] gates, int from, float[] dc, int row, float[] dz, int to, int h) {
        for (int k = 0; k < h; k++) {
            float in = gates[from + k];
            float c = gates[from + 3 * h + k];
            dz[to + k] = dc[row + k] * c * in * (1 - in);
            dz[to + 3 * h + k] = dc[row + k] * in * (1 - c * c);
        }
    }

    private static void forget(
            float[] f, int from, float[] before, int at, float[] dc, int row, float[] dz, int to, int h) {
        for (int k = 0; k < h; k++) {
            float keep = f[from + k];
            dz[to + k] = dc[row + k] * before[at + k] * keep * (1 - keep);
            dc[row + k] *= keep;
        }
    }

    @Override
    void weightGradient(RecurrentPass pass, int d, FloatPointer[] dr) {
        pass.stateWeightGradient(0, GATES, before[d], dr[0]);
    }

    @Override
    void biasGradient(int d, int steps, float[] db, int from) {
        int wide = GATES * hidden;
        sumRows(gate[d], steps, wide, 0, wide, db, from);
        System.arraycopy(db, from, db, from + wide, wide);
    }
}
