package io.graft.api.graph;

/** What the elements of a tensor are. */
public enum ElementType {
    /** 32-bit floating point. */
    FLOAT,
    /** 32-bit signed whole number: ids, class indices. */
    INT,
    /** True or false; only between operators, never in a batch. */
    BOOL
}
