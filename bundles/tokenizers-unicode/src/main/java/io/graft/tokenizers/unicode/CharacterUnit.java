package io.graft.tokenizers.unicode;

/** What counts as one character. */
public enum CharacterUnit {
    /** A Unicode code point. */
    CODE_POINTS,
    /** What people see as one character: an extended grapheme cluster of Unicode Standard Annex 29. */
    GRAPHEMES
}
