package io.graft.api.augment;

import io.graft.api.ComponentType;
import io.graft.api.Kind;
import org.osgi.annotation.versioning.ConsumerType;

/** A type of augmenter: it varies rows, in training only, and leaves their type as it is. */
@Kind("augmenter")
@ConsumerType
public interface AugmenterType<S extends Record> extends ComponentType<S, Augmenter> {}
