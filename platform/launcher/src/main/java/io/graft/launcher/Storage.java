package io.graft.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The framework's own folder, kept from start to start because a warm start is faster: the first {@code cache/felix-N} that no other
 * process uses.
 *
 * <p>A folder that was made for other bundles, or whose first start never finished, is emptied before use.
 */
final class Storage implements AutoCloseable {
    private static final int MOST_PROCESSES = 256;

    private final Path slot;
    private final String key;
    private final FileChannel channel;
    private final FileLock lock;

    private Storage(Path slot, String key, FileChannel channel, FileLock lock) {
        this.slot = slot;
        this.key = key;
        this.channel = channel;
        this.lock = lock;
    }

    /** Takes the first free folder; when its bundles have changed, what other free folders keep of old ones is deleted too. */
    static Storage claim(Path cache, String key) throws Stop {
        try {
            Files.createDirectories(cache);
            for (int n = 0; n < MOST_PROCESSES; n++) {
                Storage storage = tryClaim(cache.resolve("felix-" + n), key);
                if (storage == null) {
                    continue;
                }
                if (!storage.warm()) {
                    storage.clear();
                    clearStale(cache, n + 1, key);
                }
                return storage;
            }
        } catch (IOException e) {
            throw new Stop(
                    1,
                    "The data folder " + cache.getParent() + " cannot be written (" + reason(e)
                            + "). Name another with --home DIR or GRAFT_HOME.");
        }
        throw new Stop(1, MOST_PROCESSES + " Graft processes use the data folder " + cache.getParent() + " already.");
    }

    private static void clearStale(Path cache, int first, String key) throws IOException {
        for (int n = first; Files.exists(cache.resolve("felix-" + n)); n++) {
            try (Storage other = tryClaim(cache.resolve("felix-" + n), key)) {
                if (other != null && !other.warm()) {
                    other.clear();
                }
            }
        }
    }

    private static Storage tryClaim(Path slot, String key) throws IOException {
        Files.createDirectories(slot);
        FileChannel channel =
                FileChannel.open(slot.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel);
        if (lock == null) {
            channel.close();
            return null;
        }
        return new Storage(slot, key, channel, lock);
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) { // held by this very process
            return null;
        }
    }

    private static String reason(IOException e) {
        String name = e.getClass().getSimpleName().replace("Exception", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ");
        return name.equals("IO") || name.equals("File System")
                ? e.getMessage()
                : name.toLowerCase(java.util.Locale.ROOT);
    }

    /** Where the framework keeps its bundles. */
    Path folder() {
        return slot.resolve("framework");
    }

    /** Whether the framework was started from this folder before, with the same bundles. */
    boolean warm() throws IOException {
        Path file = slot.resolve("key");
        return Files.exists(file) && Files.readString(file).equals(key);
    }

    /** Says that everything is installed: the next start is a warm one. */
    void complete() throws IOException {
        if (!warm()) {
            Files.writeString(slot.resolve("key"), key);
        }
    }

    void clear() throws IOException {
        Files.deleteIfExists(slot.resolve("key"));
        if (Files.exists(folder())) {
            List<Path> deepestFirst;
            try (Stream<Path> files = Files.walk(folder())) {
                deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
