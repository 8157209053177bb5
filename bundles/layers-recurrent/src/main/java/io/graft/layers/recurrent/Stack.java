package io.graft.layers.recurrent;

import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.model.Inputs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Recurrent operators one on top of the other, each taking all states of the one below.
 *
 * <p>All parameters begin uniform within ±1/√units, as in PyTorch. A direction that runs backward begins at the last unmasked position.
 *
 * @param name the layer's name, for messages
 * @param operator {@code LSTM}, {@code GRU} or {@code RNN}
 * @param gates how many blocks of {@code units} rows its weights have
 * @param units the size of a state
 * @param bidirectional whether a second direction runs backward; its states lie behind those of the first
 * @param outputs what is given
 * @param layers how many operators
 * @param dropout which share of the elements between two operators is zeroed while training
 * @param attributes further attributes of the operator
 */
record Stack(
        String name,
        String operator,
        int gates,
        int units,
        boolean bidirectional,
        Outputs outputs,
        int layers,
        double dropout,
        Map<String, Object> attributes) {

    /** Refuses settings that leave nothing. */
    static void check(double dropout) {
        if (dropout >= 1)
            throw new IllegalArgumentException("a dropout of " + dropout + " leaves nothing; write a number below 1");
    }

    @SuppressWarnings("try") // a scope is only opened and closed
    Value build(GraphBuilder g, Value x) {
        Inputs.sequence(g, name, x);
        Value lengths = g.lengths(x);
        Value y = x;
        for (int i = 0; i < layers; i++)
            try (GraphBuilder.Scope scope = g.scope(Integer.toString(i), "")) {
                if (i > 0 && dropout > 0) y = g.op("Dropout", Map.of("ratio", (float) dropout), y);
                y = operator(g, y, lengths, i < layers - 1 || outputs == Outputs.ALL);
            }
        return y;
    }

    private Value operator(GraphBuilder g, Value x, Value lengths, boolean all) {
        int directions = bidirectional ? 2 : 1;
        Initializer initializer = Initializer.uniform(-1 / Math.sqrt(units), 1 / Math.sqrt(units));
        Map<String, Object> given = new LinkedHashMap<>(attributes);
        given.put("hidden_size", units);
        given.put("direction", bidirectional ? "bidirectional" : "forward");
        List<Value> states = g.ops(
                operator,
                given,
                x,
                g.parameter(
                        "weight", Shape.of(directions, gates * units, x.shape().last()), initializer),
                g.parameter("recurrent", Shape.of(directions, gates * units, units), initializer),
                g.parameter("bias", Shape.of(directions, 2 * gates * units), initializer),
                lengths);
        return all
                ? g.reshape(states.get(0), 0, 0, directions * units).maskedLike(x)
                : g.reshape(states.get(1), 0, directions * units).unmasked();
    }
}
