package io.graft.backend.jvm;

import io.graft.api.graph.Graph;
import io.graft.api.graph.Operator;
import io.graft.api.graph.Value;
import io.graft.api.model.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A rule that is read from its graph, block by block, so that what lies between its operators stays in the cache.
 *
 * <p>What depends on no element (powers of the decay rates) is computed once a step, in double precision.
 *
 * <p><b>Threading.</b> For one thread at a time.
 */
final class InterpretedRule implements UpdateRule {
    private static final int BLOCK = 2048;

    private final Rule rule;
    private final List<Operator> scalarOperators = new ArrayList<>();
    private final List<Operator> blockOperators = new ArrayList<>();
    private final Map<String, float[]> blocks = new HashMap<>();
    private final Map<String, Double> scalars = new HashMap<>();

    InterpretedRule(Rule rule) {
        this.rule = rule;
        Graph graph = rule.update();
        for (Value v : graph.inputs()) if (v.shape().rank() > 0) blocks.put(v.name(), new float[BLOCK]);
        for (Operator op : graph.operators()) {
            boolean scalar = graph.value(op.output()).shape().rank() == 0;
            (scalar ? scalarOperators : blockOperators).add(op);
            if (!scalar) blocks.put(op.output(), new float[BLOCK]);
        }
    }

    /** The operators of a rule that cannot be interpreted. */
    static List<String> unsupported(Rule rule) {
        return rule.update().operators().stream()
                .map(Operator::type)
                .filter(t -> !ElementFunctions.knows(t))
                .distinct()
                .toList();
    }

    @Override
    public Move at(double rate, long step) {
        return (w, g, slots, from, to) -> apply(w, g, slots, from, to, rate, step);
    }

    private void apply(float[] w, float[] g, float[][] slots, int first, int end, double rate, long step) {
        scalars.clear();
        scalars.put(Rule.RATE, rate);
        scalars.put(Rule.STEP, (double) step);
        for (Operator op : scalarOperators) scalars.put(op.output(), scalar(op));
        for (int from = first; from < end; from += BLOCK) {
            int n = Math.min(BLOCK, end - from);
            load(Rule.PARAMETER, w, from, n);
            load(Rule.GRADIENT, g, from, n);
            for (int s = 0; s < slots.length; s++) load(rule.slots().get(s).name(), slots[s], from, n);
            for (Operator op : blockOperators) ElementFunctions.apply(op, operands(op), blocks.get(op.output()), n);
            store(Rule.PARAMETER, w, from, n);
            for (int s = 0; s < slots.length; s++) store(rule.slots().get(s).name(), slots[s], from, n);
        }
    }

    private double scalar(Operator op) {
        if (op.type().equals("Constant")) return op.numbers("value")[0];
        double[] in = op.inputs().stream().mapToDouble(scalars::get).toArray();
        return ElementFunctions.of(op, in);
    }

    private ElementFunctions.Operand[] operands(Operator op) {
        return op.inputs().stream()
                .map(name -> {
                    float[] block = blocks.get(name);
                    return block != null
                            ? new ElementFunctions.Operand(block, 0)
                            : new ElementFunctions.Operand(
                                    null, scalars.get(name).floatValue());
                })
                .toArray(ElementFunctions.Operand[]::new);
    }

    private void load(String input, float[] from, int offset, int n) {
        float[] block = blocks.get(input);
        if (block != null) System.arraycopy(from, offset, block, 0, n);
    }

    private void store(String output, float[] into, int offset, int n) {
        Value value = rule.update().output(output);
        float[] block = blocks.get(value.name());
        if (block != null) System.arraycopy(block, 0, into, offset, n);
        else
            java.util.Arrays.fill(
                    into, offset, offset + n, scalars.get(value.name()).floatValue());
    }
}
