package io.graft.api.model;

import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import org.osgi.annotation.versioning.ConsumerType;

/** What training makes small. Thread-safe; {@link #build} may be called for several graphs. */
@ConsumerType
public interface Loss {

    /** What it compares with. */
    Target target();

    /**
     * Adds the loss of a batch.
     *
     * @param output what the last layer gives, {@code [batch, n]}
     * @param target as {@link #target()} says
     * @param rowWeight FLOAT {@code [batch]}: how much each row counts
     * @return a scalar: the weighted mean over the rows, see {@link GraphBuilder#weightedMean}
     */
    Value build(GraphBuilder graph, Value output, Value target, Value rowWeight);

    /** Adds what users see of an output: probabilities for a loss over classes, else the numbers themselves; {@code [batch, n]}. */
    Value scores(GraphBuilder graph, Value output);
}
