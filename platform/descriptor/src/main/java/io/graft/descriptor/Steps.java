package io.graft.descriptor;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The kinds of the steps from a row to numbers.
 *
 * <p>A name may stand for components of several kinds; the one is meant that takes what flows at its place: before the tokenizer a cleaner, after it a
 * token filter.
 */
final class Steps {
    static final List<String> KINDS = List.of(
            "cleaner",
            "tokenizer",
            "token-filter",
            "vectorizer",
            "image-step",
            "audio-step",
            "audio-features",
            "table-step",
            "augmenter");

    private static final String TOKENS = "tokens";
    private static final Map<String, String> TAKES = Map.of(
            "cleaner", "text",
            "tokenizer", "text",
            "token-filter", TOKENS,
            "vectorizer", TOKENS,
            "image-step", "image",
            "audio-step", "sound",
            "audio-features", "sound",
            "table-step", "table");

    private final Components components;
    /** What flows; empty as long as no step has told. */
    private String flows = "";

    Steps(Components components) {
        this.components = components;
    }

    /** The kind of the next step, if there is a component of this name; its steps are asked for in order. */
    Optional<String> next(String name) {
        List<String> kinds =
                KINDS.stream().filter(k -> components.names(k).contains(name)).toList();
        Optional<String> kind = kinds.stream().filter(this::fits).findFirst().or(() -> kinds.stream()
                .findFirst());
        kind.filter(TAKES::containsKey).ifPresent(k -> flows = gives(k));
        return kind;
    }

    private boolean fits(String kind) {
        String takes = TAKES.getOrDefault(kind, flows);
        return flows.isEmpty() ? !takes.equals(TOKENS) : takes.equals(flows);
    }

    private static String gives(String kind) {
        return kind.equals("tokenizer") ? TOKENS : TAKES.get(kind);
    }
}
