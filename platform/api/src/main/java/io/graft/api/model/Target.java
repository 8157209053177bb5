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
    NUMBERS;

    /** Whether rows belong to classes. */
    public boolean classes() {
        return this != NUMBERS;
    }
}
