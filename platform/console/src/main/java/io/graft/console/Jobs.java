package io.graft.console;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Work that goes on after its call was answered: two at a time, twenty may wait, the last hundred are remembered.
 *
 * <p><b>Lifecycle.</b> When it is closed nothing new begins, what runs has ten seconds, then it is interrupted and reported as failed. <b>Threading.</b>
 * Thread-safe.
 */
final class Jobs implements AutoCloseable {
    private static final int KEPT = 100;
    private static final int WAITING = 20;

    private final Map<String, Job> jobs = new LinkedHashMap<>(); // guarded by itself
    private final AtomicInteger number = new AtomicInteger();
    private final String prefix = Long.toString(System.currentTimeMillis(), 36);
    private final long secondsToEnd;
    private final ThreadPoolExecutor executor;

    Jobs(int threads, long secondsToEnd) {
        this.secondsToEnd = secondsToEnd;
        AtomicInteger thread = new AtomicInteger();
        executor = new ThreadPoolExecutor(
                threads, threads, 60, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), work -> {
                    Thread t = new Thread(work, "graft-job-" + thread.incrementAndGet());
                    t.setDaemon(true);
                    return t;
                });
        executor.allowCoreThreadTimeOut(true);
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/jobs", Set.of(), call -> Work.tell(Map.of("jobs", list()))),
                new Route(
                        "GET",
                        "/jobs/{name}",
                        Set.of(),
                        call -> Work.tell(find(call.name()).json())));
    }

    /**
     * Begins work in the background.
     *
     * @param what for people: the call
     * @param work never throws
     * @param done is told the answer, once
     */
    Job begin(String what, String subject, Supplier<Answer> work, Consumer<Answer> done) {
        Job job = new Job(prefix + "-" + number.incrementAndGet(), what, subject, done);
        Runnable run = () -> {
            job.begins();
            job.ends(work.get());
        };
        synchronized (jobs) {
            try {
                executor.execute(run);
            } catch (RejectedExecutionException e) {
                throw new PipelineException(
                        ErrorCode.OVERLOADED,
                        "",
                        executor.isShutdown()
                                ? "The server ends and begins nothing more."
                                : WAITING + " jobs are waiting already; try again when some are done.");
            }
            jobs.put(job.id(), job);
            Iterator<Job> oldest = jobs.values().iterator();
            for (int over = jobs.size() - KEPT; over > 0 && oldest.hasNext(); )
                if (!oldest.next().isRunning()) {
                    oldest.remove();
                    over--;
                }
        }
        return job;
    }

    /** Something happened to a pipeline or a plug-in. */
    void happened(String name, String sentence) {
        for (Job job : all()) job.happened(name, sentence);
    }

    private List<Job> all() {
        synchronized (jobs) {
            return new ArrayList<>(jobs.values());
        }
    }

    private List<Map<String, Object>> list() {
        List<Job> newestFirst = all();
        Collections.reverse(newestFirst);
        return newestFirst.stream().map(Job::json).toList();
    }

    private Job find(String id) {
        synchronized (jobs) {
            Job job = jobs.get(id);
            if (job != null) return job;
        }
        throw new PipelineException(
                ErrorCode.NOT_FOUND,
                "",
                "There is no job '" + id + "'; the server remembers its last " + KEPT + " until it ends.");
    }

    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(secondsToEnd, TimeUnit.SECONDS)) {
                executor.shutdownNow();
                executor.awaitTermination(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
        for (Job job : all()) job.ends(Failures.interrupted());
    }
}
