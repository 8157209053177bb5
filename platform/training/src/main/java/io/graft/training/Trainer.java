package io.graft.training;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.graph.Graph;
import io.graft.api.model.Metric;
import io.graft.api.model.Rule;
import io.graft.catalog.Catalog;
import io.graft.descriptor.Descriptor;
import io.graft.descriptor.TrainSettings;
import io.graft.descriptor.YamlWriter;
import io.graft.models.Model;
import io.graft.models.ModelStore;
import io.graft.models.Provenance;
import io.graft.pipeline.Assembly;
import io.graft.pipeline.Backends;
import io.graft.pipeline.LearnedState;
import io.graft.pipeline.Network;
import java.nio.FloatBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
    private final Catalog catalog;
    private final ModelStore models;
    private final RunStore runs;
    private final String version;
    private final Bundles bundles = new Bundles();

    /** The trainer of a running framework. */
    @Activate
    public Trainer(
            @Reference Catalog catalog, @Reference ModelStore models, @Reference RunStore runs, BundleContext context) {
        this(catalog, models, runs, context.getBundle().getVersion().toString());
    }

    /**
     * A trainer.
     *
     * @param version of Graft, for provenance
     */
    public Trainer(Catalog catalog, ModelStore models, RunStore runs, String version) {
        this.catalog = catalog;
        this.models = models;
        this.runs = runs;
        this.version = version;
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
        long begun = System.nanoTime();
        String yaml = YamlWriter.write(descriptor.tree());
        try (RunStore.Hold hold = runs.hold(descriptor.pipeline())) {
            Optional<RunRecord> old = resume ? runs.resumable(descriptor.pipeline()) : Optional.empty();
            Optional<Model> from = old.flatMap(r -> Checkpoints.newest(runs.checkpoints(r), events));
            if (resume && from.isEmpty())
                events.accept(new RunEvent.Warned("There is no checkpoint to resume '" + descriptor.pipeline()
                        + "' from; training starts at the beginning."));
            from.ifPresent(m -> {
                if (!m.descriptor().equals(yaml))
                    throw new PipelineException(
                            ErrorCode.BAD_CALL,
                            "",
                            "The descriptor has changed since the run "
                                    + old.get().id()
                                    + " was interrupted, so it cannot be resumed. Undo the change, or train without --resume.");
            });
            RunRecord run = from.isPresent()
                    ? old.get().with(RunRecord.State.RUNNING, null, 0, "")
                    : runs.begin(descriptor.pipeline());
            runs.write(run);
            Watched watched = new Watched(run);
            try {
                return run(descriptor, yaml, from, watched, events, begun);
            } catch (PipelineException e) {
                RunRecord.State state =
                        e.code() == ErrorCode.INTERRUPTED ? RunRecord.State.INTERRUPTED : RunRecord.State.FAILED;
                ended(watched.run.with(state, Instant.now(), 0, e.getMessage()), e);
                throw e;
            } catch (RuntimeException | Error e) {
                ended(watched.run.with(RunRecord.State.FAILED, Instant.now(), 0, e.toString()), e);
                throw e;
            }
        }
    }

    /** Notes how a run ended; when that cannot be written either, what it ended with is still what is told. */
    private void ended(RunRecord run, Throwable e) {
        try {
            runs.write(run);
        } catch (RuntimeException second) {
            e.addSuppressed(second);
        }
    }

    /** The record of a run as it was last written. */
    private static final class Watched {
        private RunRecord run;

        Watched(RunRecord run) {
            this.run = run;
        }
    }

    private Result run(
            Descriptor descriptor,
            String yaml,
            Optional<Model> from,
            Watched watched,
            Consumer<RunEvent> events,
            long begun) {
        LearnedState learned = from.map(m -> new LearnedState(m.state())).orElseGet(LearnedState::new);
        TrainSettings settings = descriptor.train();
        try (Assembly assembly =
                Assembly.of(catalog, descriptor, learned, s -> events.accept(new RunEvent.Warned(s)))) {
            Map<String, Metric> metrics = assembly.metrics();
            checkStop(settings, metrics, descriptor);
            PreparedData data = PreparedData.of(assembly, metrics, events);
            if (from.isPresent() && !from.get().provenance().data().equals(data.files()))
                throw new PipelineException(
                        ErrorCode.BAD_CALL,
                        "data",
                        "The data has changed since the run was interrupted, so it cannot be resumed. Put the files back, or train without --resume.");
            Graph graph = assembly.graph(data.features(), data.width());
            Rule rule = assembly.rule();
            Program program = Program.training(
                    graph,
                    Network.LOSS,
                    rule,
                    new Program.Clip(settings.clip().norm(), settings.clip().value()));
            try (Backends.Opened backend = Backends.open(assembly, program);
                    Session session = backend.session(
                            program, new SessionOptions(settings.batch(), settings.seed(), settings.threads()));
                    Checkpoints checkpoints = new Checkpoints(
                            runs.checkpoints(watched.run), settings.checkpoint().keep(), events)) {
                RunState state = from.map(m -> resumed(session, m)).orElseGet(RunState::new);
                watched.run = watched.run.with(backend.name(), state.history);
                runs.write(watched.run);
                events.accept(new RunEvent.Began(
                        watched.run.id(),
                        descriptor.pipeline(),
                        backend.name(),
                        graph.parameterCount(),
                        data.train().rows,
                        data.validation().map(v -> v.rows).orElse(0),
                        data.labels().size(),
                        settings.epochs(),
                        (data.train().rows + settings.batch() - 1L) / settings.batch()));
                if (from.isPresent()) events.accept(new RunEvent.Resumed(state.epoch, session.step()));
                Instant created = Instant.now();
                Snapshot snapshot = new Snapshot(
                        descriptor.pipeline(),
                        yaml,
                        graph,
                        data,
                        learned,
                        checkpoints.beside(() -> provenance(assembly, backend, data, created, settings.seed())));
                TrainingLoop loop = new TrainingLoop(
                        session,
                        graph,
                        data,
                        settings,
                        rule,
                        assembly.schedule(),
                        metrics,
                        state,
                        events,
                        (s, last) -> {
                            checkpoints.await(); // its arrays are filled anew
                            checkpoints.write(session.step(), snapshot.checkpoint(session, s));
                            s.saved = true;
                            if (last) checkpoints.await();
                        });
                loop.run(s -> {
                    watched.run = watched.run.with(backend.name(), s.history);
                    runs.write(watched.run);
                });
                checkpoints.await();
                Evaluation last = Evaluation.of(
                        session,
                        graph,
                        data.validation().orElse(data.train()),
                        data.labels(),
                        metrics,
                        settings.batch());
                Model model = models.store(snapshot.model(
                        session, state, last.json(data.validation().isPresent() ? "validation" : "train")));
                checkpoints.clear();
                watched.run = watched.run.with(RunRecord.State.DONE, Instant.now(), model.version(), "");
                runs.write(watched.run);
                return new Result(watched.run, model, loop.samplesPerSecond(), (System.nanoTime() - begun) / 1e9);
            }
        }
    }

    private static void checkStop(TrainSettings settings, Map<String, Metric> metrics, Descriptor descriptor) {
        if (settings.stop().patience() == 0 || settings.stop().metric().isEmpty()) return;
        String name = settings.stop().metric().get();
        boolean judged =
                descriptor.data().validation().isPresent() || descriptor.data().split() > 0;
        if (!metrics.containsKey(name) && !name.equals("loss"))
            throw new PipelineException(
                    ErrorCode.BAD_SETTING,
                    "train.stop.metric",
                    "'" + name + "' is not among the metrics of this pipeline: " + metrics.keySet() + ".");
        if (!judged)
            throw new PipelineException(
                    ErrorCode.BAD_SETTING,
                    "train.stop.metric",
                    "A metric is measured on validation data, and there is none: add data.validation.");
    }

    private static RunState resumed(Session session, Model checkpoint) {
        RunState state = RunState.of(checkpoint.progress());
        Map<String, float[]> best = new LinkedHashMap<>();
        checkpoint.parameters().forEach((name, values) -> session.write(name, FloatBuffer.wrap(values)));
        checkpoint.optimizer().forEach((name, values) -> {
            if (name.startsWith(Snapshot.BEST)) best.put(name.substring(Snapshot.BEST.length()), values);
            else session.write(name, FloatBuffer.wrap(values));
        });
        state.bestParameters = best;
        state.saved = true;
        session.step(((Number) checkpoint.progress().get("step")).longValue());
        return state;
    }

    private Provenance provenance(
            Assembly assembly, Backends.Opened backend, PreparedData data, Instant created, long seed) {
        String jvm = System.getProperty("java.vm.name") + " " + System.getProperty("java.version");
        return new Provenance(created, version, jvm, backend.name(), seed, bundles.of(assembly, backend), data.files());
    }
}
