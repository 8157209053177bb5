package io.graft.backend.jvm;

import io.graft.backend.jvm.UpdateRule.Idle;

/**
 * Adam (Kingma and Ba, 2015) and its relatives, in the form of {@code torch.optim}: epsilon is added to the bias-corrected root.
 */
final class Adams {
    /**
     * Added and taken away again, it keeps a number from going below about 1e-31, which is nothing beside epsilon, and leaves others as
     * they are. Moments that only decay would otherwise stay subnormal for ever, where processors are a hundred times slower.
     */
    private static final float FLUSH = 1e-24f;

    private final double beta1;
    private final double beta2;
    private final float b1;
    private final float rest1;
    private final float b2;
    private final float rest2;
    private final float eps;

    Adams(double beta1, double beta2, double epsilon) {
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.b1 = (float) beta1;
        this.rest1 = (float) (1 - beta1);
        this.b2 = (float) beta2;
        this.rest2 = (float) (1 - beta2);
        this.eps = (float) epsilon;
    }

    private float correction1(double rate, long step) {
        return (float) (rate / (1 - Math.pow(beta1, step)));
    }

    private float correction2(long step) {
        return (float) (1 / Math.sqrt(1 - Math.pow(beta2, step)));
    }

    /** Adam; with a decay, AdamW (Loshchilov and Hutter, 2019). */
    UpdateRule adam(double weightDecay) {
        UpdateRule rule = (rate, step) -> {
            float c1 = correction1(rate, step);
            float c2 = correction2(step);
            float keep = (float) (1 - rate * weightDecay);
            if (weightDecay == 0)
                return (w, g, slots, from, to) ->
                        adam(from, to, w, g, slots[0], slots[1], c1, c2, b1, rest1, b2, rest2, eps);
            return (w, g, slots, from, to) ->
                    adamw(from, to, w, g, slots[0], slots[1], c1, c2, b1, rest1, b2, rest2, eps, keep);
        };
        return rule.idle(weightDecay == 0 ? Idle.RESTS_AT_ZERO : Idle.MOVES);
    }

    private static void adam(
            int from,
            int to,
            float[] w,
            float[] g,
            float[] m,
            float[] v,
            float c1,
            float c2,
            float b1,
            float rest1,
            float b2,
            float rest2,
            float eps) {
        for (int i = from; i < to; i++) {
            float mi = b1 * m[i] + rest1 * g[i] + FLUSH - FLUSH;
            float vi = b2 * v[i] + rest2 * g[i] * g[i] + FLUSH - FLUSH;
            m[i] = mi;
            v[i] = vi;
            w[i] -= c1 * mi / ((float) Math.sqrt(vi) * c2 + eps);
        }
    }

    private static void adamw(
            int from,
            int to,
            float[] w,
            float[] g,
            float[] m,
            float[] v,
            float c1,
            float c2,
            float b1,
            float rest1,
            float b2,
            float rest2,
            float eps,
            float keep) {
        for (int i = from; i < to; i++) {
            float mi = b1 * m[i] + rest1 * g[i] + FLUSH - FLUSH;
            float vi = b2 * v[i] + rest2 * g[i] * g[i] + FLUSH - FLUSH;
            m[i] = mi;
            v[i] = vi;
            w[i] = w[i] * keep - c1 * mi / ((float) Math.sqrt(vi) * c2 + eps);
        }
    }

    /** AMSGrad (Reddi, Kale and Kumar, 2018). */
    UpdateRule amsgrad() {
        UpdateRule rule = (rate, step) -> {
            float c1 = correction1(rate, step);
            float c2 = correction2(step);
            return (w, g, slots, from, to) ->
                    amsgrad(from, to, w, g, slots[0], slots[1], slots[2], c1, c2, b1, rest1, b2, rest2, eps);
        };
        return rule.idle(Idle.RESTS_AT_ZERO);
    }

    private static void amsgrad(
            int from,
            int to,
            float[] w,
            float[] g,
            float[] m,
            float[] v,
            float[] vMax,
            float c1,
            float c2,
            float b1,
            float rest1,
            float b2,
            float rest2,
            float eps) {
        for (int i = from; i < to; i++) {
            float mi = b1 * m[i] + rest1 * g[i] + FLUSH - FLUSH;
            float vi = b2 * v[i] + rest2 * g[i] * g[i] + FLUSH - FLUSH;
            float most = Math.max(vMax[i], vi);
            m[i] = mi;
            v[i] = vi;
            vMax[i] = most;
            w[i] -= c1 * mi / ((float) Math.sqrt(most) * c2 + eps);
        }
    }

    /** NAdam (Dozat, 2016); the product of the momenta so far is a slot, so that a resumed run knows it. */
    UpdateRule nadam(double momentumDecay) {
        return (rate, step) -> {
            double mu = beta1 * (1 - 0.5 * Math.pow(0.96, step * momentumDecay));
            double next = beta1 * (1 - 0.5 * Math.pow(0.96, (step + 1) * momentumDecay));
            float c2 = correction2(step);
            return (w, g, slots, from, to) -> {
                if (from == to) return;
                float product = (float) (slots[2][from] * mu);
                java.util.Arrays.fill(slots[2], from, to, product);
                float cg = (float) (rate * (1 - mu) / (1 - product));
                float cm = (float) (rate * next / (1 - product * next));
                nadam(from, to, w, g, slots[0], slots[1], cg, cm, c2, b1, rest1, b2, rest2, eps);
            };
        };
    }

    private static void nadam(
            int from,
            int to,
            float[] w,
            float[] g,
            float[] m,
            float[] v,
            float cg,
            float cm,
            float c2,
            float b1,
            float rest1,
            float b2,
            float rest2,
            float eps) {
        for (int i = from; i < to; i++) {
            float mi = b1 * m[i] + rest1 * g[i] + FLUSH - FLUSH;
            float vi = b2 * v[i] + rest2 * g[i] * g[i] + FLUSH - FLUSH;
            m[i] = mi;
            v[i] = vi;
            w[i] -= (cg * g[i] + cm * mi) / ((float) Math.sqrt(vi) * c2 + eps);
        }
    }

    /** AdaMax (Kingma and Ba, 2015, section 7.1). */
    UpdateRule adamax() {
        return (rate, step) -> {
            float c1 = correction1(rate, step);
            return (w, g, slots, from, to) -> adamax(from, to, w, g, slots[0], slots[1], c1, b1, rest1, b2, eps);
        };
    }

    private static void adamax(
            int from,
            int to,
            float[] w,
            float[] g,
            float[] m,
            float[] u,
            float c1,
            float b1,
            float rest1,
            float b2,
            float eps) {
        for (int i = from; i < to; i++) {
            float mi = b1 * m[i] + rest1 * g[i] + FLUSH - FLUSH;
            float ui = Math.max(b2 * u[i], Math.abs(g[i]) + eps);
            m[i] = mi;
            u[i] = ui;
            w[i] -= c1 * mi / ui;
        }
    }
}
