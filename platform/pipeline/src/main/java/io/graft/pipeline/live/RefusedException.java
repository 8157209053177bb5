package io.graft.pipeline.live;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;

/** The gate refused a change; what served before serves on. */
public final class RefusedException extends PipelineException {
    private static final long serialVersionUID = 1;

    private final transient Report report;

    /** A refusal. */
    public RefusedException(Report report) {
        super(ErrorCode.REFUSED, "", report.sentence());
        this.report = report;
    }

    /** What the gate measured. */
    public Report report() {
        return report;
    }
}
