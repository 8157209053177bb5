package io.graft.backend.dl4j;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/** {@code h = f(x wᵀ + h rᵀ + b)} (Elman, 1990), with tanh or relu. */
final class Rnn extends Recurrence {
    private final boolean relu;
    private final float[] bias;

    Rnn(Tape t, Node n) {
        super(t, n, 1);
        relu = n.operator().string("activation", "Tanh").equals("Relu");
        bias = new float[hidden];
    }

    @Override
    void begin(int rows, int d) {
        biases(d, bias, 1, 1);
    }

    @Override
    void forward(RecurrentPass pass, int d, int at) {
        int h = hidden;
        pass.product(d, 0, 1, state, step);
        for (int i = 0; i < pass.rows; i++) {
            Gates.add(step, i * h, gate[d], place(i, at, h), h);
            Gates.add(step, i * h, bias, 0, h);
        }
        if (relu) for (int i = 0; i < pass.rows * h; i++) step[i] = Math.max(0, step[i]);
        else Gates.tanh(step, pass.rows * h);
        for (int i = 0; i < pass.rows; i++) {
            if (rests(i, at)) continue;
            System.arraycopy(step, i * h, state, i * h, h);
            System.arraycopy(step, i * h, gate[d], place(i, at, h), h);
        }
    }

    @Override
    void backward(RecurrentPass pass, int d, int at) {
        int h = hidden;
        for (int i = 0; i < pass.rows; i++) {
            int row = i * h;
            if (rests(i, at)) {
                Arrays.fill(step, row, row + h, 0);
                continue;
            }
            int place = place(i, at, h);
            for (int k = 0; k < h; k++) {
                float y = gate[d][place + k];
                float slope = relu ? y > 0 ? 1 : 0 : 1 - y * y;
                step[row + k] = state[row + k] * slope;
            }
            System.arraycopy(step, row, gate[d], place, h);
            Arrays.fill(state, row, row + h, 0);
        }
        pass.back(d, 0, 1, step, incoming);
        Gates.add(state, 0, incoming, 0, pass.rows * h);
    }

    @Override
    void weightGradient(RecurrentPass pass, int d, FloatPointer[] dr) {
        pass.stateWeightGradient(0, 1, before[d], dr[0]);
    }

    @Override
    void biasGradient(int d, int steps, float[] db, int from) {
        sumRows(gate[d], steps, hidden, 0, hidden, db, from);
        System.arraycopy(db, from, db, from + hidden, hidden);
    }
}
