package io.graft.backend.jvm;

import io.graft.api.graph.Operator;
import io.graft.api.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Operators whose elements stand elsewhere in what they take, or are a constant: Pad, and Slice with steps. */
final class Picks {
    private Picks() {}

    static void register(Map<String, Lowering> table) {
        table.put("Pad", Picks::pad);
    }

    private static Lowered pad(Tape t, Node n) {
        Operator op = n.operator();
        Shape x = n.shape(0);
        int rank = x.rank();
        int[] pads = op.integers("pads");
        String mode = op.string("mode", "constant");
        int[][] places = new int[rank][];
        for (int axis = 0; axis < rank; axis++) {
            if (pads[axis] == 0 && pads[axis + rank] == 0) continue;
            int size = x.size(axis);
            places[axis] = new int[pads[axis] + size + pads[axis + rank]];
            for (int i = 0; i < places[axis].length; i++) places[axis][i] = source(i - pads[axis], size, mode);
        }
        return pick(t, n, places, op.number("value", 0));
    }

    /** Which element stands at a place that may lie before the first or after the last; -1 for the constant. */
    private static int source(int at, int size, String mode) {
        if (at >= 0 && at < size) return at;
        return switch (mode) {
            case "reflect" -> at < 0 ? -at : 2 * (size - 1) - at;
            case "edge" -> at < 0 ? 0 : size - 1;
            default -> -1;
        };
    }

    static Lowered slice(Tape t, Node n) {
        Operator op = n.operator();
        int[] starts = op.integers("starts");
        int[] axes = op.integers("axes");
        int[] steps = op.integers("steps");
        int[][] places = new int[n.shape(0).rank()][];
        for (int i = 0; i < axes.length; i++) {
            int axis = n.shape(0).axis(axes[i]);
            int size = n.shape(0).size(axis);
            int start = starts[i] < 0 ? starts[i] + size : starts[i];
            start = steps[i] > 0 ? Math.max(0, Math.min(size, start)) : Math.max(-1, Math.min(size - 1, start));
            places[axis] = new int[n.output().shape().size(axis)];
            for (int k = 0; k < places[axis].length; k++) places[axis][k] = start + k * steps[i];
        }
        return pick(t, n, places, 0);
    }

    /** Visits each stretch along the last axis: where it goes, and where it comes from or -1. */
    private interface Visit {
        void stretch(int to, int from);
    }

    private static void each(int[] sizes, int[] strides, int[][] places, int axis, int to, int from, Visit visit) {
        if (axis >= sizes.length - 1) {
            visit.stretch(to, from);
            return;
        }
        int pitch = 1;
        for (int i = axis + 1; i < sizes.length; i++) pitch *= sizes[i];
        for (int i = 0; i < sizes[axis]; i++) {
            int at = places[axis] == null ? i : places[axis][i];
            int next = at < 0 || from < 0 ? -1 : from + at * strides[axis];
            each(sizes, strides, places, axis + 1, to + i * pitch, next, visit);
        }
    }

    private static int[] strides(int... sizes) {
        int[] strides = new int[sizes.length];
        for (int i = sizes.length - 1, stride = 1; i >= 0; stride *= sizes[i--]) strides[i] = stride;
        return strides;
    }

    private record Walk(int[] sizes, int[] strides) {}

    /**
     * Picks.
     *
     * @param places for each axis the places that its elements come from, -1 for the constant; null for all as they are
     */
    private static Lowered pick(Tape t, Node n, int[][] places, float constant) {
        Tensor x = t.in(n, 0);
        Shape shape = n.output().shape();
        Tensor y = t.scratch(x.type, shape);
        PerRows<Walk> walks =
                new PerRows<>(rows -> new Walk(Extent.sizes(shape, rows), strides(Extent.sizes(x.shape, rows))));
        int[] last = places.length == 0 ? null : places[places.length - 1];
        t.run(List.of(x), List.of(y), rows -> {
            Walk w = walks.at(rows);
            int width = w.sizes.length == 0 ? 1 : w.sizes[w.sizes.length - 1];
            if (y.extent.at(rows) == 0) return;
            each(w.sizes, w.strides, places, 0, 0, 0, (to, from) -> {
                if (y.isInt()) copy(x.ints(), from, last, (int) constant, y.ints(), to, width);
                else copy(x.floats(), from, last, constant, y.floats(), to, width);
            });
        });
        return new Lowered(
                y,
                (dy, back) -> back.add(0, () -> {
                    Tensor dx = t.floats(x.shape);
                    t.run(List.of(dy), List.of(dx), rows -> {
                        Arrays.fill(dx.floats(), 0, dx.extent.at(rows), 0f);
                        Walk w = walks.at(rows);
                        int width = w.sizes.length == 0 ? 1 : w.sizes[w.sizes.length - 1];
                        if (dy.extent.at(rows) == 0) return;
                        each(
                                w.sizes,
                                w.strides,
                                places,
                                0,
                                0,
                                0,
                                (to, from) -> add(dy.floats(), to, last, dx.floats(), from, width));
                    });
                    return dx;
                }));
    }

    private static void copy(float[] x, int from, int[] places, float constant, float[] y, int to, int n) {
        if (from < 0) Arrays.fill(y, to, to + n, constant);
        else if (places == null) System.arraycopy(x, from, y, to, n);
        else for (int i = 0; i < n; i++) y[to + i] = places[i] < 0 ? constant : x[from + places[i]];
    }

    private static void copy(int[] x, int from, int[] places, int constant, int[] y, int to, int n) {
        if (from < 0) Arrays.fill(y, to, to + n, constant);
        else if (places == null) System.arraycopy(x, from, y, to, n);
        else for (int i = 0; i < n; i++) y[to + i] = places[i] < 0 ? constant : x[from + places[i]];
    }

    private static void add(float[] dy, int to, int[] places, float[] dx, int from, int n) {
        if (from < 0) return;
        for (int i = 0; i < n; i++) {
            int at = places == null ? i : places[i];
            if (at >= 0) dx[from + at] += dy[to + i];
        }
    }
}
