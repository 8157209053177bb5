package io.graft.backend.jvm;

import io.graft.api.backend.Program;
import java.util.List;

/** Moves the trainable variables along their gradients: clips, adds l1 and l2, applies the rule in one pass. */
final class Updater {
    /** Elements that are worth a thread. */
    private static final int WORTH = 32_768;

    private final Program.Training training;
    private final UpdateRule rule;
    private final Model model;
    private final Crew crew;
    private float[] zeros = {};
    private float[] scratch = {};

    Updater(Program.Training training, Model model, Crew crew) {
        this.training = training;
        this.rule = UpdateRules.of(training.rule());
        this.model = model;
        this.crew = crew;
    }

    UpdateRule rule() {
        return rule;
    }

    boolean holdsDown() {
        return training.rule().l1() != 0 || training.rule().l2() != 0;
    }

    /** One step. */
    void update(List<Gradient> gradients, double rate, long step) {
        clip(gradients);
        UpdateRule.Move move = rule.at(rate, step);
        for (int i = 0; i < gradients.size(); i++) {
            Gradient g = gradients.get(i);
            if (g.table() != null && g.table().lazy()) g.table().update(move);
            else {
                float[] w = g.variable().values();
                float[] gradient = holdsDown() ? heldDown(w, numbers(g)) : numbers(g);
                float[][] slots = model.slots(g.variable());
                int least = rule instanceof InterpretedRule ? w.length : WORTH;
                crew.each(w.length, least, (who, from, to) -> move.apply(w, gradient, slots, from, to));
                g.clear();
            }
        }
    }

    private float[] numbers(Gradient g) {
        if (g.table() != null) return g.table().gradient();
        if (g.dense() != null) return g.dense().floats();
        if (zeros.length < g.size()) zeros = new float[g.size()];
        return zeros;
    }

    private void clip(List<Gradient> gradients) {
        Program.Clip clip = training.clip();
        if (clip.value() > 0) for (Gradient g : gradients) g.bound((float) clip.value());
        if (clip.norm() <= 0) return;
        double squares = 0;
        for (Gradient g : gradients) squares += g.squares();
        double norm = Math.sqrt(squares);
        if (norm <= clip.norm()) return;
        float factor = (float) (clip.norm() / (norm + 1e-6));
        for (Gradient g : gradients) g.scale(factor);
    }

    private float[] heldDown(float[] w, float[] g) {
        if (scratch.length < w.length) scratch = new float[w.length];
        float l1 = (float) training.rule().l1();
        float l2 = (float) training.rule().l2();
        float[] sum = scratch;
        for (int i = 0; i < w.length; i++) sum[i] = g[i] + l2 * w[i] + l1 * Math.signum(w[i]);
        return sum;
    }
}
