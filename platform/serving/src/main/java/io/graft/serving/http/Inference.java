package io.graft.serving.http;

import com.fasterxml.jackson.core.JsonFactory;
import io.graft.api.PipelineException;
import io.graft.descriptor.ServeSettings;
import io.graft.descriptor.SettingsBinder;
import io.graft.pipeline.live.Answers;
import io.graft.pipeline.live.Face;
import io.graft.pipeline.live.LivePipeline;
import io.graft.pipeline.live.Pipelines;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Answers requests: one {@link Lane} for each pipeline, and what they share.
 *
 * <p><b>Lifecycle.</b> {@link #close} ends its threads. <b>Threading.</b> Thread-safe.
 */
final class Inference implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Inference.class.getName());
    private static final long WATCH_MILLIS = 10;
    private static final long WAIT = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int LARGE_SCORES = 1 << 20;

    /** What is the same for all answers of a generation. */
    record View(Face face, AnswerWriter writer, Metrics.OfGeneration metrics, long waitNanos) {}

    private final Pipelines pipelines;
    private final Settings settings;
    private final Metrics metrics;
    private final Traffic traffic;
    private final RequestParser parser;
    private final Bytes.Pool pool = new Bytes.Pool();
    private final ArrayBlockingQueue<Answers> answers = new ArrayBlockingQueue<>(16);
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();

    private final BodyReader.Deadlines deadlines = new BodyReader.Deadlines(this);
    private final ThreadPoolExecutor threads;
    private final ScheduledExecutorService watch;

    Inference(Pipelines pipelines, Settings settings, Metrics metrics, Traffic traffic) {
        this.pipelines = pipelines;
        this.settings = settings;
        this.metrics = metrics;
        this.traffic = traffic;
        parser = new RequestParser(settings.maxBody());
        threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons("graft-answers-"));
        watch = Executors.newSingleThreadScheduledExecutor(daemons("graft-deadlines-"));
        watch.scheduleAtFixedRate(this::watch, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static ThreadFactory daemons(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    Settings settings() {
        return settings;
    }

    Metrics metrics() {
        return metrics;
    }

    Traffic traffic() {
        return traffic;
    }

    Bytes.Pool pool() {
        return pool;
    }

    BodyReader.Deadlines deadlines() {
        return deadlines;
    }

    JsonFactory json() {
        return parser.json();
    }

    RequestParser parser() {
        return parser;
    }

    Pipelines pipelines() {
        return pipelines;
    }

    /** The pipeline of a name. */
    LivePipeline pipeline(String name) {
        return pipelines.find(name).orElseThrow(() -> Refusal.notFound("There is no pipeline '" + name + "' here."));
    }

    static Refusal wrongVersion(Face face, int asked) {
        return Refusal.notFound("Version " + asked + " of '" + face.pipeline() + "' is not served; version "
                + face.model() + " is, by generation " + face.generation() + ".");
    }

    /** Takes a request whose body has been read, and sees to it that it is answered. */
    void infer(Exchange exchange, String name, int version, Bytes body, int header, long since) {
        try {
            LivePipeline pipeline = pipeline(name);
            Lane lane = lanes.computeIfAbsent(name, n -> new Lane(n, this));
            Ticket ticket;
            lane.arriving();
            try {
                ticket = ticket(exchange, pipeline, version, body, header, since);
            } finally {
                lane.arrived();
            }
            lane.submit(ticket);
        } catch (RuntimeException | LinkageError e) {
            refuse(exchange, name, Refusal.of(e, "The request"));
        }
    }

    private Ticket ticket(Exchange exchange, LivePipeline pipeline, int version, Bytes body, int header, long since) {
        Face face = pipeline.face();
        if (version != 0 && version != face.model()) throw wrongVersion(face, version);
        InferenceRequest request = parser.parse(body.array(), header);
        AnswerWriter.check(request, face);
        InputRows rows = InputRows.of(request, face, body, header, settings.queueRows());
        long allowed = settings.timeout().toNanos();
        if (request.timeoutMicros > 0)
            allowed = Math.min(allowed, TimeUnit.MICROSECONDS.toNanos(request.timeoutMicros));
        return new Ticket(exchange, pipeline, request, rows, version, since, since + allowed);
    }

    /** Answers with an error, unless it has been answered. */
    void refuse(Exchange exchange, String pipeline, PipelineException failure) {
        if (!exchange.claim()) return;
        // names that are not served must not become series
        metrics.failed(lanes.containsKey(pipeline) ? pipeline : "", failure.code());
        exchange.refuse(failure, json(), pool);
    }

    /** What is the same for all answers of a generation, made anew. */
    View view(Face face) {
        return new View(face, new AnswerWriter(json(), face), metrics.of(face), waitNanos(face.pipeline()));
    }

    /** How long a batch of a pipeline waits for requests that are being read. */
    long waitNanos(String pipeline) {
        return pipelines
                .status(pipeline)
                .flatMap(s -> s.descriptor().find("serve.batch"))
                .flatMap(b -> new SettingsBinder()
                        .bind(ServeSettings.Batching.class, b, "serve.batch", problem -> {}, (kind, reference) -> null))
                .map(b -> b.wait_().toNanos())
                .orElse(WAIT);
    }

    /** Answers to fill. */
    Answers answers() {
        Answers free = answers.poll();
        return free == null ? new Answers() : free;
    }

    void giveBack(Answers used) {
        used.clear();
        if (used.scores().length > LARGE_SCORES) return;
        // when enough are at hand it is left to the garbage collector
        boolean ignored = answers.offer(used);
    }

    /** Has something done by another thread. */
    void execute(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) { // the server ends
            task.run();
        }
    }

    private void watch() {
        long now = System.nanoTime();
        deadlines.check(now);
        for (Lane lane : lanes.values()) {
            try {
                lane.watch(now);
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "Watching the time of requests failed.", e);
            }
        }
    }

    /** Does something again and again until it says that it is done. */
    void often(BooleanSupplier task) {
        watch.schedule(
                () -> {
                    if (!task.getAsBoolean()) often(task);
                },
                WATCH_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    /** The rows that wait for a pipeline. */
    int queuedRows(String pipeline) {
        Lane lane = lanes.get(pipeline);
        return lane == null ? 0 : lane.queuedRows();
    }

    /** Forgets a pipeline that is not served any more. */
    void forget(String pipeline) {
        lanes.remove(pipeline);
        metrics.forget(pipeline);
    }

    @Override
    public void close() {
        watch.shutdownNow();
        threads.shutdown();
    }
}
