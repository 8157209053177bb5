package io.graft.backend.dl4j;

import io.graft.api.graph.Dim;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Shape;
import java.util.Arrays;
import java.util.Map;

/** Padding and resizing: along each axis every index of the result looks at one or two indices of the input. */
final class AxisMaps {
    /** Stands for no index. */
    private static final int NONE = -1;

    private AxisMaps() {}

    static void register(Map<String, Lowerings.Lowering> table) {
        table.put("Pad", AxisMaps::pad);
        table.put("Resize", AxisMaps::resize);
    }

    /** Takes the elements at these indices of an axis. */
    static Tensor pick(Tape t, Tensor x, int axis, int[] indices, float none) {
        if (x.type == ElementType.BOOL)
            return t.compare("greater", pick(t, t.mask(x), axis, indices, none), t.scalar(0.5));
        Host from = t.download(x);
        Host into = t.array(x.type, x.shape.with(axis, Dim.of(indices.length)));
        Shape shape = x.shape;
        t.kernel(rows -> {
            int[] around = Sizes.around(shape, axis, rows);
            return x.type == ElementType.INT
                    ? () -> pick(from.ints(), into.ints(), around, indices, (int) none)
                    : () -> pick(from.floats(), into.floats(), around, indices, none);
        });
        return t.upload(into);
    }

    /** The gradient of {@link #pick}. */
    static Tensor drop(Tape t, Tensor dy, int axis, int[] indices, Shape shape) {
        Host from = t.download(dy);
        Host into = t.array(ElementType.FLOAT, shape);
        t.kernel(rows -> {
            int[] around = Sizes.around(shape, axis, rows);
            return () -> drop(from.floats(), into.floats(), around, indices);
        });
        return t.upload(into);
    }

    private static void pick(float[] x, float[] y, int[] around, int[] indices, float none) {
        int inner = around[2];
        for (int o = 0, to = 0; o < around[0]; o++)
            for (int index : indices) {
                if (index == NONE) Arrays.fill(y, to, to + inner, none);
                else if (inner == 1) y[to] = x[o * around[1] + index];
                else System.arraycopy(x, (o * around[1] + index) * inner, y, to, inner);
                to += inner;
            }
    }

    private static void pick(int[] x, int[] y, int[] around, int[] indices, int none) {
        int inner = around[2];
        for (int o = 0, to = 0; o < around[0]; o++)
            for (int index : indices) {
                if (index == NONE) Arrays.fill(y, to, to + inner, none);
                else System.arraycopy(x, (o * around[1] + index) * inner, y, to, inner);
                to += inner;
            }
    }

    private static void drop(float[] dy, float[] dx, int[] around, int[] indices) {
        int inner = around[2];
        Arrays.fill(dx, 0, around[0] * around[1] * inner, 0);
        for (int o = 0, from = 0; o < around[0]; o++)
            for (int index : indices) {
                int to = (o * around[1] + index) * inner;
                if (index != NONE) for (int i = 0; i < inner; i++) dx[to + i] += dy[from + i];
                from += inner;
            }
    }

    private static Lowered pad(Tape t, Node n) {
        int[] pads = n.operator().integers("pads");
        String mode = n.operator().string("mode", "constant");
        float value = n.operator().number("value", n.operator().integer("value", 0));
        Tensor x = t.tensor(n.name(0));
        int rank = x.shape.rank();
        int[][] maps = new int[rank][];
        Tensor y = x;
        for (int a = 0; a < rank; a++) {
            if (pads[a] == 0 && pads[a + rank] == 0) continue;
            maps[a] = padded(x.shape.size(a), pads[a], pads[a + rank], mode);
            y = pick(t, y, a, maps[a], value);
        }
        return linear(t, x, y, maps, AxisMaps::drop);
    }

    private static int[] padded(int size, int before, int after, String mode) {
        int[] indices = new int[before + size + after];
        for (int i = 0; i < indices.length; i++) {
            int at = i - before;
            indices[i] = at >= 0 && at < size
                    ? at
                    : switch (mode) {
                        case "reflect" -> at < 0 ? -at : 2 * (size - 1) - at;
                        case "edge" -> at < 0 ? 0 : size - 1;
                        default -> NONE;
                    };
        }
        return indices;
    }

    /** The gradient of a map along one axis. */
    private interface Adjoint<M> {
        Tensor of(Tape t, Tensor dy, int axis, M map, Shape shape);
    }

