package io.graft.api.model;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** A layer adds operators to a graph. It is thread-safe and holds no tensors: {@link #build} may be called for several graphs. */
@ConsumerType
@FunctionalInterface
public interface Layer {

    /** Adds the layer; the platform has opened a scope for it, so parameter names need not be unique. */
    Value build(GraphBuilder graph, Value input);

    /**
     * Adds a layer that the descriptor gives several values, {@code from: [a, b]}. A layer that takes several overrides this; the others say
     * that they take one.
     *
     * @param inputs one value or more, in the order of {@code from}
     */
    default Value build(GraphBuilder graph, List<Value> inputs) {
        if (inputs.size() == 1) return build(graph, inputs.get(0));
        throw new PipelineException(
                ErrorCode.SHAPE_MISMATCH,
                graph.place(),
                "This layer takes one value, but 'from' names " + inputs.size()
                        + "; put a layer before it that makes one of several: concat, add or multiply.");
    }
}
