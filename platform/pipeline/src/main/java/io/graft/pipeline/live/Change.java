package io.graft.pipeline.live;

import io.graft.descriptor.Tree;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a swap changes: applied in the order of the fields to what is deployed. Nothing at all is a change too: the same assembled anew.
 *
 * @param descriptor the whole descriptor, when it is replaced
 * @param patch a JSON merge patch (RFC 7396) of the descriptor
 * @param assignments {@code PATH=VALUE}, where a component's place takes its name: {@code prepare.1=chinese-words}
 * @param model the version of the model; empty to keep it
 */
public record Change(Optional<Tree> descriptor, Optional<Tree> patch, List<String> assignments, OptionalInt model) {

    /** Copies. */
    public Change {
        assignments = List.copyOf(assignments);
    }

    /** Nothing, so far. */
    public static final Change NONE = new Change(Optional.empty(), Optional.empty(), List.of(), OptionalInt.empty());

    /** The whole descriptor. */
    public static Change of(Tree descriptor) {
        return new Change(Optional.of(descriptor), Optional.empty(), List.of(), OptionalInt.empty());
    }

    /** A merge patch. */
    public static Change patch(Tree patch) {
        return new Change(Optional.empty(), Optional.of(patch), List.of(), OptionalInt.empty());
    }

    /** Assignments. */
    public static Change set(String... assignments) {
        return new Change(Optional.empty(), Optional.empty(), List.of(assignments), OptionalInt.empty());
    }

    /** Another version of the model. */
    public static Change model(int version) {
        return NONE.withModel(version);
    }

    /** The same, and another version of the model. */
    public Change withModel(int version) {
        return new Change(descriptor, patch, assignments, OptionalInt.of(version));
    }
}
