package io.graft.losses.core;

/** For a loss that has nothing to set. */
public record NoSettings() {}
