package io.graft.steps.image;

/** Nothing to set. */
public record NoSettings() {}
