package io.graft.serving.http;

import io.graft.pipeline.live.PipelineStatus;
import io.graft.pipeline.live.Pipelines;
import java.util.List;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether the pipelines answer that should. */
@Component(
        property = {
            HealthCheck.NAME + "=pipelines",
            HealthCheck.TAGS + "=ready",
            HealthCheck.RESULT_CACHE_TTL_IN_MS + ":Long=0"
        })
public final class PipelinesCheck implements HealthCheck {
    private final Pipelines pipelines;

    /** A check of these pipelines. */
    @Activate
    public PipelinesCheck(@Reference Pipelines pipelines) {
        this.pipelines = pipelines;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        List<PipelineStatus> all = pipelines.list();
        for (PipelineStatus status : all) {
            switch (status.state()) {
                case WAITING -> log.temporarilyUnavailable("{}: {}", status.name(), status.sentence());
                case GHOST -> log.warn("{}: {}", status.name(), status.sentence());
                case UNLOADED -> log.info("{} was told not to answer.", status.name());
                case SERVING -> log.debug("{} answers with generation {}.", status.name(), status.generation());
            }
        }
        log.info("{} pipelines are deployed.", all.size());
        return new Result(log);
    }
}
