package io.graft.backend.dl4j;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/**
 * {@code h = (1 − z) ⊙ c + z ⊙ h} (Cho et al., 2014), with the gates in ONNX' order z, r, c.
 *
 * <p>The content is {@code c = tanh(x wᵀ + (r ⊙ h) rᵀ + b)}, or, with {@code linear_before_reset}, {@code tanh(x wᵀ + b + r ⊙ (h rᵀ + b'))}.
 */
final class Gru extends Recurrence {
    private static final int GATES = 3;

    private final boolean linear;
    private final float[] bias;
    private final float[] inner;
    private final float[] scale;
    private final float[] offset;
    private final float[] content;
    private final float[] reset;

    /** With {@code linear_before_reset} what the reset gate multiplies, h rᵀ + b', and on the way back its gradient; else r ⊙ h. */
    private final float[][] inside;

    Gru(Tape t, Node n) {
        super(t, n, GATES);
        linear = n.operator().integer("linear_before_reset", 0) != 0;
        bias = new float[GATES * hidden];
        inner = new float[hidden];
        scale = new float[step.length];
        offset = new float[step.length];
        Arrays.fill(scale, 0.5f);
        Arrays.fill(offset, 0.5f);
        content = new float[state.length];
        reset = new float[state.length];
        inside = new float[directions][before[0].length];
    }

    @Override
    void begin(int rows, int d) {
        biases(d, bias, GATES, linear ? 2 : GATES);
        stateBias(d, 2, inner);
    }

    @Override
    void forward(RecurrentPass pass, int d, int at) {
        int h = hidden;
        int wide = GATES * h;
        int rows = pass.rows;
        pass.product(d, 0, linear ? GATES : 2, state, step);
        for (int i = 0; i < rows; i++) {
            if (linear) {
                System.arraycopy(step, i * wide + 2 * h, inside[d], place(i, at, h), h);
                Gates.add(inside[d], place(i, at, h), inner, 0, h);
            }
            Gates.add(step, i * wide, gate[d], place(i, at, wide), 2 * h);
            Gates.add(step, i * wide, bias, 0, 2 * h);
        }
        Gates.squash(step, scale, offset, rows * wide);
        for (int i = 0; i < rows; i++)
            if (!rests(i, at)) System.arraycopy(step, i * wide, gate[d], place(i, at, wide), 2 * h);
        for (int i = 0; i < rows; i++) System.arraycopy(gate[d], place(i, at, wide) + 2 * h, content, i * h, h);
        if (linear)
            for (int i = 0; i < rows; i++)
                multiplyAdd(step, i * wide + h, inside[d], place(i, at, h), content, i * h, h);
        else content(pass, d, at);
        for (int i = 0; i < rows; i++) Gates.add(content, i * h, bias, 2 * h, h);
        Gates.tanh(content, rows * h);
        for (int i = 0; i < rows; i++) {
            if (rests(i, at)) continue;
            int place = place(i, at, wide);
            System.arraycopy(content, i * h, gate[d], place + 2 * h, h);
            blend(gate[d], place, content, state, i * h, h);
        }
    }

    /** Adds (r ⊙ h) rᵀ to the content. */
    private void content(RecurrentPass pass, int d, int at) {
        int h = hidden;
        int wide = GATES * h;
        Arrays.fill(reset, 0, pass.rows * h, 0);
        for (int i = 0; i < pass.rows; i++) {
            multiplyAdd(step, i * wide + h, state, i * h, reset, i * h, h);
            System.arraycopy(reset, i * h, inside[d], place(i, at, h), h);
        }
        pass.product(d, 2, 1, reset, step);
        for (int i = 0; i < pass.rows; i++) Gates.add(content, i * h, step, i * wide + 2 * h, h);
    }

    private static void multiplyAdd(float[] a, int from, float[] b, int at, float[] sum, int to, int h) {
        for (int k = 0; k < h; k++) sum[to + k] += a[from + k] * b[at + k];
    }

