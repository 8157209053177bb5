package io.graft.api.graph;

import io.graft.api.graph.Operators.Call;
import io.graft.api.graph.Operators.Register;
import io.graft.api.graph.Operators.Result;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What training makes small. */
final class LossRules {
    private LossRules() {}

    private static final Set<String> REDUCTIONS = new TreeSet<>(Set.of("none", "mean", "sum"));

    static void register(Register register) {
        register.rule("SoftmaxCrossEntropyLoss", 2, 3, "reduction", c -> {
            c.require(ElementType.FLOAT, 0, 2);
            Shape scores = c.shape(0);
            if (c.element(1) != ElementType.INT)
                throw new IllegalArgumentException("labels are " + c.element(1) + ", not INT");
            if (scores.rank() < 2)
                throw new IllegalArgumentException("it takes [batch, classes] or [batch, classes, …]");
            if (!LayoutRules.drop(scores, Set.of(1), false).equals(c.shape(1)))
                throw new IllegalArgumentException("one label for each row of scores is needed");
            if (c.has(2) && !c.shape(2).equals(Shape.of(scores.dim(1))))
                throw new IllegalArgumentException("the weights must be [" + scores.dim(1) + "]");
            String reduction = c.string("reduction", "mean");
            if (!REDUCTIONS.contains(reduction))
                throw new IllegalArgumentException("there is no reduction '" + reduction + "', only " + REDUCTIONS);
            return Result.floats(reduction.equals("none") ? c.shape(1) : Shape.SCALAR);
        });
        register.rule("CTCLoss", 4, 4, "blank zero_infinity", LossRules::ctc);
    }

    private static List<Result> ctc(Call c) {
        c.require(ElementType.FLOAT, 0);
        c.require(ElementType.INT, 1, 2, 3);
        Shape scores = c.shape(0);
        if (scores.rank() != 3 || c.shape(1).rank() != 2)
            throw new IllegalArgumentException("it takes [batch, length, classes] and labels [batch, n]");
        Shape rows = Shape.of(scores.dim(0));
        if (!c.shape(1).dim(0).equals(scores.dim(0))
                || !c.shape(2).equals(rows)
                || !c.shape(3).equals(rows))
            throw new IllegalArgumentException(
                    "labels, lengths and label lengths must have a row for each row of scores");
        int blank = c.integer("blank", 0);
        if (blank < 0 || blank >= scores.last())
            throw new IllegalArgumentException("blank is " + blank + ", but there are " + scores.last() + " classes");
        return Result.floats(rows);
    }
}
