package io.graft.api.model;

import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import org.osgi.annotation.versioning.ConsumerType;

/** A layer adds operators to a graph. It is thread-safe and holds no tensors: {@link #build} may be called for several graphs. */
@ConsumerType
@FunctionalInterface
public interface Layer {

    /** Adds the layer; the platform has opened a scope for it, so parameter names need not be unique. */
    Value build(GraphBuilder graph, Value input);
}
