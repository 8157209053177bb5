package io.graft.api.text;

import io.graft.api.ComponentType;
import io.graft.api.Kind;
import org.osgi.annotation.versioning.ConsumerType;

/** A type of cleaner: text to text. */
@Kind("cleaner")
@ConsumerType
public interface CleanerType<S extends Record> extends ComponentType<S, Cleaner> {}
