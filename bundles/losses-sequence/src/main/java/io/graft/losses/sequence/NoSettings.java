package io.graft.losses.sequence;

/** For a metric that has nothing to set. */
public record NoSettings() {}
