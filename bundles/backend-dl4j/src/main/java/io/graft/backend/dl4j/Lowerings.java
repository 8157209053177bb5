package io.graft.backend.dl4j;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which operator becomes which instructions. */
final class Lowerings {
    private static final Map<String, Lowering> TABLE = new HashMap<>();

    private Lowerings() {}

    /** How one operator becomes instructions. */
    interface Lowering {
        Lowered lower(Tape tape, Node node);
    }

    static {
        Activations.register(TABLE);
        Arithmetic.register(TABLE);
        Logic.register(TABLE);
        Reductions.register(TABLE);
        Products.register(TABLE);
        Layouts.register(TABLE);
        Lookups.register(TABLE);
        Einsums.register(TABLE);
        AxisMaps.register(TABLE);
        Convolutions.register(TABLE);
        Pools.register(TABLE);
        Recurrence.register(TABLE);
        Attention.register(TABLE);
        Normalizations.register(TABLE);
        Losses.register(TABLE);
    }

    /** The operators that can be lowered. */
    static Set<String> names() {
        return new TreeSet<>(TABLE.keySet());
    }

    static Lowered lower(Tape tape, Node node) {
        Lowering lowering = TABLE.get(node.operator().type());
        if (lowering == null)
            throw new IllegalStateException("no lowering of " + node.operator().type());
        return lowering.lower(tape, node);
    }
}
