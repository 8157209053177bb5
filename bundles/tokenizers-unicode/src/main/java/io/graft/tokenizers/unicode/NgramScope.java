package io.graft.tokenizers.unicode;

/** Within what n-grams of characters are taken. */
public enum NgramScope {
    /** Within what stands between white space. */
    WORDS,
    /** Within the whole text, white space included. */
    TEXT
}
