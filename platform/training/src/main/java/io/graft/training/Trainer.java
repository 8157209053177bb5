package io.graft.training;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.catalog.Catalog;
import io.graft.descriptor.Descriptor;
import io.graft.descriptor.DescriptorCheck;
import io.graft.descriptor.DescriptorReader;
import io.graft.descriptor.Format;
import io.graft.descriptor.Tree;
import io.graft.descriptor.YamlWriter;
import io.graft.models.Model;
import io.graft.models.ModelStore;
import io.graft.models.Provenance;
import io.graft.pipeline.BackendChooser;
import io.graft.pipeline.LearnedState;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Trains pipelines: one call is one run, from a descriptor to a stored model.
 *
 * <p><b>Threading.</b> Thread-safe; a run works on the calling thread, which may be interrupted: then a checkpoint is written and the
 * run can be resumed. A pipeline is trained by one run at a time, also between processes.
 */
@Component(service = Trainer.class)
public final class Trainer {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([A-Za-z_][A-Za-z0-9_]*)}");

    /** How often a run looks for orders. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Catalog catalog;
    private final ModelStore models;
    private final RunStore runs;
    private final BackendChooser chooser;
    private final String version;
    private final long lookNanos;
    private final Bundles bundles = new Bundles();

    /** The trainer of a running framework. */
    @Activate
    public Trainer(
            @Reference Catalog catalog,
            @Reference ModelStore models,
            @Reference RunStore runs,
            @Reference BackendChooser chooser,
            BundleContext context) {
        this(catalog, models, runs, chooser, context.getBundle().getVersion().toString(), LOOK);
    }

    /**
     * A trainer that remembers no measurements of backends.
     *
     * @param version of Graft, for provenance
     */
    public Trainer(Catalog catalog, ModelStore models, RunStore runs, String version) {
        this(catalog, models, runs, new BackendChooser(), version, LOOK);
    }

    /**
     * A trainer.
     *
     * @param look how often a run looks for orders at most
     */
    Trainer(Catalog catalog, ModelStore models, RunStore runs, BackendChooser chooser, String version, Duration look) {
        this.catalog = catalog;
        this.models = models;
        this.runs = runs;
        this.chooser = chooser;
        this.version = version;
        lookNanos = look.toNanos();
    }

    Catalog catalog() {
        return catalog;
    }

    ModelStore models() {
        return models;
    }

    RunStore runs() {
        return runs;
    }

    BackendChooser chooser() {
        return chooser;
    }

    long lookNanos() {
        return lookNanos;
    }

    /**
     * What a run gave.
     *
     * @param run its record
     * @param model the stored model
     * @param samplesPerSecond rows trained on in a second of training
     * @param seconds the whole run, from the call
     */
    public record Result(RunRecord run, Model model, double samplesPerSecond, double seconds) {}

    /**
     * Trains a pipeline.
     *
     * @param resume whether to go on with the pipeline's last run, when it did not end well
     * @param events is told what happens, from this thread and from the one that writes checkpoints
     */
    public Result train(Descriptor descriptor, boolean resume, Consumer<RunEvent> events) {
        return train(descriptor, resume, events, run -> {});
    }

    /**
     * Trains a pipeline.
     *
     * @param begun is told the record as soon as there is one
     */
    Result train(Descriptor descriptor, boolean resume, Consumer<RunEvent> events, Consumer<RunRecord> begun) {
        long start = System.nanoTime();
        String yaml = YamlWriter.write(descriptor.tree());
        try (RunStore.Hold hold = runs.hold(descriptor.pipeline())) {
            Optional<RunRecord> old = resume ? runs.resumable(descriptor.pipeline()) : Optional.empty();
            Optional<Model> from = old.flatMap(r -> Checkpoints.newest(runs.checkpoints(r), events));
            if (resume && from.isEmpty())
                events.accept(new RunEvent.Warned("There is no checkpoint to resume '" + descriptor.pipeline()
                        + "' from; training starts at the beginning."));
            Descriptor current =
                    from.map(m -> resumed(descriptor, yaml, old.get(), m)).orElse(descriptor);
            RunRecord run = from.isPresent()
                    ? old.get().with(RunRecord.State.RUNNING, null, 0, "")
                    : runs.begin(descriptor.pipeline(), yaml);
            try (Orders orders = new Orders(runs.orders(run.id()))) {
                if (from.isPresent()) orders.sweep();
                runs.write(run);
                begun.accept(run);
                return run(current, from, run, orders, events, start);
            }
        }
    }

    /**
     * The descriptor that a run goes on with: that of its checkpoint, which a swap may have changed.
     *
     * @throws PipelineException when the descriptor given is neither that one nor the one that the run was begun with
     */
    private Descriptor resumed(Descriptor given, String yaml, RunRecord run, Model checkpoint) {
        String current = checkpoint.descriptor();
        if (yaml.equals(current)) return given;
        if (!yaml.equals(run.descriptor()))
            throw new PipelineException(
                    ErrorCode.BAD_CALL,
                    "",
                    "The descriptor has changed since the run " + run.id()
                            + " was interrupted, so it cannot be resumed. Undo the change, or train without --resume.");
        Set<String> variables =
                VARIABLE.matcher(current).results().map(m -> m.group(1)).collect(Collectors.toSet());
        Tree tree = new DescriptorReader().read(current, Format.YAML, run.id(), variables);
        return DescriptorCheck.parse(tree, given.folder(), catalog);
    }

    private Result run(
            Descriptor descriptor,
            Optional<Model> from,
            RunRecord begun,
            Orders orders,
            Consumer<RunEvent> events,
            long start) {
        Training training = null;
        try {
            LearnedState learned = from.map(m -> new LearnedState(m.state())).orElseGet(LearnedState::new);
            Rig rig = Rig.assemble(catalog, descriptor, learned, events);
            try (Training t = new Training(this, rig, begun, orders, events)) {
                training = t;
                Model model = t.train(from);
                return new Result(t.run(), model, t.samplesPerSecond(), (System.nanoTime() - start) / 1e9);
            }
        } catch (RuntimeException | Error e) {
            RunRecord run = training == null ? begun : training.run();
            if (interrupted(e)) {
                PipelineException told = e instanceof PipelineException p && p.code() == ErrorCode.INTERRUPTED
                        ? p
                        : new PipelineException(ErrorCode.INTERRUPTED, "", "Interrupted. " + e.getMessage(), e);
                ended(run.with(RunRecord.State.INTERRUPTED, Instant.now(), 0, told.getMessage()), told);
                throw told;
            }
            String why = e instanceof PipelineException ? e.getMessage() : e.toString();
            ended(run.with(RunRecord.State.FAILED, Instant.now(), 0, why), e);
            throw e;
        }
    }

    /** Whether this is how an interruption shows: a source that was reading calls it a fault of its file. */
    private static boolean interrupted(Throwable e) {
        if (e instanceof PipelineException p && p.code() == ErrorCode.INTERRUPTED) return true;
        for (Throwable t = e; t != null; t = t.getCause())
            if (t instanceof ClosedByInterruptException || t instanceof InterruptedException) return true;
        return false;
    }

    /** Notes how a run ended; when that cannot be written either, what it ended with is still what is told. */
    private void ended(RunRecord run, Throwable e) {
        try {
            runs.write(run);
        } catch (RuntimeException second) {
            e.addSuppressed(second);
        }
    }

    /** Where a model comes from. */
    Provenance provenance(
            Instant created, String backend, long seed, List<Bundles.Place> places, List<Provenance.DataInfo> data) {
        String jvm = System.getProperty("java.vm.name") + " " + System.getProperty("java.version");
        return new Provenance(created, version, jvm, backend, seed, bundles.of(places), data);
    }
}
