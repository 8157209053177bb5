package io.graft.api.data;

import io.graft.api.ComponentType;
import io.graft.api.Kind;
import org.osgi.annotation.versioning.ConsumerType;

/** A type of source. */
@Kind("source")
@ConsumerType
public interface SourceType<S extends Record> extends ComponentType<S, Source> {}
