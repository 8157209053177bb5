package io.graft.backend.jvm;

import java.util.List;
import java.util.Map;

/**
 * x · Φ(x) (Hendrycks and Gimpel, 2016), or with the hyperbolic tangent that is close to it: x / 2 · (1 + tanh(√(2/π) (x + 0.044715 x³))).
 *
 * <p>For training, Φ or the tangent is kept, so that the slope needs no more than an exponential.
 */
final class Gelu {
    private static final float ROOT = (float) Math.sqrt(2 / Math.PI);
    private static final float DENSITY = (float) (1 / Math.sqrt(2 * Math.PI));
    private static final float CUBE = 0.044715f;

    private Gelu() {}

    static void register(Map<String, Lowering> table) {
        table.put("Gelu", Gelu::lower);
    }

    private static Lowered lower(Tape t, Node n) {
        boolean bent = n.operator().string("approximate", "none").equals("tanh");
        Tensor x = t.in(n, 0);
        Tensor y = t.floats(x.shape);
        Tensor part = t.training() ? t.floats(x.shape) : y;
        t.elementwise(x.extent, List.of(x), List.of(part, y), (from, to) -> {
            Functions f = t.kernels().functions();
            if (bent) bent(f, x.floats(), part.floats(), y.floats(), from, to);
            else exact(f, x.floats(), part.floats(), y.floats(), from, to);
        });
        return new Lowered(
                y,
                (dy, into) -> into.add(0, () -> {
                    Tensor dx = t.floats(x.shape);
                    t.elementwise(x.extent, List.of(x, part, dy), List.of(dx), (from, to) -> {
                        if (bent) bentSlope(x.floats(), part.floats(), dy.floats(), dx.floats(), from, to);
                        else {
                            Functions f = t.kernels().functions();
                            slope(f, x.floats(), part.floats(), dy.floats(), dx.floats(), from, to);
                        }
                    });
                    return dx;
                }));
    }

    private static void exact(Functions f, float[] x, float[] phi, float[] y, int from, int to) {
        f.normal(x, phi, from, to);
        for (int i = from; i < to; i++) y[i] = x[i] * phi[i];
    }

    /** Φ(x) + x · e^(−x²/2) / √(2π). */
    private static void slope(Functions f, float[] x, float[] phi, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) dx[i] = -0.5f * x[i] * x[i];
        f.exp(dx, dx, from, to);
        for (int i = from; i < to; i++) dx[i] = dy[i] * (phi[i] + x[i] * dx[i] * DENSITY);
    }

    private static void bent(Functions f, float[] x, float[] tanh, float[] y, int from, int to) {
        for (int i = from; i < to; i++) tanh[i] = ROOT * (x[i] + CUBE * x[i] * x[i] * x[i]);
        f.tanh(tanh, tanh, from, to);
        for (int i = from; i < to; i++) y[i] = 0.5f * x[i] * (1 + tanh[i]);
    }

    private static void bentSlope(float[] x, float[] tanh, float[] dy, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            float inner = ROOT * (1 + 3 * CUBE * x[i] * x[i]);
            dx[i] = dy[i] * (0.5f * (1 + tanh[i]) + 0.5f * x[i] * (1 - tanh[i] * tanh[i]) * inner);
        }
    }
}
