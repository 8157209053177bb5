package io.graft.models;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The right to write into a folder, among all threads of all processes: a lock on the file {@code .lock} in it.
 *
 * <p>The operating system gives it back when a process dies. Waiting does not end by an interrupt, because what comes after it
 * is the writing of a model that hours of work went into; the thread stays interrupted.
 */
final class FolderLock implements AutoCloseable {
    private static final String NAME = ".lock";

    /** File locks are for processes: a second channel of this one, when closed, would take the lock away from the first. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    static FolderLock of(Path folder) throws IOException {
        THREADS.lock();
        boolean interrupted = Thread.interrupted();
        FileChannel held = null;
        try {
            while (held == null) {
                FileChannel channel =
                        FileChannel.open(folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                try {
                    channel.lock();
                    held = channel;
                } catch (FileLockInterruptionException | ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                } catch (OverlappingFileLockException e) {
                    throw new PipelineException(
                            ErrorCode.BUSY,
                            folder.toString(),
                            "Another copy of Graft in this process is storing a model here.",
                            e);
                } finally {
                    if (held == null) channel.close();
                }
            }
            return new FolderLock(held);
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
            if (held == null) THREADS.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            THREADS.unlock();
        }
    }
}
