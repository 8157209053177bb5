package io.graft.backend.jvm;

import io.graft.api.graph.Dim;
import io.graft.api.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * LSTM, GRU and RNN: what goes along a sequence with a state. Each direction is a {@link RecurrentLine}.
 *
 * <p>Steps are not positions: the first step of a row in the reverse direction is its last valid position.
 */
final class Recurrence {
    /** Makes one direction. */
    private interface Maker {
        RecurrentLine make(Recurrence all, int direction);
    }

    final Tape t;
    final Node n;
    final int gates;
    final int hidden;
    final int directions;
    final int size;
    final int length;
    final Tensor x;
    final Tensor w;
    final Tensor r;
    final Tensor bias;
    final Tensor lengths;
    final Tensor startH;
    final Tensor startC;
    final Tensor y;
    final Tensor lastH;
    final Tensor lastC;
    private final List<RecurrentLine> lines = new ArrayList<>();

    private Recurrence(Tape t, Node n, int gates, Maker maker) {
        this.t = t;
        this.n = n;
        this.gates = gates;
        x = t.in(n, 0);
        w = t.in(n, 1);
        r = t.in(n, 2);
        bias = optional(3);
        lengths = optional(4);
        startH = optional(5);
        startC = optional(6);
        hidden = r.shape.size(2);
        directions = w.shape.size(0);
        size = x.shape.size(2);
        length = x.shape.size(1);
        y = n.gives(0) ? t.floats(n.outputs().get(0).shape()) : null;
        lastH = n.gives(1) ? t.floats(n.outputs().get(1).shape()) : null;
        lastC = n.gives(2) ? t.floats(n.outputs().get(2).shape()) : null;
        for (int d = 0; d < directions; d++) lines.add(maker.make(this, d));
    }

    static void register(Map<String, Lowering> table) {
        table.put("LSTM", (t, n) -> new Recurrence(t, n, 4, LstmLine::new).lower());
        table.put("GRU", (t, n) -> {
            boolean linear = n.operator().integer("linear_before_reset", 0) == 1;
            return new Recurrence(t, n, 3, linear ? LinearGruLine::new : GruLine::new).lower();
        });
        table.put("RNN", (t, n) -> new Recurrence(t, n, 1, RnnLine::new).lower());
    }

    private Tensor optional(int input) {
        return n.has(input) ? t.in(n, input) : null;
    }

    /** Whether a direction begins at the end. */
    boolean reversed(int direction) {
        return direction == 1 || n.operator().string("direction", "forward").equals("reverse");
    }

    /** A tensor with numbers for each step and row, and some steps more. */
    Tensor along(int moreSteps, int width) {
        return t.floats(Shape.of(Dim.of(length + moreSteps), x.shape.dim(0), Dim.of(width)));
    }

    /** A tensor with numbers for each row. */
    Tensor each(int width) {
        return t.floats(Shape.of(x.shape.dim(0), Dim.of(width)));
    }

    /** The positions that a row has. */
    int length(int row) {
        if (lengths == null) return length;
        int steps = lengths.ints()[row];
        if (steps < 0 || steps > length)
            throw new IllegalArgumentException("'" + lengths.name + "' holds " + steps + " for row " + row
                    + ", but a row has 0 to " + length + " positions");
        return steps;
    }

    /** The steps of the longest row. */
    int longest(int rows) {
        int most = 0;
        for (int b = 0; b < rows; b++) most = Math.max(most, length(b));
        return most;
    }

    int rows(int batch) {
        return startRows().at(batch);
    }

    private Extent startRows() {
        return Extent.of(x.shape.dims().subList(0, 1));
    }

    static List<Tensor> there(Tensor... some) {
        return Stream.of(some).filter(Objects::nonNull).toList();
    }

    static List<Tensor> both(List<Tensor> a, List<Tensor> b) {
        return Stream.concat(a.stream(), b.stream()).toList();
    }

    private Lowered lower() {
        for (RecurrentLine line : lines)
            t.run(
                    there(x, w, r, bias, lengths, startH, startC),
                    both(line.kept(), there(y, lastH, lastC)),
                    batch -> line.forward(rows(batch)));
        return new Lowered(Arrays.asList(outputs()), this::backward);
    }

    private Tensor[] outputs() {
        Tensor[] all = {y, lastH, lastC};
        return Arrays.copyOf(all, n.outputs().size());
    }

    private void backward(List<Tensor> dys, Gradients to) {
        Tensor[] d = new Tensor[7];
        for (int i = 0; i < d.length; i++) if (i != 4 && to.wants(i)) d[i] = t.floats(n.shape(i));
        RecurrentSlopes slopes = new RecurrentSlopes(
                dys.get(0), dys.get(1), dys.size() > 2 ? dys.get(2) : null, d[0], d[1], d[2], d[3], d[5], d[6]);
        for (RecurrentLine line : lines) {
            List<Tensor> scratch = line.scratch(slopes);
            t.run(
                    both(there(x, w, r, lengths, slopes.y(), slopes.lastH(), slopes.lastC()), line.kept()),
                    both(both(scratch, line.kept()), there(d)),
                    batch -> line.backward(rows(batch), slopes));
        }
        for (int i = 0; i < d.length; i++) {
            Tensor found = d[i];
            if (found != null) to.add(i, () -> found);
        }
    }
}
