package io.graft.backend.dl4j;

import io.graft.api.backend.Program;
import io.graft.api.model.Rule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Moves the trainable variables along their gradients: clips, adds l1 and l2, applies the rule; keeps the rule's slots. */
final class Updater {
    private final Program.Training training;
    private final UpdateRule rule;
    private final Map<Variable, float[][]> slots = new LinkedHashMap<>();
    private float[] zeros = {};
    private float[][] gathered = {};

    Updater(Program.Training training, Iterable<Variable> variables) {
        this.training = training;
        this.rule = UpdateRules.of(training.rule());
        List<Rule.Slot> names = training.rule().slots();
        for (Variable v : variables) {
            if (!v.trainable()) continue;
            float[][] arrays = new float[names.size()][v.values().length];
            for (int s = 0; s < arrays.length; s++)
                if (names.get(s).initial() != 0)
                    Arrays.fill(arrays[s], names.get(s).initial());
            slots.put(v, arrays);
        }
    }

    /** The slots' arrays, by the names a session knows them under. */
    Map<String, float[]> tensors() {
        Map<String, float[]> all = new LinkedHashMap<>();
        List<Rule.Slot> names = training.rule().slots();
        slots.forEach((v, arrays) -> {
            for (int s = 0; s < arrays.length; s++)
                all.put("optimizer." + names.get(s).name() + "." + v.name(), arrays[s]);
        });
        return all;
    }

    /** One step. */
    void update(List<Gradient> gradients, double rate, long step) {
        if (gathered.length != gradients.size()) gathered = new float[gradients.size()][];
        for (int i = 0; i < gathered.length; i++) {
            int n = gradients.get(i).variable().values().length;
            if (gradients.get(i).dense() == null && gradients.get(i).rows() == null && zeros.length < n)
                zeros = new float[n];
            gathered[i] = gradients.get(i).gather(zeros);
        }
        clip(gradients);
        double l1 = training.rule().l1();
        double l2 = training.rule().l2();
        for (int i = 0; i < gathered.length; i++) {
            Gradient g = gradients.get(i);
            float[] w = g.variable().values();
            float[] gradient = gathered[i];
            if (l1 != 0 || l2 != 0) gradient = regularized(w, gradient, (float) l1, (float) l2);
            rule.apply(w, gradient, slots.get(g.variable()), rate, step);
            g.clear();
            g.variable().push();
        }
    }

    private void clip(List<Gradient> gradients) {
        Program.Clip clip = training.clip();
        if (clip.value() > 0)
            for (int i = 0; i < gathered.length; i++) gradients.get(i).bound(gathered[i], (float) clip.value());
        if (clip.norm() <= 0) return;
        double squares = 0;
        for (int i = 0; i < gathered.length; i++) squares += gradients.get(i).squares(gathered[i]);
        double norm = Math.sqrt(squares);
        if (norm <= clip.norm()) return;
        float factor = (float) (clip.norm() / (norm + 1e-6));
        for (int i = 0; i < gathered.length; i++) gradients.get(i).scale(gathered[i], factor);
    }

    private float[] scratch = {};

    private float[] regularized(float[] w, float[] g, float l1, float l2) {
        if (scratch.length < w.length) scratch = new float[w.length];
        float[] sum = scratch;
        for (int i = 0; i < w.length; i++) sum[i] = g[i] + l2 * w[i] + l1 * Math.signum(w[i]);
        return sum;
    }
}
