package io.graft.backend.dl4j;

import io.graft.api.graph.Graph;
import io.graft.api.graph.Parameter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The variables of a graph, which live until the last session over them is closed. */
final class Model {
    private final Map<String, Variable> variables;
    private int sessions = 1;

    Model(Graph graph, long seed) {
        Map<String, Variable> all = new LinkedHashMap<>();
        for (Parameter p : graph.parameters()) all.put(p.name(), new Variable(p, seed));
        variables = Collections.unmodifiableMap(all);
    }

    Map<String, Variable> variables() {
        return variables;
    }

    synchronized void join() {
        if (sessions == 0) throw new IllegalStateException("the session is closed");
        sessions++;
    }

    synchronized void leave() {
        if (--sessions == 0) variables.values().forEach(Variable::close);
    }
}
