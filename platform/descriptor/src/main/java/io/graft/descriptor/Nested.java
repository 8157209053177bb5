package io.graft.descriptor;

/** Makes the components that stand in the settings of another one, e.g. the layers of a residual block. */
@FunctionalInterface
public interface Nested {

    /**
     * Makes a component.
     *
     * @param kind {@code layer}, {@code loss}, {@code optimizer}, {@code schedule} or {@code metric}
     * @param reference what the descriptor says
     * @return e.g. a {@link io.graft.api.model.Layer}
     * @throws io.graft.api.PipelineException when it cannot be made; it becomes a problem of the descriptor
     */
    Object create(String kind, Reference reference);
}
