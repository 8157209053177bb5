package io.graft.api.augment;

/** Varies rows in training: one of {@link TextAugmenter}, {@link ImageAugmenter}, {@link AudioAugmenter}, {@link TensorAugmenter}, {@link BatchAugmenter}. */
public interface Augmenter {}
