package io.graft.layers.recurrent;

/** What a recurrent layer gives of a sequence. */
public enum Outputs {
    /** The state after the last unmasked position. */
    LAST,
    /** The state after each position. */
    ALL
}
