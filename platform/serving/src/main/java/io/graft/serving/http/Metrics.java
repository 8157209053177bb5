package io.graft.serving.http;

import io.graft.api.ErrorCode;
import io.graft.pipeline.live.Face;
import io.graft.pipeline.live.PipelineEvent;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is measured of requests and swaps.
 *
 * <p>The series of a generation stay until {@value #KEPT} newer ones have answered. <b>Threading.</b> Thread-safe.
 */
final class Metrics {
    /** How many generations of a pipeline have series of their own. */
    static final int KEPT = 5;

    private static final double[] SECONDS = {
        0.00025, 0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.125, 0.25, 0.5, 1, 2, 4, 8, 16, 32
    };
    private static final double[] ROWS = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter requests = counter("graft_requests", "Requests answered.", "pipeline", "generation");
    private final Counter rows = counter("graft_rows", "Rows answered.", "pipeline", "generation");
    private final Counter failures =
            counter("graft_request_failures", "Requests refused or failed.", "pipeline", "code");
    private final Histogram latency =
            histogram("graft_request_seconds", "From the request's arrival to its answer, in seconds.", SECONDS);
    private final Histogram batches = histogram("graft_batch_rows", "Rows computed together.", ROWS);
    private final Counter swaps = counter("graft_swaps", "Changes of pipelines by outcome.", "pipeline", "outcome");
    private final Counter leaks =
            counter("graft_leaks", "Retired generations still in memory after the time they may take.", "pipeline");

    private final Map<String, NavigableMap<Integer, OfGeneration>> generations = new ConcurrentHashMap<>();
    private final Map<String, NavigableMap<Integer, ModelStatistics>> statistics = new ConcurrentHashMap<>();

    /** The series of one generation: looked up once. */
    record OfGeneration(
            ModelStatistics statistics,
            CounterDataPoint requests,
            CounterDataPoint rows,
            DistributionDataPoint latency,
            DistributionDataPoint batches) {

        /** A batch has been computed. */
        void computed(int batchRows, long nanos) {
            batches.observe(batchRows);
            statistics.computed(batchRows, nanos);
        }

        /** A request has been answered. */
        void answered(int requestRows, long nanos, long queuedNanos) {
            requests.inc();
            rows.inc(requestRows);
            latency.observe(nanos / 1e9);
            statistics.answered(requestRows, nanos, queuedNanos);
        }
    }

    private Counter counter(String name, String help, String... labels) {
        return Counter.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .withoutExemplars()
                .register(registry);
    }

    private Histogram histogram(String name, String help, double[] bounds) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .labelNames("pipeline", "generation")
                .classicOnly()
                .classicUpperBounds(bounds)
                .withoutExemplars()
                .register(registry);
    }

    PrometheusRegistry registry() {
        return registry;
    }

    /** The series of a generation. */
    OfGeneration of(Face face) {
        NavigableMap<Integer, OfGeneration> kept = generations.computeIfAbsent(face.pipeline(), p -> new TreeMap<>());
        synchronized (kept) { // once a generation
            OfGeneration known = kept.get(face.generation());
            if (known != null) return known;
            String[] labels = {face.pipeline(), Integer.toString(face.generation())};
            OfGeneration made = new OfGeneration(
                    statistics(face),
                    requests.labelValues(labels),
                    rows.labelValues(labels),
                    latency.labelValues(labels),
                    batches.labelValues(labels));
            kept.put(face.generation(), made);
            while (kept.size() > KEPT)
                remove(face.pipeline(), kept.pollFirstEntry().getKey());
            return made;
        }
    }

    private ModelStatistics statistics(Face face) {
        NavigableMap<Integer, ModelStatistics> versions =
                statistics.computeIfAbsent(face.pipeline(), p -> new TreeMap<>());
        synchronized (versions) {
            ModelStatistics found = versions.computeIfAbsent(face.model(), v -> new ModelStatistics());
            while (versions.size() > KEPT) versions.pollFirstEntry();
            return found;
        }
    }

    /** The statistics of a version of a model, when it has answered. */
    Optional<ModelStatistics> statistics(String pipeline, int version) {
        NavigableMap<Integer, ModelStatistics> versions = statistics.get(pipeline);
        if (versions == null) return Optional.empty();
        synchronized (versions) {
            return Optional.ofNullable(versions.get(version));
        }
    }

    private void remove(String pipeline, int generation) {
        String[] labels = {pipeline, Integer.toString(generation)};
        requests.remove(labels);
        rows.remove(labels);
        latency.remove(labels);
        batches.remove(labels);
    }

    /** A request was refused or failed. */
    void failed(String pipeline, ErrorCode code) {
        failures.labelValues(pipeline, code.name()).inc();
    }

    /** Something happened to a pipeline. */
    void happened(PipelineEvent event) {
        switch (event.type()) {
            case DEPLOYED, PUBLISHED, REFUSED, TRIAL_DROPPED ->
                swaps.labelValues(event.pipeline(), event.type().name().toLowerCase(Locale.ROOT))
                        .inc();
            case LEAKED -> leaks.labelValues(event.pipeline()).inc();
            default -> {
                // not counted
            }
        }
    }

    /** Forgets a pipeline that is not served any more; what happened to it stays counted. */
    void forget(String pipeline) {
        NavigableMap<Integer, OfGeneration> kept = generations.remove(pipeline);
        if (kept != null)
            synchronized (kept) {
                for (int generation : kept.keySet()) remove(pipeline, generation);
            }
        statistics.remove(pipeline);
    }
}
