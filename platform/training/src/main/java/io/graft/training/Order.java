package io.graft.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What somebody outside wants of a run.
 *
 * @param kind what is to be done
 * @param assignments what a swap changes, {@code PATH=VALUE}
 */
record Order(Kind kind, List<String> assignments) {

    /** The kinds of orders. */
    enum Kind {
        /** End after this step, with a checkpoint. */
        CANCEL,
        /** Change something. */
        SWAP
    }

    Order {
        assignments = List.copyOf(assignments);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("order", kind.name().toLowerCase(Locale.ROOT));
        json.put("assignments", assignments);
        return json;
    }

    static Order of(Map<?, ?> json) {
        return new Order(
                Kind.valueOf(((String) json.get("order")).toUpperCase(Locale.ROOT)),
                ((List<?>) json.get("assignments"))
                        .stream().map(String.class::cast).toList());
    }
}
