package io.graft.sources.files;

/** What happens to a row whose label the map of labels does not know. */
public enum Unmapped {
    /** The row counts as a bad one. */
    FAIL,
    /** It keeps its label. */
    KEEP,
    /** It is left out. */
    DROP
}
