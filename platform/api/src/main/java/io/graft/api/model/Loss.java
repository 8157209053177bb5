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
     * @param output what the last layer gives, {@code [batch, n]}; for a sequence of labels {@code [batch, length, n]}
     * @param target as {@link #target()} says
     * @param rowWeight FLOAT {@code [batch]}: how much each row counts
     * @return a scalar: the weighted mean over the rows, see {@link GraphBuilder#weightedMean}
     */
    Value build(GraphBuilder graph, Value output, Value target, Value rowWeight);

    /**
     * Adds what users see of an output: probabilities for a loss over classes, else the numbers themselves; {@code [batch, n]}. For a sequence of labels
     * {@code [batch, length, n]}, zeros at masked positions.
     */
    Value scores(GraphBuilder graph, Value output);

    /** What stands between two labels of a sequence, in the data and in answers; empty when each character is a label. */
    default String separator() {
        return " ";
    }
}
