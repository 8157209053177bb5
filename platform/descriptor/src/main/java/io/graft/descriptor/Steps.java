package io.graft.descriptor;

import java.util.List;
import java.util.Optional;

/**
 * The kinds of the steps from a row to numbers.
 *
 * <p>A name may stand for components of several kinds; before the tokenizer it means a cleaner, after it a token filter.
 */
final class Steps {
    static final List<String> KINDS = List.of("cleaner", "tokenizer", "token-filter", "vectorizer");
    private static final List<String> OF_TEXT = List.of("cleaner", "tokenizer");

    private final Components components;
    private boolean tokens;

    Steps(Components components) {
        this.components = components;
    }

    /** The kind of the next step, if there is a component of this name; its steps are asked for in order. */
    Optional<String> next(String name) {
        List<String> kinds =
                KINDS.stream().filter(k -> components.names(k).contains(name)).toList();
        Optional<String> kind = kinds.stream()
                .filter(k -> OF_TEXT.contains(k) != tokens)
                .findFirst()
                .or(() -> kinds.stream().findFirst());
        if (kind.equals(Optional.of("tokenizer"))) tokens = true;
        return kind;
    }
}
