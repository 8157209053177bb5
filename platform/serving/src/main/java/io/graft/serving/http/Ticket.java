package io.graft.serving.http;

import io.graft.pipeline.live.LivePipeline;

/** A request for answers that waits for them. */
final class Ticket {
    final Exchange exchange;
    final LivePipeline pipeline;
    final InferenceRequest request;
    final InputRows rows;
    /** The version of the model that must answer, or 0 for any. */
    final int version;
    /** When it came, as {@link System#nanoTime}. */
    final long since;
    /** When it is too late to answer, as {@link System#nanoTime}. */
    final long deadline;

    Ticket(
            Exchange exchange,
            LivePipeline pipeline,
            InferenceRequest request,
            InputRows rows,
            int version,
            long since,
            long deadline) {
        this.exchange = exchange;
        this.pipeline = pipeline;
        this.request = request;
        this.rows = rows;
        this.version = version;
        this.since = since;
        this.deadline = deadline;
    }
}
