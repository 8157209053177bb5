package io.graft.serving.http;

import io.graft.pipeline.live.LeakWatch;
import io.graft.pipeline.live.PipelineStatus;
import io.graft.pipeline.live.Pipelines;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What is measured of things that wait: rows in queues, and what was retired and is not collected yet. */
final class WaitingMetrics {
    private final Pipelines pipelines;
    private final Inference inference;
    private final Supplier<Optional<LeakWatch>> leakWatch;

    WaitingMetrics(Pipelines pipelines, Inference inference, Supplier<Optional<LeakWatch>> leakWatch) {
        this.pipelines = pipelines;
        this.inference = inference;
        this.leakWatch = leakWatch;
    }

    void register(PrometheusRegistry registry) {
        GaugeWithCallback.builder()
                .name("graft_queue_rows")
                .help("Rows that wait to be computed.")
                .labelNames("pipeline")
                .callback(c -> {
                    for (PipelineStatus status : pipelines.list())
                        c.call(inference.queuedRows(status.name()), status.name());
                })
                .register(registry);
        GaugeWithCallback.builder()
                .name("graft_pipeline_generation")
                .help("The generation that answers; 0 when none does.")
                .labelNames("pipeline")
                .callback(c -> {
                    for (PipelineStatus status : pipelines.list())
                        c.call(ModelPages.answers(status) ? status.generation() : 0, status.name());
                })
                .register(registry);
        GaugeWithCallback.builder()
                .name("graft_retired_waiting")
                .help("What was retired and is still in memory.")
                .labelNames("kind")
                .callback(c -> counts().forEach((kind, count) -> c.call(count, kind)))
                .register(registry);
    }

    private Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>(Map.of("generation", 0, "plug-in", 0));
        leakWatch.get().ifPresent(watch -> {
            for (LeakWatch.Watched watched : watch.waiting()) counts.merge(watched.kind(), 1, Integer::sum);
        });
        return counts;
    }
}
