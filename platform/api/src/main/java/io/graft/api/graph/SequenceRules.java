package io.graft.api.graph;

import io.graft.api.graph.Operators.Call;
import io.graft.api.graph.Operators.Register;
import io.graft.api.graph.Operators.Result;
import java.util.ArrayList;
import java.util.List;

/** What goes along a sequence: recurrence and attention. */
final class SequenceRules {
    private SequenceRules() {}

    static void register(Register register) {
        register.rule("LSTM", 3, 7, "hidden_size direction", c -> recurrent(c, 4));
        register.rule("GRU", 3, 6, "hidden_size direction linear_before_reset", c -> recurrent(c, 3));
        register.rule("RNN", 3, 6, "hidden_size direction activation", c -> {
            String activation = c.string("activation", "Tanh");
            if (!activation.equals("Tanh") && !activation.equals("Relu"))
                throw new IllegalArgumentException("the activation is Tanh or Relu, not " + activation);
            return recurrent(c, 1);
        });
        register.rule("Attention", 3, 4, "q_num_heads kv_num_heads is_causal scale", SequenceRules::attention);
    }

    /** X, W, R, B, sequence_lens, initial_h and, with four gates, initial_c. */
    private static List<Result> recurrent(Call c, int gates) {
        c.require(ElementType.FLOAT, 0, 1, 2, 3, 5, 6);
        c.require(ElementType.INT, 4);
        Shape x = c.shape(0);
        if (x.rank() != 3) throw new IllegalArgumentException("it takes [batch, length, size]");
        int hidden = c.integer("hidden_size", 0);
        int directions =
                switch (c.string("direction", "forward")) {
                    case "forward", "reverse" -> 1;
                    case "bidirectional" -> 2;
                    default ->
                        throw new IllegalArgumentException(
                                "the direction is forward, reverse or bidirectional, not " + c.string("direction", ""));
                };
        if (hidden < 1) throw new IllegalArgumentException("hidden_size must be 1 or more");
        Shape state = Shape.of(x.dim(0), Dim.of(directions), Dim.of(hidden));
        expect(c, 1, "W", Shape.of(directions, gates * hidden, x.last()));
        expect(c, 2, "R", Shape.of(directions, gates * hidden, hidden));
        expect(c, 3, "B", Shape.of(directions, 2 * gates * hidden));
        expect(c, 4, "sequence_lens", Shape.of(x.dim(0)));
        expect(c, 5, "initial_h", state);
        expect(c, 6, "initial_c", state);
        List<Result> results = new ArrayList<>();
        results.add(new Result(ElementType.FLOAT, Shape.of(x.dim(0), x.dim(1), Dim.of(directions), Dim.of(hidden))));
        results.add(new Result(ElementType.FLOAT, state));
        if (gates == 4) results.add(new Result(ElementType.FLOAT, state));
        return results;
    }

    private static void expect(Call c, int input, String name, Shape shape) {
        if (c.has(input) && !c.shape(input).equals(shape))
            throw new IllegalArgumentException(name + " must be " + shape + ", not " + c.shape(input));
    }

    /** Q, K, V of three axes each, the heads side by side on the last; a mask that fits [batch, heads, queries, keys]. */
    private static List<Result> attention(Call c) {
        c.require(ElementType.FLOAT, 0, 1, 2);
        Shape q = c.shape(0);
        Shape k = c.shape(1);
        Shape v = c.shape(2);
        if (q.rank() != 3 || k.rank() != 3 || v.rank() != 3)
            throw new IllegalArgumentException("Q, K and V have three axes each");
        int heads = c.integer("q_num_heads", 0);
        int pairs = c.integer("kv_num_heads", heads);
        if (heads < 1 || pairs < 1 || heads % pairs != 0)
            throw new IllegalArgumentException("q_num_heads must be a multiple of kv_num_heads");
        if (q.last() % heads != 0 || k.last() % pairs != 0 || v.last() % pairs != 0)
            throw new IllegalArgumentException("a size does not divide by its number of heads");
        if (q.last() / heads != k.last() / pairs)
            throw new IllegalArgumentException(
                    "a head of Q has " + q.last() / heads + " numbers, one of K " + k.last() / pairs);
        if (!k.dim(1).equals(v.dim(1))
                || !q.dim(0).equals(k.dim(0))
                || !q.dim(0).equals(v.dim(0)))
            throw new IllegalArgumentException("rows, or the lengths of K and V, differ");
        if (c.has(3)) {
            if (c.element(3) == ElementType.INT)
                throw new IllegalArgumentException("the mask is BOOL or FLOAT, not INT");
            Shape scores = Shape.of(q.dim(0), Dim.of(heads), q.dim(1), k.dim(1));
            if (!ElementRules.broadcast(scores, c.shape(3)).equals(scores))
                throw new IllegalArgumentException("the mask must fit " + scores);
        }
        return Result.floats(Shape.of(q.dim(0), q.dim(1), Dim.of(v.last() / pairs * heads)));
    }
}
