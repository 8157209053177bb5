package io.graft.pipeline.live;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened to a pipeline.
 *
 * @param type what
 * @param pipeline its name
 * @param generation the generation that it happened to; 0 for none
 * @param time when
 * @param sentence for a person to read
 * @param took how long it took, for what takes time
 * @param report what the gate found, when there was one
 */
public record PipelineEvent(
        Type type,
        String pipeline,
        int generation,
        Instant time,
        String sentence,
        Optional<Duration> took,
        Optional<Report> report) {

    /** What can happen. */
    public enum Type {
        /** It is served for the first time. */
        DEPLOYED,
        /** A next generation is being made. */
        PREPARING,
        /** The gate refused. */
        REFUSED,
        /** A generation is on trial. */
        TRIAL_BEGAN,
        /** A generation on trial passed a bound and was dropped. */
        TRIAL_DROPPED,
        /** A generation serves. */
        PUBLISHED,
        /** The last request of a replaced generation has been answered, or the deadline has passed. */
        DRAINED,
        /** A replaced generation has given back everything. */
        RETIRED,
        /** A replaced generation does not give back everything: a plug-in hangs while it ends. */
        STUCK,
        /** Nothing of a retired generation is in memory any more. */
        COLLECTED,
        /** Something of a retired generation is still in memory after the time it may take. */
        LEAKED,
        /** A component has gone. */
        GHOST,
        /** Everything is there again. */
        RECOVERED,
        /** It was told not to answer, or answers no more. */
        UNLOADED,
        /** It is not served any more. */
        UNDEPLOYED
    }
}
