package io.graft.api.model;

/** What a loss compares the network's output with. */
public enum Target {
    /** The index of the class: INT {@code [batch]}. */
    CLASS,
    /** 1 for the class, 0 for the others: FLOAT {@code [batch, classes]}. */
    ONE_HOT,
    /** A probability for each class, written in the data as numbers with blanks between them: FLOAT {@code [batch, classes]}. */
    DISTRIBUTION,
    /** Numbers, written in the data with blanks between them: FLOAT {@code [batch, n]}. */
    NUMBERS,
    /**
     * The index of a class for each position of the output, written in the data as labels one after the other: INT {@code [batch, length]}, masked
     * where a row has no label. Labels beyond the length are cut off, as what they belong to was.
     */
    TAGS,
    /**
     * The indices of classes one after the other, which belong to no positions: INT {@code [batch, length]}, masked behind the last one. Class 0
     * is the blank and stands for no label. An answer is read off the best class of each position: repeated ones count once, blanks not at
     * all (Graves et al., 2006, section 3.2).
     */
    TRANSCRIPT;

    /** Whether labels name classes. */
    public boolean classes() {
        return this != NUMBERS;
    }

    /** Whether a row has a sequence of labels. */
    public boolean sequence() {
        return this == TAGS || this == TRANSCRIPT;
    }
}
