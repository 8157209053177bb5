package io.graft.pipeline;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.Feature;
import io.graft.api.graph.Dim;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import io.graft.descriptor.Nearest;
import io.graft.descriptor.Wiring;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of a network that a descriptor can name: the features of the rows, {@code input}, and what layers called {@code as: NAME} give. */
final class Values {
    private final Map<String, Value> named = new LinkedHashMap<>();
    private final Value input;

    /** Adds the features to a graph; each is masked by the one that it names as its mask. */
    Values(GraphBuilder g, List<Feature> features) {
        for (Feature f : features) {
            Value v = g.input(f.name(), f.type(), f.shape().prepend(Dim.BATCH));
            named.put(f.name(), f.bound() > 0 ? v.below(f.bound()) : v);
        }
        for (Feature f : features)
            if (!f.mask().isEmpty()) named.computeIfPresent(f.name(), (name, v) -> v.withMask(named.get(f.mask())));
        input = named.get(features.get(0).name());
    }

    /** What the first layer takes: the first feature. */
    Value input() {
        return input;
    }

    /** What a layer takes, by the names in its entry. */
    List<Value> of(Network.Placed placed) {
        List<Value> values = new ArrayList<>();
        for (String name : placed.wiring().from()) {
            Value v = named.containsKey(name) || !name.equals(Wiring.INPUT) ? named.get(name) : input;
            if (v == null) throw unknown(placed, name);
            values.add(v);
        }
        return values;
    }

    private PipelineException unknown(Network.Placed placed, String name) {
        List<String> known = new ArrayList<>(named.keySet());
        if (!known.contains(Wiring.INPUT)) known.add(Wiring.INPUT);
        return new PipelineException(
                ErrorCode.BAD_SETTING,
                placed.part().reference().path() + ".from",
                "No layer before this one and no feature is called '" + name + "'."
                        + Nearest.to(name, known)
                                .map(n -> " Did you mean '" + n + "'?")
                                .orElse("") + " Known: "
                        + String.join(", ", known) + ".");
    }

    /** Remembers what a layer gives, when its entry has a name for it. */
    void name(Network.Placed placed, Value given) {
        String as = placed.wiring().as();
        if (!as.isEmpty() && named.putIfAbsent(as, given) != null)
            throw new PipelineException(
                    ErrorCode.BAD_SETTING,
                    placed.part().reference().path() + ".as",
                    "'" + as + "' is the name of a feature of the rows already; choose another.");
    }
}
