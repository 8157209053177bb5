package io.graft.training;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.descriptor.Descriptor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** One run on a thread of its own. Thread-safe. */
final class BackgroundRun {
    private final Trainer trainer;
    private final Descriptor descriptor;
    private final boolean resume;
    private final BiConsumer<String, RunEvent> events;
    private final Consumer<BackgroundRun> ended;
    private final CompletableFuture<RunRecord> record = new CompletableFuture<>();
    private final List<RunEvent> early = new ArrayList<>();
    private final Thread thread;
    private volatile String id;
    private volatile RunEvent.Progress progress;

    /**
     * A run.
     *
     * @param events is told what happens, with the run's id
     * @param ended is called last, on the run's thread
     */
    BackgroundRun(
            Trainer trainer,
            Descriptor descriptor,
            boolean resume,
            BiConsumer<String, RunEvent> events,
            Consumer<BackgroundRun> ended) {
        this.trainer = trainer;
        this.descriptor = descriptor;
        this.resume = resume;
        this.events = events;
        this.ended = ended;
        thread = new Thread(this::work, "graft-run-" + descriptor.pipeline());
        thread.setDaemon(true);
    }

    String pipeline() {
        return descriptor.pipeline();
    }

    boolean is(String run) {
        return run.equals(id);
    }

    Optional<RunEvent.Progress> progress() {
        return Optional.ofNullable(progress);
    }

    void interrupt() {
        thread.interrupt();
    }

    /** Begins; gives the record as soon as there is one, or throws what comes before that. */
    RunRecord start() {
        thread.start();
        try {
            return record.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PipelineException(
                    ErrorCode.INTERRUPTED, "", "Interrupted while a run was beginning; it goes on.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PipelineException p) throw p;
            throw new PipelineException(ErrorCode.INTERNAL, "", "A run could not begin: " + e.getCause() + ".", e);
        }
    }

    /** Waits until it has ended; false when it has not by then. */
    boolean join(Duration most) {
        if (Thread.currentThread() == thread) return false; // a listener that cancels its own run
        boolean interrupted = false;
        long end = System.nanoTime() + most.toNanos();
        while (thread.isAlive()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) break;
            try {
                thread.join(left);
            } catch (InterruptedException e) {
                interrupted = true; // the checkpoint comes first
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
        return !thread.isAlive();
    }

    private void work() {
        RunRecord last;
        try {
            last = trainer.train(descriptor, resume, this::happened, this::begun)
                    .run();
        } catch (Throwable e) {
            ended.accept(this);
            if (!record.completeExceptionally(e)) tell(new RunEvent.Ended(failed(e)));
            return;
        }
        ended.accept(this);
        tell(new RunEvent.Ended(last));
    }

    private RunRecord failed(Throwable e) {
        boolean interrupted = e instanceof PipelineException p && p.code() == ErrorCode.INTERRUPTED;
        if (!interrupted)
            System.getLogger(BackgroundRun.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "The run " + id + " failed. " + e.getMessage(),
                            e instanceof PipelineException ? null : e);
        RunRecord run = record.join()
                .with(
                        interrupted ? RunRecord.State.INTERRUPTED : RunRecord.State.FAILED,
                        Instant.now(),
                        0,
                        String.valueOf(e.getMessage()));
        try {
            return trainer.runs().find(id).orElse(run);
        } catch (PipelineException second) {
            return run; // the data folder is gone or full
        }
    }

    private void begun(RunRecord run) {
        id = run.id();
        early.forEach(this::tell);
        early.clear();
        record.complete(run);
    }

    /** Comes from the run's thread, and from the one that writes its checkpoints. */
    private void happened(RunEvent event) {
        if (event instanceof RunEvent.Progress p) progress = p;
        if (id != null) tell(event);
        else early.add(event); // only the run's thread, before there is a record
    }

    private void tell(RunEvent event) {
        events.accept(id, event);
    }
}
