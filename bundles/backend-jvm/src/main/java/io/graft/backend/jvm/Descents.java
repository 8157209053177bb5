package io.graft.backend.jvm;

import io.graft.backend.jvm.UpdateRule.Idle;

/**
 * Gradient descent and the rules that scale it by past gradients, in the form of {@code torch.optim}.
 *
 * <p>Each is one pass with one index for all arrays, the form that the JIT compiler makes vector code of.
 */
final class Descents {
    /** Keeps what only decays from becoming subnormal, see {@link Adams}. */
    private static final float FLUSH = 1e-24f;

    private Descents() {}

    static UpdateRule sgd() {
        UpdateRule rule = (rate, step) -> (w, g, slots, from, to) -> sgd(from, to, w, g, (float) rate);
        return rule.idle(Idle.STAYS);
    }

    private static void sgd(int from, int to, float[] w, float[] g, float lr) {
        for (int i = from; i < to; i++) w[i] -= lr * g[i];
    }

    static UpdateRule momentum(double momentum) {
        float mu = (float) momentum;
        UpdateRule rule =
                (rate, step) -> (w, g, slots, from, to) -> momentum(from, to, w, g, slots[0], (float) rate, mu);
        return rule.idle(Idle.RESTS_AT_ZERO);
    }

    private static void momentum(int from, int to, float[] w, float[] g, float[] velocity, float lr, float mu) {
        for (int i = from; i < to; i++) {
            float v = mu * velocity[i] + g[i] + FLUSH - FLUSH;
            velocity[i] = v;
            w[i] -= lr * v;
        }
    }

    static UpdateRule nesterov(double momentum) {
        float mu = (float) momentum;
        UpdateRule rule =
                (rate, step) -> (w, g, slots, from, to) -> nesterov(from, to, w, g, slots[0], (float) rate, mu);
        return rule.idle(Idle.RESTS_AT_ZERO);
    }

    private static void nesterov(int from, int to, float[] w, float[] g, float[] velocity, float lr, float mu) {
        for (int i = from; i < to; i++) {
            float v = mu * velocity[i] + g[i] + FLUSH - FLUSH;
            velocity[i] = v;
            w[i] -= lr * (g[i] + mu * v);
        }
    }

    static UpdateRule adagrad(double epsilon) {
        float eps = (float) epsilon;
        UpdateRule rule =
                (rate, step) -> (w, g, slots, from, to) -> adagrad(from, to, w, g, slots[0], (float) rate, eps);
        return rule.idle(Idle.STAYS);
    }

    private static void adagrad(int from, int to, float[] w, float[] g, float[] sum, float lr, float eps) {
        for (int i = from; i < to; i++) {
            float s = sum[i] + g[i] * g[i];
            sum[i] = s;
            w[i] -= lr * g[i] / ((float) Math.sqrt(s) + eps);
        }
    }

    static UpdateRule rmsprop(double alpha, double epsilon) {
        float a = (float) alpha;
        float rest = (float) (1 - alpha);
        float eps = (float) epsilon;
        UpdateRule rule = (rate, step) ->
                (w, g, slots, from, to) -> rmsprop(from, to, w, g, slots[0], (float) rate, a, rest, eps);
        return rule.idle(Idle.RESTS_AT_ZERO);
    }

    private static void rmsprop(
            int from, int to, float[] w, float[] g, float[] average, float lr, float alpha, float rest, float eps) {
        for (int i = from; i < to; i++) {
            float s = alpha * average[i] + rest * g[i] * g[i] + FLUSH - FLUSH;
            average[i] = s;
            w[i] -= lr * g[i] / ((float) Math.sqrt(s) + eps);
        }
    }

    static UpdateRule adadelta(double rho, double epsilon) {
        float r = (float) rho;
        float rest = (float) (1 - rho);
        float eps = (float) epsilon;
        UpdateRule rule = (rate, step) ->
                (w, g, slots, from, to) -> adadelta(from, to, w, g, slots[0], slots[1], (float) rate, r, rest, eps);
        return rule.idle(Idle.RESTS_AT_ZERO);
    }

    private static void adadelta(
            int from,
            int to,
            float[] w,
            float[] g,
            float[] average,
            float[] moved,
            float lr,
            float rho,
            float rest,
            float eps) {
        for (int i = from; i < to; i++) {
            float s = rho * average[i] + rest * g[i] * g[i] + FLUSH - FLUSH;
            float delta = (float) Math.sqrt(moved[i] + eps) / (float) Math.sqrt(s + eps) * g[i];
            average[i] = s;
            moved[i] = rho * moved[i] + rest * delta * delta + FLUSH - FLUSH;
            w[i] -= lr * delta;
        }
    }
}
