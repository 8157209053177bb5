package io.graft.api.settings;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.GraphBuilder;

/**
 * A number of units: a whole number, or the name of a number that is known once the data is known, such as {@code classes}.
 *
 * @param size the number, or 0 when it is named
 * @param name the name, or an empty string
 */
public record Units(int size, String name) {

    /** Checks that exactly one of both is given. */
    public Units {
        if ((size > 0) == !name.isEmpty())
            throw new IllegalArgumentException("give a whole number above 0, or 'classes'");
    }

    /** A fixed number of units. */
    public static Units of(int size) {
        return new Units(size, "");
    }

    /** Reads {@code "128"} or {@code "classes"}. */
    public static Units parse(String text) {
        String t = text.strip();
        if (t.equals(GraphBuilder.CLASSES)) return new Units(0, t);
        try {
            int n = Integer.parseInt(t);
            if (n > 0) return new Units(n, "");
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("'" + text + "' is neither a whole number above 0 nor 'classes'");
    }

    /** The number, for this graph. */
    public int in(GraphBuilder graph) {
        if (name.isEmpty()) return size;
        return graph.dimension(name)
                .orElseThrow(() -> new PipelineException(
                        ErrorCode.BAD_SETTING,
                        graph.place(),
                        "This pipeline has no '" + name + "'; write a number of units."));
    }

    @Override
    public String toString() {
        return name.isEmpty() ? Integer.toString(size) : name;
    }
}
