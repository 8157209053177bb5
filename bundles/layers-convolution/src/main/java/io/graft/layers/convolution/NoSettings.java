package io.graft.layers.convolution;

/** For a layer that has nothing to set. */
public record NoSettings() {}
