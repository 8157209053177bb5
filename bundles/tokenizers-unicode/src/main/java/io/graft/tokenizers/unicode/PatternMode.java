package io.graft.tokenizers.unicode;

/** What a pattern finds. */
public enum PatternMode {
    /** What separates tokens. */
    SPLIT,
    /** The tokens. */
    MATCH
}
