package io.graft.api.model;

import io.graft.api.ComponentType;
import io.graft.api.Kind;
import org.osgi.annotation.versioning.ConsumerType;

/** A type of metric. */
@Kind("metric")
@ConsumerType
public interface MetricType<S extends Record> extends ComponentType<S, Metric> {}
