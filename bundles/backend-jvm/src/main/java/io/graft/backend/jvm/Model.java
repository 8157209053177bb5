package io.graft.backend.jvm;

import io.graft.api.graph.Graph;
import io.graft.api.graph.Parameter;
import io.graft.api.model.Rule;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The variables of a graph and what the rule remembers of them; sessions share it.
 *
 * <p>Tables may be behind their rule, see {@link LazyTable}: {@link #settle} comes before anything is read from outside a training step.
 */
final class Model {
    private final Map<String, Variable> variables;
    private final Map<String, float[][]> slots = new HashMap<>();
    private final Map<String, float[]> tensors = new LinkedHashMap<>();
    private List<LazyTable> tables = List.of();
    private volatile boolean unsettled;
    private final AtomicLong version = new AtomicLong();

    Model(Graph graph, long seed, List<Rule.Slot> names) {
        Map<String, Variable> all = new LinkedHashMap<>();
        for (Parameter p : graph.parameters()) all.put(p.name(), new Variable(p, seed));
        variables = Collections.unmodifiableMap(all);
        variables.forEach((name, v) -> tensors.put(name, v.values()));
        for (Variable v : variables.values()) {
            if (!v.trainable()) continue;
            float[][] arrays = new float[names.size()][v.values().length];
            for (int s = 0; s < arrays.length; s++) {
                if (names.get(s).initial() != 0)
                    Arrays.fill(arrays[s], names.get(s).initial());
                tensors.put("optimizer." + names.get(s).name() + "." + v.name(), arrays[s]);
            }
            slots.put(v.name(), arrays);
        }
    }

    Map<String, Variable> variables() {
        return variables;
    }

    float[][] slots(Variable v) {
        return slots.get(v.name());
    }

    /** Everything that can be read and written, by name. */
    Map<String, float[]> tensors() {
        return tensors;
    }

    synchronized void tables(List<LazyTable> lazy) {
        tables = lazy;
    }

    /** A training step is about to leave tables behind. */
    void unsettle() {
        if (!tables.isEmpty()) unsettled = true;
    }

    /** Brings every table up to date. */
    void settle() {
        if (!unsettled) return;
        synchronized (this) {
            if (!unsettled) return;
            tables.forEach(LazyTable::settle);
            unsettled = false;
        }
    }

    /** A number that is another whenever variables have changed. */
    long version() {
        return version.get();
    }

    /** Variables have changed. */
    void changed() {
        version.incrementAndGet();
    }

    /** Something was written from outside: tables look at themselves anew. */
    synchronized void written() {
        changed();
        tables.forEach(LazyTable::written);
    }
}
