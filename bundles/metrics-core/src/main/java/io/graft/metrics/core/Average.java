package io.graft.metrics.core;

/** How a number for each class becomes one. */
public enum Average {
    /** Each class that occurs counts the same. */
    MACRO,
    /** Each row counts the same. */
    MICRO,
    /** Each class counts as often as it is the label. */
    WEIGHTED
}
