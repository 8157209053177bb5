package io.graft.backend.jvm;

import io.graft.api.backend.Program;
import io.graft.api.graph.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What of a program this backend cannot do. */
final class Support {
    private static final Set<String> POOLINGS = Set.of("mean", "sum", "max", "last");
    private static final Set<String> REDUCTIONS = Set.of("none", "mean", "sum");

    private Support() {}

    static List<String> missing(Program program) {
        List<String> sentences = new ArrayList<>();
        Set<String> known = Lowering.names();
        for (Operator op : program.graph().operators()) {
            if (!known.contains(op.type()))
                sentences.add("The backend jvm has no operator " + op.type() + ", which " + where(op) + " uses.");
            word(op, "EmbeddingBag", "mode", "mean", POOLINGS, sentences);
            word(op, "SoftmaxCrossEntropyLoss", "reduction", "mean", REDUCTIONS, sentences);
        }
        program.training().ifPresent(t -> {
            if (UpdateRules.of(t.rule()) instanceof InterpretedRule)
                for (String type : InterpretedRule.unsupported(t.rule()))
                    sentences.add("The backend jvm cannot use " + type + " in a rule, as the optimizer '"
                            + t.rule().name() + "' does.");
        });
        return sentences;
    }

    private static void word(
            Operator op, String type, String attribute, String otherwise, Set<String> known, List<String> sentences) {
        if (!op.type().equals(type)) return;
        String given = op.string(attribute, otherwise);
        if (!known.contains(given))
            sentences.add("The backend jvm has no " + attribute + " '" + given + "' of " + type + ", which " + where(op)
                    + " asks for.");
    }

    private static String where(Operator op) {
        String place = op.place().toString();
        return place.isEmpty() ? "'" + op.output() + "'" : place;
    }
}
