package io.graft.training;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.graph.Graph;
import io.graft.api.model.Loss;
import io.graft.api.model.Metric;
import io.graft.api.model.Rule;
import io.graft.api.model.Target;
import io.graft.catalog.Catalog;
import io.graft.descriptor.Descriptor;
import io.graft.descriptor.TrainSettings;
import io.graft.descriptor.YamlWriter;
import io.graft.pipeline.Assembly;
import io.graft.pipeline.Augmentation;
import io.graft.pipeline.BackendChoice;
import io.graft.pipeline.BackendChooser;
import io.graft.pipeline.Backends;
import io.graft.pipeline.LearnedState;
import io.graft.pipeline.Network;
import io.graft.pipeline.Rehearsal;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A descriptor put together for training: its assembly, and once the data is there its program in a backend.
 *
 * <p><b>Lifecycle.</b> Assembled, opened, closed; it borrows its components until then. A run has one at a time, and for the moment of a
 * change the next one beside it. <b>Threading.</b> For the thread of the run.
 */
final class Rig implements AutoCloseable {
    private final Descriptor descriptor;
    private final LearnedState learned;
    private final Assembly assembly;
    private final Map<String, Metric> metrics;
    private final Loss loss;
    private Backends.Opened backend;
    private BackendChoice choice;
    private Session session;
    private Setup setup;

    /** Made when it is first asked for; null until then. */
    private Optional<Augmentation> augmentation;

    private Rig(Descriptor descriptor, LearnedState learned, Assembly assembly) {
        this.descriptor = descriptor;
        this.learned = learned;
        this.assembly = assembly;
        metrics = assembly.metrics();
        loss = assembly.loss();
    }

    /** Finds, binds and checks everything that can be checked without data. */
    static Rig assemble(Catalog catalog, Descriptor descriptor, LearnedState learned, Consumer<RunEvent> events) {
        Assembly assembly = Assembly.of(catalog, descriptor, learned, s -> events.accept(new RunEvent.Warned(s)));
        try {
            Rig rig = new Rig(descriptor, learned, assembly);
            rig.checkMetrics();
            rig.checkStop();
            return rig;
        } catch (RuntimeException | Error e) {
            assembly.close();
            throw e;
        }
    }

    private void checkMetrics() {
        boolean classes = loss.target().classes();
        Target target = loss.target();
        for (Map.Entry<String, Metric> m : metrics.entrySet()) {
            boolean sequences = m.getValue().forSequences();
            if (sequences && !target.sequence() || !sequences && target == Target.TRANSCRIPT)
                throw new PipelineException(
                        ErrorCode.TYPE_MISMATCH,
                        "metrics",
                        "The metric '" + m.getKey() + "' judges "
                                + (sequences ? "sequences of labels" : "one class at a time") + ", but the loss '"
                                + descriptor.loss().name() + "' is about "
                                + (sequences
                                        ? "one label a row."
                                        : "labels without positions. Take one for sequences, e.g. label-error-rate."));
            if (m.getValue().forNumbers() == classes)
                throw new PipelineException(
                        ErrorCode.TYPE_MISMATCH,
                        "metrics",
                        "The metric '" + m.getKey() + "' judges " + (classes ? "numbers" : "classes")
                                + ", but the loss '" + descriptor.loss().name() + "' is about "
                                + (classes ? "classes." : "numbers."));
        }
    }

    private void checkStop() {
        TrainSettings.Stop stop = settings().stop();
        if (stop.patience() == 0 || stop.metric().isEmpty()) return;
        String name = stop.metric().get();
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

    /**
     * Builds the network for the data and compiles it; when that fails, {@link #close} gives back what was opened.
     *
     * @param kept the backend that the run goes on with where the descriptor leaves it open
     */
    void open(PreparedData data, BackendChooser chooser, Optional<String> kept, Consumer<RunEvent> events) {
        float[] weights = data.weights(settings().classWeights());
        Graph graph = assembly.graph(data.features(), data.width());
        Rule rule = assembly.rule();
        TrainSettings.Clip clip = settings().clip();
        Program program = Program.training(graph, Network.LOSS, rule, new Program.Clip(clip.norm(), clip.value()));
        SessionOptions options = new SessionOptions(
                settings().batch(), settings().seed(), settings().threads());
        Rehearsal rehearsal = new Rehearsal(
                () -> data.train().first(graph, settings().batch(), weights, augmentation()),
                options,
                rule.learningRate(),
                settings().epochs() * data.train().steps(settings().batch()));
        BackendChooser.Chosen chosen =
                chooser.open(assembly, program, rehearsal, kept, name -> events.accept(new RunEvent.Measuring(name)));
        backend = chosen.backend();
        choice = chosen.choice();
        session = backend.session(program, options);
        setup = new Setup(settings(), graph, rule, assembly.schedule(), metrics, weights, session, augmentation());
    }

    Descriptor descriptor() {
        return descriptor;
    }

    TrainSettings settings() {
        return descriptor.train();
    }

    /** The descriptor as text, as models and checkpoints hold it. */
    String yaml() {
        return YamlWriter.write(descriptor.tree());
    }

    /** What its steps learned, and the files that its settings name. */
    LearnedState learned() {
        return learned;
    }

    Assembly assembly() {
        return assembly;
    }

    Loss loss() {
        return loss;
    }

    /** What varies the rows, once the steps have learned. */
    Optional<Augmentation> augmentation() {
        if (augmentation == null) augmentation = assembly.augmentation();
        return augmentation;
    }

    /** The open backend. */
    Backends.Opened backend() {
        return backend;
    }

    /** Why it is this backend. */
    BackendChoice choice() {
        return choice;
    }

    /** What the loop works with, once this is open. */
    Setup setup() {
        return setup;
    }

    @Override
    public void close() {
        try (Assembly a = assembly;
                Augmentation varying = augmentation == null ? null : augmentation.orElse(null);
                Backends.Opened b = backend;
                Session s = session) {
            // closed in the order in which they depend on each other, whatever one of them throws
        }
    }
}
