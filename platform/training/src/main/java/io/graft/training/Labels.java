package io.graft.training;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The classes of a pipeline, in their order. Immutable. */
final class Labels {
    private final List<String> names;
    private final Map<String, Integer> index = new HashMap<>();

    Labels(List<String> names) {
        this.names = List.copyOf(names);
        for (int i = 0; i < names.size(); i++) index.put(names.get(i), i);
    }

    List<String> names() {
        return names;
    }

    int size() {
        return names.size();
    }

    /** The index of a class that stands in the data at a place. */
    int of(String label, String place) {
        Integer i = index.get(label);
        if (i != null) return i;
        String known = names.size() <= 20
                ? String.join(", ", names)
                : names.size() + " classes, e.g. " + String.join(", ", names.subList(0, 5));
        throw new PipelineException(
                ErrorCode.BAD_DATA,
                place,
                "The label '" + label + "' does not occur in the training data. Known: " + known + ".");
    }
}
