package io.graft.api.model;

import io.graft.api.ComponentType;
import io.graft.api.Kind;
import org.osgi.annotation.versioning.ConsumerType;

/** A type of loss. */
@Kind("loss")
@ConsumerType
public interface LossType<S extends Record> extends ComponentType<S, Loss> {}
