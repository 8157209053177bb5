package io.graft.plugins.internal;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The right to change the plug-ins of a data folder, among all processes; the operating system gives it back when a process dies. */
final class ManagementLock implements AutoCloseable {
    private final FileChannel channel;

    private ManagementLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws PipelineException BUSY when somebody else has it */
    static ManagementLock of(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (held(channel)) return new ManagementLock(channel);
            channel.close();
        } catch (IOException e) {
            throw new PipelineException(
                    ErrorCode.RESOURCE,
                    folder.toString(),
                    "The folder of the plug-ins cannot be written: " + e + ".",
                    e);
        }
        throw new PipelineException(
                ErrorCode.BUSY,
                folder.toString(),
                "Another Graft server uses this data folder. Stop it, or name another folder with --home.");
    }

    private static boolean held(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // by this process
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // given back when the process ends
        }
    }
}
