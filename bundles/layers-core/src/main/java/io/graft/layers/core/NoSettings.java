package io.graft.layers.core;

/** For a layer that has nothing to set. */
public record NoSettings() {}
