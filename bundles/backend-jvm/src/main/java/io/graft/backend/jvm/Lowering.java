package io.graft.backend.jvm;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes the instructions of an operator. */
interface Lowering {
    Lowered lower(Tape tape, Node node);

    /** Those of all operators that this backend can do, by their names. */
    Map<String, Lowering> ALL = all();

    private static Map<String, Lowering> all() {
        Map<String, Lowering> table = new TreeMap<>();
        UnaryFunctions.register(table);
        Broadcasts.register(table);
        Reductions.register(table);
        Views.register(table);
        Movements.register(table);
        Picks.register(table);
        Products.register(table);
        Convolutions.register(table);
        Pools.register(table);
        Resizing.register(table);
        Lookups.register(table);
        EmbeddingBag.register(table);
        Softmaxes.register(table);
        Dropout.register(table);
        LayerNormalization.register(table);
        BatchNormalization.register(table);
        GroupNormalization.register(table);
        CrossEntropy.register(table);
        Recurrence.register(table);
        Attention.register(table);
        PRelu.register(table);
        Gelu.register(table);
        Ctc.register(table);
        TopK.register(table);
        Einsum.register(table);
        return Map.copyOf(table);
    }

    /** The names of the operators. */
    static Set<String> names() {
        return ALL.keySet();
    }
}
