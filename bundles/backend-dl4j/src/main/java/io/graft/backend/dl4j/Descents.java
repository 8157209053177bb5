package io.graft.backend.dl4j;

/**
 * Gradient descent and the rules that scale it by past gradients, in the form of {@code torch.optim}.
 *
 * <p>Each is one pass over whole arrays from index 0, the form that the JIT compiler makes vector code of.
 */
final class Descents {
    /** Keeps what only decays from becoming subnormal, see {@link Adams}. */
    private static final float FLUSH = 1e-24f;

    private Descents() {}

    static UpdateRule sgd() {
        return (w, g, slots, rate, step) -> {
            float lr = (float) rate;
            for (int i = 0; i < w.length; i++) w[i] -= lr * g[i];
        };
    }

    static UpdateRule momentum(double momentum) {
        float mu = (float) momentum;
        return (w, g, slots, rate, step) -> momentum(w, g, slots[0], (float) rate, mu);
    }

    private static void momentum(float[] w, float[] g, float[] velocity, float lr, float mu) {
        for (int i = 0; i < w.length; i++) {
            float v = mu * velocity[i] + g[i] + FLUSH - FLUSH;
            velocity[i] = v;
            w[i] -= lr * v;
        }
    }

    static UpdateRule nesterov(double momentum) {
        float mu = (float) momentum;
        return (w, g, slots, rate, step) -> nesterov(w, g, slots[0], (float) rate, mu);
    }

    private static void nesterov(float[] w, float[] g, float[] velocity, float lr, float mu) {
        for (int i = 0; i < w.length; i++) {
            float v = mu * velocity[i] + g[i] + FLUSH - FLUSH;
            velocity[i] = v;
            w[i] -= lr * (g[i] + mu * v);
        }
    }

    static UpdateRule adagrad(double epsilon) {
        float eps = (float) epsilon;
        return (w, g, slots, rate, step) -> adagrad(w, g, slots[0], (float) rate, eps);
    }

    private static void adagrad(float[] w, float[] g, float[] sum, float lr, float eps) {
        for (int i = 0; i < w.length; i++) {
            float s = sum[i] + g[i] * g[i];
            sum[i] = s;
            w[i] -= lr * g[i] / ((float) Math.sqrt(s) + eps);
        }
    }

    static UpdateRule rmsprop(double alpha, double epsilon) {
        float a = (float) alpha;
        float rest = (float) (1 - alpha);
        float eps = (float) epsilon;
        return (w, g, slots, rate, step) -> rmsprop(w, g, slots[0], (float) rate, a, rest, eps);
    }

    private static void rmsprop(float[] w, float[] g, float[] average, float lr, float alpha, float rest, float eps) {
        for (int i = 0; i < w.length; i++) {
            float s = alpha * average[i] + rest * g[i] * g[i] + FLUSH - FLUSH;
            average[i] = s;
            w[i] -= lr * g[i] / ((float) Math.sqrt(s) + eps);
        }
    }

    static UpdateRule adadelta(double rho, double epsilon) {
        float r = (float) rho;
        float rest = (float) (1 - rho);
        float eps = (float) epsilon;
        return (w, g, slots, rate, step) -> adadelta(w, g, slots[0], slots[1], (float) rate, r, rest, eps);
    }

    private static void adadelta(
            float[] w, float[] g, float[] average, float[] moved, float lr, float rho, float rest, float eps) {
        for (int i = 0; i < w.length; i++) {
            float s = rho * average[i] + rest * g[i] * g[i] + FLUSH - FLUSH;
            float delta = (float) Math.sqrt(moved[i] + eps) / (float) Math.sqrt(s + eps) * g[i];
            average[i] = s;
            moved[i] = rho * moved[i] + rest * delta * delta + FLUSH - FLUSH;
            w[i] -= lr * delta;
        }
    }
}
