package io.graft.testkit;

import io.graft.testkit.ReferenceInterpreter.Call;
import java.util.ArrayList;
import java.util.List;

/**
 * What goes along a sequence with a state, {@code layout = 1}: {@code X [batch, length, size]} to {@code Y [batch, length, directions, hidden]},
 * {@code Y_h} and {@code Y_c [batch, directions, hidden]}.
 *
 * <p>Source of the formulas: the ONNX operators {@code LSTM}, {@code GRU} and {@code RNN}. A row of length 0 keeps its initial state; {@code Y}
 * is 0 beyond a row's length; the reverse direction begins at the last position of a row.
 */
final class Recurrences {
    private Recurrences() {}

    static void register(Kernels kernels) {
        kernels.several("LSTM", c -> along(c, 4, Recurrences::lstm));
        kernels.several("GRU", c -> {
            boolean before = c.operator().integer("linear_before_reset", 0) != 0;
            return along(c, 3, gates -> gru(gates, before));
        });
        kernels.several("RNN", c -> {
            boolean relu = c.operator().string("activation", "Tanh").equals("Relu");
            return along(c, 1, gates -> rnn(gates, relu));
        });
    }

    /** One step of one row: moves the state. */
    private interface Cell {
        void step(Gates gates);
    }

    /** The weights of one direction and the state of one row. */
    private record Gates(Tensor w, Tensor r, Tensor b, int direction, double[] x, double[] h, double[] c) {
        int hidden() {
            return h.length;
        }

        /** W x + its bias, for one gate of one unit. */
        double fromInput(int gate, int unit) {
            int row = direction * w.size(1) + gate * hidden() + unit;
            double sum = b == null ? 0 : b.data()[direction * b.size(1) + gate * hidden() + unit];
            for (int i = 0; i < x.length; i++) sum += w.data()[row * x.length + i] * x[i];
            return sum;
        }

        /** R state + its bias, for one gate of one unit. */
        double fromState(int gate, int unit, double[] state) {
            int row = direction * r.size(1) + gate * hidden() + unit;
            double sum = b == null ? 0 : b.data()[direction * b.size(1) + r.size(1) + gate * hidden() + unit];
            for (int i = 0; i < state.length; i++) sum += r.data()[row * state.length + i] * state[i];
            return sum;
        }

        double sum(int gate, int unit, double[] state) {
            return fromInput(gate, unit) + fromState(gate, unit, state);
        }
    }

    private static List<Tensor> along(Call call, int gates, Cell cell) {
        Tensor x = call.in(0);
        Tensor w = call.in(1);
        Tensor lengths = call.in(4);
        int rows = x.size(0);
        int length = x.size(1);
        int directions = w.size(0);
        int hidden = w.size(1) / gates;
        boolean backwards = call.operator().string("direction", "forward").equals("reverse");
        double[] y = new double[rows * length * directions * hidden];
        double[] states = start(call.in(5), rows * directions * hidden);
        double[] memories = start(call.in(6), rows * directions * hidden);
        for (int row = 0; row < rows; row++)
            for (int d = 0; d < directions; d++) {
                int state = (row * directions + d) * hidden;
                double[] h = part(states, state, hidden);
                double[] c = part(memories, state, hidden);
                int n = lengths == null ? length : Lookups.index(lengths.data()[row], length + 1);
                for (int step = 0; step < n; step++) {
                    int t = backwards || d == 1 ? n - 1 - step : step;
                    double[] at = part(x.data(), (row * length + t) * x.size(2), x.size(2));
                    cell.step(new Gates(w, call.in(2), call.in(3), d, at, h, c));
                    System.arraycopy(h, 0, y, ((row * length + t) * directions + d) * hidden, hidden);
                }
                System.arraycopy(h, 0, states, state, hidden);
                System.arraycopy(c, 0, memories, state, hidden);
            }
        int[] shape = {rows, directions, hidden};
        List<Tensor> outputs = new ArrayList<>();
        outputs.add(Tensor.of(new int[] {rows, length, directions, hidden}, y));
        outputs.add(Tensor.of(shape, states));
        if (gates == 4) outputs.add(Tensor.of(shape, memories));
        return outputs;
    }

    private static double[] start(Tensor given, int elements) {
        return given == null ? new double[elements] : given.data().clone();
    }

    private static double[] part(double[] of, int from, int length) {
        double[] part = new double[length];
        System.arraycopy(of, from, part, 0, length);
        return part;
    }

    /** Gates in the order i, o, f, c: c' = f · c + i · tanh(c gate), h' = o · tanh(c'). */
    private static void lstm(Gates g) {
        double[] h = g.h().clone();
        for (int u = 0; u < h.length; u++) {
            double in = Elementwise.sigmoid(g.sum(0, u, h));
            double out = Elementwise.sigmoid(g.sum(1, u, h));
            double forget = Elementwise.sigmoid(g.sum(2, u, h));
            g.c()[u] = forget * g.c()[u] + in * Math.tanh(g.sum(3, u, h));
            g.h()[u] = out * Math.tanh(g.c()[u]);
        }
    }

    /** Gates in the order z, r, h: h' = (1 − z) · candidate + z · h; the reset gate is applied to the state or to what R makes of it. */
    private static void gru(Gates g, boolean linearBeforeReset) {
        double[] h = g.h().clone();
        double[] reset = new double[h.length];
        double[] kept = new double[h.length];
        for (int u = 0; u < h.length; u++) {
            reset[u] = Elementwise.sigmoid(g.sum(1, u, h));
            kept[u] = reset[u] * h[u];
        }
        for (int u = 0; u < h.length; u++) {
            double update = Elementwise.sigmoid(g.sum(0, u, h));
            double state = linearBeforeReset ? reset[u] * g.fromState(2, u, h) : g.fromState(2, u, kept);
            g.h()[u] = (1 - update) * Math.tanh(g.fromInput(2, u) + state) + update * h[u];
        }
    }

    private static void rnn(Gates g, boolean relu) {
        double[] h = g.h().clone();
        for (int u = 0; u < h.length; u++) {
            double sum = g.sum(0, u, h);
            g.h()[u] = relu ? Math.max(0, sum) : Math.tanh(sum);
        }
    }
}