    private static void blend(float[] z, int from, float[] content, float[] state, int to, int h) {
        for (int k = 0; k < h; k++) state[to + k] = content[to + k] + z[from + k] * (state[to + k] - content[to + k]);
    }

    /** What was inside at steps at which a row rests is of another batch. */
    @Override
    void beginBack(int rows, int d) {
        for (int i = 0; i < rows; i++)
            for (int at = 0; at < length; at++)
                if (rests(i, at)) Arrays.fill(inside[d], place(i, at, hidden), place(i, at + 1, hidden), 0);
    }

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
            blendGradient(gate[d], place(i, at, wide), before[d], place(i, at, h), state, i * h, step, to, h);
        }
        if (linear) throughLinear(pass, d, at);
        else throughReset(pass, d, at);
        pass.back(d, 0, linear ? GATES : 2, step, incoming);
        Gates.add(state, 0, incoming, 0, pass.rows * h);
    }

    /** Of z and of the content; the state's own gradient becomes that through z. */
    private static void blendGradient(
            float[] gates, int from, float[] before, int at, float[] dh, int row, float[] dz, int to, int h) {
        for (int k = 0; k < h; k++) {
            float z = gates[from + k];
            float c = gates[from + 2 * h + k];
            float slope = dh[row + k];
            dz[to + k] = slope * (before[at + k] - c) * z * (1 - z);
            dz[to + 2 * h + k] = slope * (1 - z) * (1 - c * c);
            dh[row + k] = slope * z;
        }
    }

    private void throughLinear(RecurrentPass pass, int d, int at) {
        int h = hidden;
        int wide = GATES * h;
        for (int i = 0; i < pass.rows; i++) {
            if (rests(i, at)) continue;
            int to = i * wide;
            int place = place(i, at, h);
            int from = place(i, at, wide);
            resetGradient(gate[d], from + h, step, to + 2 * h, inside[d], place, step, to + h, h);
            // the product's own gradient: that of the content through r
            for (int k = 0; k < h; k++) inside[d][place + k] = step[to + 2 * h + k] * gate[d][from + h + k];
            System.arraycopy(step, to, gate[d], from, wide);
            System.arraycopy(inside[d], place, step, to + 2 * h, h);
        }
    }

    private void throughReset(RecurrentPass pass, int d, int at) {
        int h = hidden;
        int wide = GATES * h;
        pass.back(d, 2, 1, step, incoming);
        for (int i = 0; i < pass.rows; i++) {
            if (rests(i, at)) continue;
            int to = i * wide;
            int from = place(i, at, wide);
            multiplyAdd(gate[d], from + h, incoming, i * h, state, i * h, h);
            resetGradient(gate[d], from + h, incoming, i * h, before[d], place(i, at, h), step, to + h, h);
            System.arraycopy(step, to, gate[d], from, wide);
        }
    }

    /** dr = slope · what it multiplied · r (1 − r). */
    private static void resetGradient(
            float[] r, int from, float[] slope, int at, float[] other, int place, float[] dz, int to, int h) {
        for (int k = 0; k < h; k++) {
            float open = r[from + k];
            dz[to + k] = slope[at + k] * other[place + k] * open * (1 - open);
        }
    }

    @Override
    void weightGradient(RecurrentPass pass, int d, FloatPointer[] dr) {
        pass.stateWeightGradient(0, 2, before[d], dr[0]);
        if (linear) pass.stateWeightGradient(inside[d], before[d], dr[2]);
        else pass.stateWeightGradient(2, 1, inside[d], dr[2]);
    }

    @Override
    void biasGradient(int d, int steps, float[] db, int from) {
        int wide = GATES * hidden;
        sumRows(gate[d], steps, wide, 0, wide, db, from);
        System.arraycopy(db, from, db, from + wide, wide);
        if (linear) sumRows(inside[d], steps, hidden, 0, hidden, db, from + wide + 2 * hidden);
    }
}