    /** Maps that were applied from the first axis to the last, with the way back. */
    private static <M> Lowered linear(Tape t, Tensor x, Tensor y, M[] maps, Adjoint<M> adjoint) {
        return new Lowered(
                y,
                (dy, to) -> to.add(0, () -> {
                    Tensor dx = dy;
                    for (int a = maps.length - 1; a >= 0; a--)
                        if (maps[a] != null) dx = adjoint.of(t, dx, a, maps[a], dx.shape.with(a, x.shape.dim(a)));
                    return dx;
                }));
    }

    private static Lowered resize(Tape t, Node n) {
        int[] sizes = n.operator().integers("sizes");
        boolean nearest = n.operator().string("mode", "nearest").equals("nearest");
        String coordinates = n.operator().string("coordinate_transformation_mode", "half_pixel");
        Tensor x = t.tensor(n.name(0));
        Blend[] blends = new Blend[x.shape.rank()];
        int[][] indices = new int[x.shape.rank()][];
        Tensor y = x;
        for (int i = 0; i < sizes.length; i++) {
            int axis = 2 + i;
            double[] at = places(x.shape.size(axis), sizes[i], coordinates);
            if (nearest) y = pick(t, y, axis, indices[axis] = rounded(at), 0);
            else y = (blends[axis] = Blend.of(at, x.shape.size(axis))).apply(t, y, axis);
        }
        return nearest
                ? linear(t, x, y, indices, AxisMaps::drop)
                : linear(t, x, y, blends, (tape, dy, axis, blend, shape) -> blend.back(tape, dy, axis, shape));
    }

    /** Where each index of the result lies in the input, kept inside. */
    private static double[] places(int from, int to, String coordinates) {
        double[] at = new double[to];
        for (int i = 0; i < to; i++) {
            double place =
                    switch (coordinates) {
                        case "align_corners" -> to == 1 ? 0 : (double) i * (from - 1) / (to - 1);
                        case "asymmetric" -> (double) i * from / to;
                        default -> (i + 0.5) * from / to - 0.5;
                    };
            at[i] = Math.max(0, Math.min(from - 1, place));
        }
        return at;
    }

    /** The nearest index, of two equally near the lower: ONNX' {@code round_prefer_floor}. */
    private static int[] rounded(double[] at) {
        return Arrays.stream(at).mapToInt(place -> (int) Math.ceil(place - 0.5)).toArray();
    }

    /**
     * Between two neighbours.
     *
     * @param low the lower index
     * @param high the one above it, or the last
     * @param share how much the higher counts
     */
    private record Blend(int[] low, int[] high, float[] share) {

        static Blend of(double[] at, int size) {
            int n = at.length;
            Blend b = new Blend(new int[n], new int[n], new float[n]);
            for (int i = 0; i < n; i++) {
                b.low[i] = (int) Math.floor(at[i]);
                b.high[i] = Math.min(size - 1, b.low[i] + 1);
                b.share[i] = (float) (at[i] - b.low[i]);
            }
            return b;
        }

        Tensor apply(Tape t, Tensor x, int axis) {
            Host from = t.download(x);
            Host into = t.array(ElementType.FLOAT, x.shape.with(axis, Dim.of(low.length)));
            t.kernel(rows -> {
                int[] around = Sizes.around(x.shape, axis, rows);
                return () -> apply(from.floats(), into.floats(), around);
            });
            return t.upload(into);
        }

        Tensor back(Tape t, Tensor dy, int axis, Shape shape) {
            Host from = t.download(dy);
            Host into = t.array(ElementType.FLOAT, shape);
            t.kernel(rows -> {
                int[] around = Sizes.around(shape, axis, rows);
                return () -> back(from.floats(), into.floats(), around);
            });
            return t.upload(into);
        }

        private void apply(float[] x, float[] y, int[] around) {
            int inner = around[2];
            for (int o = 0, to = 0; o < around[0]; o++)
                for (int i = 0; i < low.length; i++, to += inner) {
                    int a = (o * around[1] + low[i]) * inner;
                    int b = (o * around[1] + high[i]) * inner;
                    for (int k = 0; k < inner; k++) y[to + k] = x[a + k] + share[i] * (x[b + k] - x[a + k]);
                }
        }

        private void back(float[] dy, float[] dx, int[] around) {
            int inner = around[2];
            Arrays.fill(dx, 0, around[0] * around[1] * inner, 0);
            for (int o = 0, from = 0; o < around[0]; o++)
                for (int i = 0; i < low.length; i++, from += inner) {
                    int a = (o * around[1] + low[i]) * inner;
                    int b = (o * around[1] + high[i]) * inner;
                    for (int k = 0; k < inner; k++) {
                        float up = share[i] * dy[from + k];
                        dx[a + k] += dy[from + k] - up;
                        dx[b + k] += up;
                    }
                }
        }
    }
}
