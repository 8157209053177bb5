package io.graft.api.model;

import io.graft.api.ComponentType;
import io.graft.api.Kind;
import org.osgi.annotation.versioning.ConsumerType;

/** A type of optimizer. */
@Kind("optimizer")
@ConsumerType
public interface OptimizerType<S extends Record> extends ComponentType<S, Optimizer> {}
