package io.graft.losses.sequence;

/** How the data writes a sequence of labels. */
public enum Labels {
    /** With blanks between them. */
    WORDS,
    /** Each character is one. */
    CHARACTERS;

    String separator() {
        return this == WORDS ? " " : "";
    }
}
