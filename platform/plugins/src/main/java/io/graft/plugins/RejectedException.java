package io.graft.plugins;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;

/** A change of plug-ins was refused; what ran before runs on. */
public final class RejectedException extends PipelineException {
    private static final long serialVersionUID = 1;

    private final transient PluginReport report;

    /**
     * A refusal.
     *
     * @param code PLUGIN_REJECTED, or REFUSED when it was a pipeline's gate
     */
    public RejectedException(ErrorCode code, PluginReport report) {
        super(code, "", report.sentence());
        this.report = report;
    }

    /** What was checked. */
    public PluginReport report() {
        return report;
    }
}
