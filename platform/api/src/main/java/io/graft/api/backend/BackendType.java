package io.graft.api.backend;

import io.graft.api.ComponentType;
import io.graft.api.Kind;
import org.osgi.annotation.versioning.ConsumerType;

/** A type of backend. */
@Kind("backend")
@ConsumerType
public interface BackendType<S extends Record> extends ComponentType<S, Backend> {

    /** Whether it can work on this machine. Never throws and touches no native library. */
    Availability availability();
}
