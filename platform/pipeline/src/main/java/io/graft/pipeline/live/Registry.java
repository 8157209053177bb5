package io.graft.pipeline.live;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The pipelines by name, and the right to change them: one change of a pipeline at a time, and none while a transition is open.
 *
 * <p><b>Threading.</b> Thread-safe; finding one waits for nothing.
 */
final class Registry {
    private static final int ALL = Integer.MAX_VALUE;

    private final Map<String, ServedPipeline> pipelines = new ConcurrentSkipListMap<>();
    private final Semaphore transitions = new Semaphore(ALL, true);
    private final Duration patience;
    private final Consumer<ServedPipeline> lost;
    private volatile boolean ended;

    Registry(Duration patience, Consumer<ServedPipeline> lost) {
        this.patience = patience;
        this.lost = lost;
    }

    /** The one of this name that is deployed. */
    Optional<ServedPipeline> find(String name) {
        return Optional.ofNullable(pipelines.get(name)).filter(p -> p.deployed() != null);
    }

    /** All that are deployed, by name. */
    List<ServedPipeline> all() {
        List<ServedPipeline> all = new ArrayList<>(pipelines.values());
        all.removeIf(p -> p.deployed() == null);
        return all;
    }

    /** Changes the pipeline of this name, which is deployed. */
    <T> T change(String name, Function<ServedPipeline, T> work) {
        return change(
                name,
                p -> {
                    if (p.deployed() == null) throw unknown(name);
                    return work.apply(p);
                },
                false);
    }

    /** Changes the pipeline of this name, which may become deployed by it. */
    <T> T begin(String name, Function<ServedPipeline, T> work) {
        return change(name, work, true);
    }

    private <T> T change(String name, Function<ServedPipeline, T> work, boolean begin) {
        acquire(transitions, 1);
        try {
            if (ended) throw ending();
            for (; ; ) {
                ServedPipeline p = begin
                        ? pipelines.computeIfAbsent(name, n -> new ServedPipeline(n, patience, lost))
                        : pipelines.get(name);
                if (p == null) throw unknown(name);
                acquire(p.changes, 1);
                try {
                    if (ended) throw ending();
                    if (p.gone()) continue; // undeployed while this waited
                    return work.apply(p);
                } finally {
                    if (p.deployed() == null || p.gone()) {
                        p.goes();
                        pipelines.remove(name, p);
                    }
                    p.changes.release();
                }
            }
        } finally {
            transitions.release();
        }
    }

    /** Keeps all others from changing anything until {@link #close}. */
    void open() {
        acquire(transitions, ALL);
        if (!ended) return;
        close();
        throw ending();
    }

    /** Lets nobody change anything any more; waits a while for changes that have begun. False when one goes on still. */
    boolean end(Duration atMost) {
        ended = true;
        try {
            if (!transitions.tryAcquire(ALL, atMost.toNanos(), TimeUnit.NANOSECONDS)) return false;
            transitions.release(ALL);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static PipelineException ending() {
        return new PipelineException(ErrorCode.NOT_READY, "", "The process is ending; nothing is changed any more.");
    }

    void close() {
        transitions.release(ALL);
    }

    private static void acquire(Semaphore semaphore, int permits) {
        try {
            semaphore.acquire(permits);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PipelineException(
                    ErrorCode.INTERRUPTED, "", "Interrupted while another change of the pipeline was waited for.", e);
        }
    }

    private PipelineException unknown(String name) {
        List<String> names = all().stream().map(ServedPipeline::name).toList();
        return new PipelineException(
                ErrorCode.NOT_FOUND,
                "",
                "No pipeline '" + name + "' is deployed. "
                        + (names.isEmpty() ? "None is." : "Deployed: " + String.join(", ", names) + "."));
    }
}
