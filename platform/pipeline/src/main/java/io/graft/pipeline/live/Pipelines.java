package io.graft.pipeline.live;

import io.graft.catalog.Catalog;
import io.graft.descriptor.Tree;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The living pipelines of this process.
 *
 * <p><b>Lifecycle.</b> They are restored from the data folder ({@code pipelines/NAME.json}) by {@link #restore} when the process begins
 * to serve, and retired when the service goes. <b>Threading.</b> Thread-safe; changes of one pipeline wait for one another,
 * answers wait for nothing.
 *
 * <p><b>Errors.</b> {@link io.graft.api.PipelineException}: NOT_FOUND for a name that is not deployed, REFUSED when the gate refuses (a
 * {@link RefusedException}, which has the report), and what assembling throws. After an error what served before serves on.
 */
@ProviderType
public interface Pipelines {

    /** Brings back what was deployed when the process last ended; those whose plug-ins are missing wait for them. */
    void restore();

    /**
     * Serves a pipeline from a stored model. One of this name that is served already is swapped.
     *
     * @param descriptor the descriptor, which may differ from the one that the model was trained with as a swap may
     * @param model the version of the model; empty for the newest
     */
    Report deploy(Tree descriptor, OptionalInt model, SwapOptions options);

    /** Changes a pipeline. */
    Report swap(String pipeline, Change change, SwapOptions options);

    /** Goes back to what was served before the last change; of changes of a plug-in's code, the plug-in manager is the one to undo them. */
    Report rollback(String pipeline, SwapOptions options);

    /** Ends a trial (canary, shadow): the generation on trial is published or dropped. */
    Report decide(String pipeline, boolean publish);

    /** Stops serving a pipeline: its generation is drained and retired, its file removed. Its models stay. */
    void undeploy(String pipeline);

    /** Stops answering, keeping what is deployed: {@code load} begins again. */
    void unload(String pipeline);

    /** Begins to answer again after {@link #unload}; on a pipeline that has models but is not deployed, deploys the newest. */
    Report load(String pipeline);

    /** All that are deployed, by name. */
    List<PipelineStatus> list();

    /** One of them. */
    Optional<PipelineStatus> status(String pipeline);

    /** The pipeline that answers under a name; the hot path. */
    Optional<LivePipeline> find(String pipeline);

    /** The pipelines that use a component of one of these bundles now. */
    Set<String> users(Set<Long> bundles);

    /**
     * Prepares and judges the next generation of every pipeline that uses one of the leaving bundles, or waits for what the next catalogue has,
     * and publishes nothing yet. Changes of these pipelines wait until the transition is closed.
     *
     * @param next the catalogue that the next generations are made from
     * @param leaving the bundles that are to be replaced
     * @param cause why, for the history, e.g. {@code plug-in io.acme.words 1.1.0 to 1.2.0}
     */
    Transition transition(Catalog next, Set<Long> leaving, String cause, SwapOptions options);

    /** Tells what happens, on the thread where it does; the call must be short. */
    Listening listen(Consumer<PipelineEvent> listener);

    /** Being told. */
    interface Listening extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Next generations of several pipelines, prepared and judged: all are published, or none. No pipeline is changed by anybody else until it is
     * closed: who publishes lets the admission of bundles follow before closing, else what was published would count as gone.
     */
    interface Transition extends AutoCloseable {

        /** What the gate found, a report for each pipeline. */
        List<Report> reports();

        /** Whether every gate let its generation pass. */
        boolean accepted();

        /**
         * Publishes all, drains and retires the generations before, and comes back when they have given back everything or the deadline of the drain has
         * passed.
         */
        void publish();

        /** Drops what was prepared when it was not published. */
        @Override
        void close();
    }
}
