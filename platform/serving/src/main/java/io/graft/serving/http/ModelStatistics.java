package io.graft.serving.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the statistics extension of the protocol tells about one version of a model.
 *
 * <p><b>Threading.</b> Thread-safe.
 */
final class ModelStatistics {
    private final LongAdder inferences = new LongAdder();
    private final LongAdder executions = new LongAdder();
    private final Sum succeeded = new Sum();
    private final Sum failed = new Sum();
    private final Sum queued = new Sum();
    private final Sum computed = new Sum();
    private final Map<Integer, Sum> batches = new ConcurrentHashMap<>();
    private volatile long last;

    private static final class Sum {
        private final LongAdder count = new LongAdder();
        private final LongAdder nanos = new LongAdder();

        void add(long took) {
            count.increment();
            nanos.add(took);
        }

        void write(JsonGenerator g, String name) throws IOException {
            g.writeObjectFieldStart(name);
            g.writeNumberField("count", count.sum());
            g.writeNumberField("ns", nanos.sum());
            g.writeEndObject();
        }
    }

    void computed(int rows, long nanos) {
        executions.increment();
        computed.add(nanos);
        batches.computeIfAbsent(rows, r -> new Sum()).add(nanos);
        last = System.currentTimeMillis();
    }

    void answered(int rows, long nanos, long queuedNanos) {
        inferences.add(rows);
        succeeded.add(nanos);
        queued.add(queuedNanos);
    }

    void failed(long nanos) {
        failed.add(nanos);
    }

    void write(JsonGenerator g, String pipeline, int version) throws IOException {
        g.writeStartObject();
        g.writeStringField("name", pipeline);
        g.writeStringField("version", Integer.toString(version));
        g.writeNumberField("last_inference", last);
        g.writeNumberField("inference_count", inferences.sum());
        g.writeNumberField("execution_count", executions.sum());
        g.writeObjectFieldStart("inference_stats");
        succeeded.write(g, "success");
        failed.write(g, "fail");
        queued.write(g, "queue");
        Sum none = new Sum();
        none.write(g, "compute_input");
        computed.write(g, "compute_infer");
        none.write(g, "compute_output");
        none.write(g, "cache_hit");
        none.write(g, "cache_miss");
        g.writeEndObject();
        g.writeArrayFieldStart("batch_stats");
        for (Map.Entry<Integer, Sum> batch : new TreeMap<>(batches).entrySet()) {
            g.writeStartObject();
            g.writeNumberField("batch_size", batch.getKey());
            none.write(g, "compute_input");
            batch.getValue().write(g, "compute_infer");
            none.write(g, "compute_output");
            g.writeEndObject();
        }
        g.writeEndArray();
        g.writeEndObject();
    }
}
