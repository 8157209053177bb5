package io.graft.training;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.descriptor.Descriptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Runs in the background of this process, and orders to the runs of any process.
 *
 * <p><b>Lifecycle.</b> Deactivating interrupts all runs, waits for their checkpoints, 30 s at most, and leaves no thread behind.
 * <b>Threading.</b> Thread-safe; each run has a thread of its own.
 */
@Component(
        service = Runs.class,
        immediate = true) // a delayed one would be deactivated when nobody holds it, and its runs with it
public final class BackgroundRuns implements Runs {
    /** How many runs may go on at once in this process. */
    static final String PARALLEL = "graft.runs.parallel";

    private static final System.Logger LOG = System.getLogger(BackgroundRuns.class.getName());
    private static final Duration LEAVE = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Trainer trainer;
    private final RunStore runs;
    private final int parallel;
    private final Duration patience;
    private final List<Heard> listeners = new CopyOnWriteArrayList<>();

    /** The runs going on, by pipeline; a place is taken before the run has a record. Guarded by itself. */
    private final Map<String, BackgroundRun> going = new LinkedHashMap<>();

    private boolean stopped;

    /** Those of a running framework. */
    @Activate
    public BackgroundRuns(@Reference Trainer trainer, @Reference RunStore runs, BundleContext context) {
        this(trainer, runs, parallel(context.getProperty(PARALLEL)), PATIENCE);
    }

    /**
     * Those of a data folder.
     *
     * @param parallel how many may go on at once
     * @param patience how long a run may take to notice an order
     */
    BackgroundRuns(Trainer trainer, RunStore runs, int parallel, Duration patience) {
        this.trainer = trainer;
        this.runs = runs;
        this.parallel = parallel;
        this.patience = patience;
    }

    static int parallel(String property) {
        if (property == null || property.isBlank()) return 1;
        try {
            return Math.max(1, Integer.parseInt(property.strip()));
        } catch (NumberFormatException e) {
            LOG.log(System.Logger.Level.WARNING, "{0} is no number: {1}; one run at a time.", PARALLEL, property);
            return 1;
        }
    }

    @Override
    public RunRecord start(Descriptor descriptor, boolean resume) {
        BackgroundRun run = new BackgroundRun(trainer, descriptor, resume, this::tell, this::ended);
        synchronized (going) {
            if (stopped)
                throw new PipelineException(ErrorCode.NOT_READY, "", "Graft is stopping; no run can begin any more.");
            if (going.containsKey(descriptor.pipeline()))
                throw new PipelineException(
                        ErrorCode.BUSY,
                        "",
                        "The pipeline '" + descriptor.pipeline()
                                + "' is being trained by another run. Wait until it ends, or train under another name.");
            if (going.size() >= parallel)
                throw new PipelineException(
                        ErrorCode.BUSY,
                        "",
                        (going.size() == 1 ? "A run is" : going.size() + " runs are") + " going on already ("
                                + String.join(", ", going.keySet())
                                + "), and no more may at once. Wait, cancel one, or raise " + PARALLEL + ".");
            going.put(descriptor.pipeline(), run);
        }
        return run.start();
    }

    private void ended(BackgroundRun run) {
        synchronized (going) {
            going.remove(run.pipeline());
        }
    }

    private void tell(String run, RunEvent event) {
        for (Heard listener : listeners) listener.happened(run, event);
    }

    /** A listener whose faults harm no run, and are told once. */
    private static final class Heard implements Listener {
        private final Listener listener;
        private final AtomicBoolean failed = new AtomicBoolean();

        Heard(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void happened(String run, RunEvent event) {
            try {
                listener.happened(run, event);
            } catch (RuntimeException | LinkageError e) {
                if (failed.compareAndSet(false, true))
                    LOG.log(System.Logger.Level.WARNING, "Who listens to runs failed", e);
            }
        }
    }

    @Override
    public List<RunRecord> list() {
        return runs.list();
    }

    @Override
    public Optional<RunRecord> find(String id) {
        return runs.find(id);
    }

    @Override
    public Optional<RunEvent.Progress> progress(String id) {
        return going(id).flatMap(BackgroundRun::progress);
    }

    private Optional<BackgroundRun> going(String id) {
        synchronized (going) {
            return going.values().stream().filter(r -> r.is(id)).findFirst();
        }
    }

    @Override
    public RunRecord cancel(String id) {
        running(id);
        Optional<BackgroundRun> here = going(id);
        new Errand(runs, id, patience).order(new Order(Order.Kind.CANCEL, List.of()));
        here.ifPresent(r -> r.join(LEAVE));
        RunRecord run = known(id);
        if (run.state() == RunRecord.State.INTERRUPTED) return run;
        throw ended(run);
    }

    @Override
    public List<String> swap(String id, List<String> assignments) {
        running(id);
        return new Errand(runs, id, patience).order(new Order(Order.Kind.SWAP, assignments));
    }

    private RunRecord known(String id) {
        return find(id).orElseThrow(() ->
                new PipelineException(ErrorCode.NOT_FOUND, "", "There is no run '" + id + "'; graft runs lists them."));
    }

    private void running(String id) {
        RunRecord run = known(id);
        if (run.state() != RunRecord.State.RUNNING) throw ended(run);
    }

    /** That a run is not going on any more. */
    static PipelineException ended(RunRecord run) {
        return new PipelineException(
                ErrorCode.BAD_CALL,
                "",
                "The run " + run.id()
                        + switch (run.state()) {
                            case DONE -> " has ended: it left the model " + run.model() + ".";
                            case FAILED -> " has failed. " + run.message();
                            case INTERRUPTED -> " is not going on: it was interrupted, and --resume goes on with it.";
                            case RUNNING -> " goes on.";
                        });
    }

    @Override
    public Listening listen(Listener listener) {
        Heard own = new Heard(listener);
        listeners.add(own);
        return () -> listeners.remove(own);
    }

    /** Interrupts all runs and waits for their checkpoints. */
    @Deactivate
    public void stop() {
        List<BackgroundRun> left;
        synchronized (going) {
            stopped = true;
            left = new ArrayList<>(going.values());
        }
        left.forEach(BackgroundRun::interrupt);
        long end = System.nanoTime() + LEAVE.toNanos();
        for (BackgroundRun run : left)
            if (!run.join(Duration.ofNanos(end - System.nanoTime())))
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The run of {0} did not end within {1} s; its last checkpoint is what is left.",
                        run.pipeline(),
                        LEAVE.toSeconds());
    }
}
