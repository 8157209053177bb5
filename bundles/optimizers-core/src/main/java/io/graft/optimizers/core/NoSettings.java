package io.graft.optimizers.core;

/** For a schedule that has nothing to set. */
public record NoSettings() {}
