package io.graft.api.model;

import io.graft.api.ComponentType;
import io.graft.api.Kind;
import org.osgi.annotation.versioning.ConsumerType;

/** A type of learning-rate schedule. */
@Kind("schedule")
@ConsumerType
public interface ScheduleType<S extends Record> extends ComponentType<S, Schedule> {}
