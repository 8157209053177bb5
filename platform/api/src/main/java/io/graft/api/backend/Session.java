package io.graft.api.backend;

import io.graft.api.data.Batch;
import java.nio.FloatBuffer;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A compiled program with its parameters. The same seed, thread count and batches give the same numbers to the last bit.
 *
 * <p><b>Lifecycle.</b> Everything off the heap is freed by {@link #close}, which may be called twice.
 *
 * <p><b>Threading.</b> For one thread at a time. {@link #share} gives further sessions over the same parameters for other threads,
 * for answers only, while nobody trains or writes.
 *
 * <p><b>Errors.</b> A batch that does not fit throws {@link IllegalArgumentException}; after {@code close}, {@link IllegalStateException}.
 */
@ConsumerType
public interface Session extends AutoCloseable {

    /**
     * One step: forward, backward, clip, update.
     *
     * @param batch all inputs of the graph, one row or more
     * @param learningRate the rate of this step
     * @return the loss before the update; may be NaN or infinite, then the parameters may be too
     */
    float train(Batch batch, double learningRate);

    /**
     * Computes outputs of the graph as in use: no dropout, running statistics.
     *
     * @param batch the inputs that these outputs depend on; others may be missing. Without rows it gives none
     * @param outputs what to compute, see {@link Batch#outputs}; filled, its rows set
     */
    void run(Batch batch, Batch outputs);

    /**
     * Everything that {@link #read} and {@link #write} know, with its number of elements: parameters and statistics by their names,
     * and for each trainable parameter and slot of the rule {@code optimizer.<slot>.<parameter>}.
     */
    Map<String, Integer> tensors();

    /** Copies a tensor out. */
    void read(String name, FloatBuffer into);

    /** Copies a tensor in. */
    void write(String name, FloatBuffer from);

    /** The number of steps made, which some rules and dropout depend on. */
    long step();

    /** Sets the number of steps made, when a run is resumed. */
    void step(long steps);

    /** Another session over the same parameters, for answers only. The parameters live until the last of all is closed. */
    Session share();

    @Override
    void close();
}
