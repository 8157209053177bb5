package io.graft.catalog;

import io.graft.api.ComponentType;

/** A component type on loan from its plug-in. */
public interface Use extends AutoCloseable {

    /** The component type. */
    ComponentType<?, ?> type();

    /** Gives it back; may be called twice. */
    @Override
    void close();
}
