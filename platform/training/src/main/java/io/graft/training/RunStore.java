package io.graft.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The runs in a data folder: {@code runs/<id>/run.json}, {@code runs/<id>/checkpoints/} and {@code runs/<id>/orders/}.
 *
 * <p>A run is held by a file lock on its pipeline, which the operating system lets go when the process dies: a record that says RUNNING
 * while nobody holds the lock is a run that was killed.
 *
 * <p><b>Threading.</b> Thread-safe, also between processes.
 */
@Component(service = RunStore.class)
public final class RunStore {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /**
     * The lock files held by this process. A second channel on one of them must not even be opened: closing it would let the lock go,
     * which belongs to the process and not to the channel.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    /** Whoever lists runs holds a pipeline for a moment: somebody else is only told after some attempts. */
    private static final int ATTEMPTS = 5;

    private final Path folder;

    /** The runs of a running framework's data folder. */
    @Activate
    public RunStore(BundleContext context) {
        this(Path.of(context.getProperty("graft.home")));
    }

    /** The runs of a data folder. */
    public RunStore(Path home) {
        folder = home.resolve("runs");
    }

    /** Holds a pipeline: nobody else trains it meanwhile. */
    public interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /** Takes hold of a pipeline, or says that somebody else trains it. */
    Hold hold(String pipeline) {
        for (int attempt = 1; ; attempt++) {
            Optional<Hold> hold = attempt(pipeline);
            if (hold.isPresent()) return hold.get();
            if (attempt == ATTEMPTS)
                throw new PipelineException(
                        ErrorCode.BUSY,
                        "",
                        "The pipeline '" + pipeline
                                + "' is being trained by another run. Wait until it ends, or train under another name (--set pipeline=NAME).");
            LockSupport.parkNanos(20_000_000);
        }
    }

    private Optional<Hold> attempt(String pipeline) {
        try {
            Files.createDirectories(folder);
            Path file = folder.toRealPath().resolve(pipeline + ".lock");
            if (!HELD.add(file)) return Optional.empty();
            FileLock lock = null;
            try {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                try {
                    lock = channel.tryLock();
                } catch (OverlappingFileLockException e) {
                    // held in this process, by another copy of Graft
                } finally {
                    if (lock == null) channel.close();
                }
                return lock == null ? Optional.empty() : Optional.of(() -> release(channel, file));
            } finally {
                if (lock == null) HELD.remove(file);
            }
        } catch (IOException e) {
            throw resource("take hold of", folder, e);
        }
    }

    private static void release(FileChannel channel, Path file) {
        if (!channel.isOpen()) return;
        try {
            channel.close();
        } catch (IOException e) {
            System.getLogger(RunStore.class.getName()).log(System.Logger.Level.DEBUG, "the lock was not let go", e);
        } finally {
            HELD.remove(file);
        }
    }

    /** Begins a run of a descriptor. */
    RunRecord begin(String pipeline, String descriptor) {
        Instant now = Instant.now();
        String stem = STAMP.format(now) + "-" + pipeline;
        try {
            for (int i = 1; ; i++) {
                String id = i == 1 ? stem : stem + "-" + i;
                Path run = folder.resolve(id);
                if (Files.exists(run)) continue;
                Files.createDirectories(run.resolve("checkpoints"));
                Files.createDirectories(orders(id));
                RunRecord record = new RunRecord(
                        id,
                        pipeline,
                        RunRecord.State.RUNNING,
                        now,
                        null,
                        0,
                        "",
                        Map.of(),
                        "",
                        List.of(),
                        List.of(),
                        descriptor);
                write(record);
                return record;
            }
        } catch (IOException e) {
            throw resource("begin a run in", folder, e);
        }
    }

    /** The folder of a run's checkpoints. */
    Path checkpoints(RunRecord run) {
        return folder.resolve(run.id()).resolve("checkpoints");
    }

    /** The folder of the orders to a run. */
    Path orders(String run) {
        return folder.resolve(run).resolve("orders");
    }

    /** Writes a record, whole or not at all. */
    void write(RunRecord run) {
        Path file = folder.resolve(run.id()).resolve("run.json");
        Path temporary = file.resolveSibling("run.json.tmp");
        // a channel would refuse an interrupted thread
        try (OutputStream out = new FileOutputStream(temporary.toFile())) {
            out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(Json.plain(run.json())));
            out.close();
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw resource("write", file, e);
        }
    }

    /** All runs, the newest first; those whose process died are INTERRUPTED. */
    public List<RunRecord> list() {
        List<RunRecord> runs = new ArrayList<>();
        if (!Files.isDirectory(folder)) return runs;
        try (Stream<Path> folders = Files.list(folder)) {
            for (Path f : folders.filter(Files::isDirectory).toList())
                read(f.resolve("run.json")).ifPresent(runs::add);
        } catch (IOException e) {
            throw resource("list", folder, e);
        }
        runs.sort(Comparator.comparing(RunRecord::started).reversed());
        Set<String> running = new HashSet<>(); // who holds a pipeline works on its newest run
        runs.replaceAll(r -> {
            boolean claims = r.state() == RunRecord.State.RUNNING;
            boolean alive = claims && running.add(r.pipeline()) && held(r.pipeline());
            return alive || !claims
                    ? r
                    : r.with(RunRecord.State.INTERRUPTED, null, 0, "Its process ended without a word.");
        });
        return runs;
    }

    /** One run, as {@link #list} has it. */
    public Optional<RunRecord> find(String id) {
        return list().stream().filter(r -> r.id().equals(id)).findFirst();
    }

    private Optional<RunRecord> read(Path file) {
        try {
            return Optional.of(RunRecord.of(JSON.readValue(file.toFile(), Map.class)));
        } catch (JsonProcessingException
                | ClassCastException
                | NullPointerException
                | IllegalArgumentException
                | DateTimeException e) {
            System.getLogger(RunStore.class.getName())
                    .log(System.Logger.Level.WARNING, "{0} is no record of a run: {1}", file, e.getMessage());
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // it has just been removed
        }
    }

    private boolean held(String pipeline) {
        Optional<Hold> hold = attempt(pipeline);
        hold.ifPresent(Hold::close);
        return hold.isEmpty();
    }

    /** The newest run of a pipeline, when it can be resumed; the caller holds the pipeline. */
    Optional<RunRecord> resumable(String pipeline) {
        if (!Files.isDirectory(folder)) return Optional.empty();
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.map(f -> f.resolve("run.json"))
                    .filter(Files::exists)
                    .flatMap(f -> readAsWritten(f).stream())
                    .filter(r -> r.pipeline().equals(pipeline))
                    .max(Comparator.comparing(RunRecord::started))
                    .filter(r -> r.state() != RunRecord.State.DONE);
        } catch (IOException e) {
            throw resource("list", folder, e);
        }
    }

    private static Optional<RunRecord> readAsWritten(Path file) {
        try {
            return Optional.of(RunRecord.of(JSON.readValue(file.toFile(), Map.class)));
        } catch (IOException
                | ClassCastException
                | NullPointerException
                | IllegalArgumentException
                | DateTimeException e) {
            return Optional.empty(); // listing says so
        }
    }

    private static PipelineException resource(String what, Path file, IOException e) {
        return new PipelineException(
                ErrorCode.RESOURCE, file.toString(), "Could not " + what + " " + file + ": " + e.getMessage() + ".", e);
    }
}
