package io.graft.api.graph;

/**
 * A tensor that belongs to the model.
 *
 * @param name the path of its layer and its own name, e.g. {@code layers.2.dense.weight}
 * @param shape its axes, all of known size; its elements are FLOAT
 * @param initializer how it begins
 * @param trainable whether the optimizer moves it; running statistics are not trainable, their operator updates them while training
 * @param place where it comes from
 */
public record Parameter(String name, Shape shape, Initializer initializer, boolean trainable, Place place) {}
