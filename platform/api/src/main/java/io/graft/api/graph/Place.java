package io.graft.api.graph;

/**
 * Where an operator or a parameter comes from.
 *
 * @param scope the path of the layer, e.g. {@code layers.2.dense}
 * @param at the place in the descriptor, e.g. {@code model.layers[2]}
 */
public record Place(String scope, String at) {

    /** Outside every layer. */
    public static final Place NONE = new Place("", "");

    @Override
    public String toString() {
        return at.isEmpty() ? scope : at;
    }
}
