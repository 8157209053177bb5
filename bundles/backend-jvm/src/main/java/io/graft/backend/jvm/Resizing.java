package io.graft.backend.jvm;

import io.graft.api.graph.Operator;
import io.graft.api.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Resize: other sizes for the axes after the second, by the nearest element ({@code round_prefer_floor}) or between two neighbours. */
final class Resizing {
    private Resizing() {}

    static void register(Map<String, Lowering> table) {
        table.put("Resize", Resizing::lower);
    }

    /** For each place of an axis the two old places that it lies between, and how much the second counts. */
    private record Axis(int from, int[] low, int[] high, float[] share) {
        static Axis of(int from, int to, boolean linear, String coordinates) {
            Axis axis = new Axis(from, new int[to], new int[to], new float[to]);
            for (int i = 0; i < to; i++) {
                double place = Math.max(0, Math.min(from - 1, place(i, from, to, coordinates)));
                int low = linear ? (int) place : (int) Math.ceil(place - 0.5);
                axis.low[i] = low;
                axis.high[i] = linear ? Math.min(low + 1, from - 1) : low;
                axis.share[i] = linear ? (float) (place - low) : 0;
            }
            return axis;
        }

        /** One division, so that what is half way is exactly half way. */
        private static double place(int at, int from, int to, String coordinates) {
            return switch (coordinates) {
                case "align_corners" -> to == 1 ? 0 : (double) at * (from - 1) / (to - 1);
                case "asymmetric" -> (double) at * from / to;
                default -> ((2.0 * at + 1) * from - to) / (2.0 * to);
            };
        }

        int to() {
            return low.length;
        }
    }

    private static Lowered lower(Tape t, Node n) {
        Operator op = n.operator();
        Shape in = n.shape(0);
        Shape out = n.output().shape();
        boolean linear = op.string("mode", "nearest").equals("linear");
        String coordinates = op.string("coordinate_transformation_mode", "half_pixel");
        Axis rows = in.rank() == 3
                ? Axis.of(1, 1, false, coordinates)
                : Axis.of(in.size(2), out.size(2), linear, coordinates);
        Axis columns = Axis.of(in.size(-1), out.size(-1), linear, coordinates);
        Extent planes = Extent.of(in.dims().subList(0, 2));
        Tensor x = t.in(n, 0);
        Tensor y = t.floats(out);
        int small = rows.from * columns.from;
        int large = rows.to() * columns.to();
        t.run(List.of(x), List.of(y), batch -> {
            for (int p = 0; p < planes.at(batch); p++)
                between(rows, columns, x.floats(), p * small, y.floats(), p * large);
        });
        return new Lowered(
                y,
                (dy, to) -> to.add(0, () -> {
                    Tensor dx = t.floats(in);
                    t.run(List.of(dy), List.of(dx), batch -> {
                        Arrays.fill(dx.floats(), 0, dx.extent.at(batch), 0f);
                        for (int p = 0; p < planes.at(batch); p++)
                            spread(rows, columns, dy.floats(), p * large, dx.floats(), p * small);
                    });
                    return dx;
                }));
    }

    private static void between(Axis rows, Axis columns, float[] x, int plane, float[] y, int to) {
        for (int r = 0, i = to; r < rows.to(); r++) {
            int above = plane + rows.low[r] * columns.from;
            int below = plane + rows.high[r] * columns.from;
            for (int c = 0; c < columns.to(); c++, i++) {
                float top = mix(x[above + columns.low[c]], x[above + columns.high[c]], columns.share[c]);
                float bottom = mix(x[below + columns.low[c]], x[below + columns.high[c]], columns.share[c]);
                y[i] = mix(top, bottom, rows.share[r]);
            }
        }
    }

    private static float mix(float a, float b, float share) {
        return a + (b - a) * share;
    }

    private static void spread(Axis rows, Axis columns, float[] dy, int from, float[] dx, int plane) {
        for (int r = 0, i = from; r < rows.to(); r++) {
            int above = plane + rows.low[r] * columns.from;
            int below = plane + rows.high[r] * columns.from;
            for (int c = 0; c < columns.to(); c++, i++) {
                float bottom = dy[i] * rows.share[r];
                float top = dy[i] - bottom;
                float share = columns.share[c];
                dx[above + columns.low[c]] += top * (1 - share);
                dx[above + columns.high[c]] += top * share;
                dx[below + columns.low[c]] += bottom * (1 - share);
                dx[below + columns.high[c]] += bottom * share;
            }
        }
    }
}
