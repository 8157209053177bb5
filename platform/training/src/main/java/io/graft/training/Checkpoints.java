package io.graft.training;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.models.Model;
import io.graft.models.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The checkpoints of one run: written beside the training, the oldest removed.
 *
 * <p><b>Lifecycle.</b> {@link #close} waits for what is being written. <b>Threading.</b> Used by the thread of the run; it has one thread
 * of its own.
 *
 * <p><b>Errors.</b> A checkpoint that cannot be written is told and training goes on: the checkpoints before it stay.
 */
final class Checkpoints implements AutoCloseable {
    private static final String SUFFIX = ".graft";
    private static final int LEAVE_SECONDS = 30;

    private final Path folder;
    private volatile int keep;
    private final Consumer<RunEvent> events;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(r -> new Thread(r, "graft-checkpoint"));
    private Future<?> writing;

    Checkpoints(Path folder, int keep, Consumer<RunEvent> events) {
        this.folder = folder;
        this.keep = keep;
        this.events = events;
    }

    /** Writes a checkpoint soon; waits for the one before it. The arrays of the model must not change any more. */
    void write(long step, Model state) {
        await();
        writing = writer.submit(() -> {
            Path file = folder.resolve(String.format(Locale.ROOT, "step-%09d%s", step, SUFFIX));
            try {
                ModelFile.write(file, state);
                List<Path> all = list(folder);
                int end = all.indexOf(file) + 1;
                // what is newer was damaged when the run was resumed from an older one
                for (Path newer : all.subList(end, all.size())) Files.deleteIfExists(newer);
                for (Path old : all.subList(0, Math.max(0, end - keep))) Files.deleteIfExists(old);
                events.accept(new RunEvent.Checkpointed(file));
            } catch (PipelineException | IOException e) {
                events.accept(new RunEvent.Warned(
                        "A checkpoint could not be written; training goes on with the one before. " + e.getMessage()));
            }
        });
    }

    /** Keeps so many from the next one on. */
    void keep(int checkpoints) {
        keep = checkpoints;
    }

    /** Does something else beside the training, before the next checkpoint is written. */
    <T> Supplier<T> beside(Callable<T> work) {
        Future<T> result = writer.submit(work);
        return () -> {
            boolean interrupted = false;
            try {
                while (true)
                    try {
                        return result.get();
                    } catch (InterruptedException e) {
                        interrupted = true; // the checkpoint that this is for comes first
                    } catch (ExecutionException e) {
                        throw new PipelineException(
                                ErrorCode.INTERNAL,
                                "",
                                "Could not find out where the model comes from: " + e.getCause() + ".",
                                e);
                    }
            } finally {
                if (interrupted) Thread.currentThread().interrupt();
            }
        };
    }

    /** Waits for what is being written. */
    void await() {
        if (writing == null) return;
        boolean interrupted = false;
        while (true)
            try {
                writing.get();
                break;
            } catch (InterruptedException e) {
                interrupted = true; // a checkpoint is worth waiting for
            } catch (ExecutionException e) {
                events.accept(new RunEvent.Warned("A checkpoint could not be written: " + e.getCause() + "."));
                break;
            }
        writing = null;
        if (interrupted) Thread.currentThread().interrupt();
    }

    /** The newest checkpoint that is whole. */
    static Optional<Model> newest(Path folder, Consumer<RunEvent> events) {
        if (!Files.isDirectory(folder)) return Optional.empty();
        ModelFile.sweep(folder);
        List<Path> all = list(folder);
        for (int i = all.size() - 1; i >= 0; i--)
            try {
                return Optional.of(ModelFile.read(all.get(i)));
            } catch (PipelineException e) {
                if (e.code() != ErrorCode.BAD_MODEL) throw e;
                events.accept(
                        new RunEvent.Warned("A checkpoint is damaged, the one before it is taken. " + e.getMessage()));
            }
        return Optional.empty();
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().endsWith(SUFFIX))
                    .sorted(Comparator.comparing(Path::getFileName))
                    .toList();
        } catch (IOException e) {
            throw new PipelineException(
                    ErrorCode.RESOURCE,
                    folder.toString(),
                    "The checkpoints in " + folder + " cannot be listed: " + e.getMessage() + ".",
                    e);
        }
    }

    /** Removes all checkpoints: the run has left its model. */
    void clear() {
        await();
        try {
            for (Path f : list(folder)) Files.deleteIfExists(f);
        } catch (IOException e) {
            events.accept(
                    new RunEvent.Warned("Checkpoints in " + folder + " could not be removed: " + e.getMessage() + "."));
        }
    }

    @Override
    public void close() {
        await();
        writer.shutdown();
        boolean interrupted = false;
        while (true)
            try {
                // what is left to do is short, and its thread must not outlive the run
                if (writer.awaitTermination(LEAVE_SECONDS, TimeUnit.SECONDS)) break;
                writer.shutdownNow();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
