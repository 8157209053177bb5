package io.graft.pipeline.live;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A pipeline that answers.
 *
 * <p><b>Threading.</b> Thread-safe: any number of threads answer at the same time, each with answers of its own.
 */
@ProviderType
public interface LivePipeline {

    /** Its name. */
    String name();

    /**
     * What it takes and gives now.
     *
     * @throws io.graft.api.PipelineException of code NOT_READY when it has no generation to answer with
     */
    Face face();

    /**
     * Answers the rows of a batch, all with one generation: the published one, or the one on trial when the canary's turn has come.
     * A row that fails does not fail the others, see {@link Answers#failure(int)}.
     *
     * @throws io.graft.api.PipelineException of code NOT_READY when it has no generation to answer with; PLUGIN_FAILED when the
     *     whole batch failed
     */
    void answer(Answers answers);
}
