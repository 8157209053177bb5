package io.graft.pipeline.live;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.netbeans.lib.profiler.heap.Heap;
import org.netbeans.lib.profiler.heap.HeapFactory;
import org.netbeans.lib.profiler.heap.Instance;
import org.netbeans.lib.profiler.heap.JavaClass;

/**
 * Dumps the heap and looks in it for what holds things that should have gone.
 *
 * <p>The dump has everything that was in memory, so it lies in a folder that only its owner can read, and is deleted at once. A dump stops the process
 * for about a second a gigabyte: it is made only of heaps below a size, and only now and then.
 *
 * <p><b>Threading.</b> For one thread.
 */
final class HeapWalk {
    private static final Logger LOG = System.getLogger(LeakWatch.class.getName());
    private static final String FOLDER = "heap-";
    private static final Duration OLD = Duration.ofHours(1);

    private final Path cache;
    private final long mostBytes;
    private final long between;
    private Long last;

    /**
     * A walk.
     *
     * @param cache where the dump lies meanwhile
     * @param mostBytes how much of the heap may be in use
     * @param between how long to wait between two walks
     */
    HeapWalk(Path cache, long mostBytes, Duration between) {
        this.cache = cache;
        this.mostBytes = mostBytes;
        this.between = between.toNanos();
    }

    /** What holds each of these; not in the map is what nothing holds, or what could not be found. Empty, too, when it is no time for a walk. */
    Map<LeakEntry, String> holders(List<LeakEntry> leaked) throws IOException {
        long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        if (used > mostBytes || last != null && System.nanoTime() - last < between) return Map.of();
        Files.createDirectories(cache);
        deleteOld();
        // the dump, and the index that its reader makes
        if (Files.getFileStore(cache).getUsableSpace() < 3 * used) return Map.of();
        last = System.nanoTime();
        Path folder = Files.createTempDirectory(cache, FOLDER);
        try {
            Path dump = folder.resolve("live.hprof");
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(dump.toString(), true);
            return search(HeapFactory.createHeap(dump.toFile()), leaked);
        } finally {
            delete(folder);
        }
    }

    private static Map<LeakEntry, String> search(Heap heap, List<LeakEntry> leaked) {
        Map<Long, LeakEntry> wanted = leaked.stream().collect(Collectors.toMap(e -> e.id, Function.identity()));
        Map<LeakEntry, String> found = new HashMap<>();
        HeapChains chains = new HeapChains(heap);
        for (JavaClass type :
                classes(heap.getJavaClassesByRegExp(LeakEntry.class.getName().replace(".", "\\."))))
            for (Instance marker : instances(type.getInstances())) {
                LeakEntry entry = wanted.get(marker.getValueOfField(LeakEntry.ID));
                if (entry != null && marker.getValueOfField("referent") instanceof Instance target)
                    chains.to(target).ifPresent(chain -> found.put(entry, chain + " \u2192 " + entry));
            }
        return found;
    }

    @SuppressWarnings("unchecked") // the library is older than generics
    private static Collection<JavaClass> classes(Collection<?> raw) {
        return (Collection<JavaClass>) raw;
    }

    @SuppressWarnings("unchecked") // the library is older than generics
    private static List<Instance> instances(List<?> raw) {
        return (List<Instance>) raw;
    }

    /** Deletes what a process that was killed has left. */
    private void deleteOld() throws IOException {
        Instant old = Instant.now().minus(OLD);
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(cache, FOLDER + "*")) {
            for (Path folder : folders)
                if (Files.getLastModifiedTime(folder).toInstant().isBefore(old)) delete(folder);
        }
    }

    private static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path empty, IOException e) throws IOException {
                    Files.delete(empty);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            LOG.log(Level.WARNING, "A dump of the heap could not be deleted: " + folder, e);
        }
    }
}
