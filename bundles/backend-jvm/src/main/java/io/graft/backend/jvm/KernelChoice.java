package io.graft.backend.jvm;

/** Which kernels a backend computes with. */
public enum KernelChoice {
    /** Those of the Vector API where it is there, else plain Java. */
    AUTO,
    /** Plain Java. */
    PLAIN
}
