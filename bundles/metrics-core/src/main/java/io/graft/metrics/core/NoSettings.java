package io.graft.metrics.core;

/** For a metric that has nothing to set. */
public record NoSettings() {}
