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
import io.graft.catalog.Catalog;
import io.graft.descriptor.Descriptor;
import io.graft.descriptor.TrainSettings;
import io.graft.descriptor.YamlWriter;
import io.graft.pipeline.Assembly;
import io.graft.pipeline.Backends;
import io.graft.pipeline.LearnedState;
import io.graft.pipeline.Network;
import java.util.Map;
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
    private Session session;
    private Setup setup;

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
        for (Map.Entry<String, Metric> m : metrics.entrySet())
            if (m.getValue().forNumbers() == classes)
                throw new PipelineException(
                        ErrorCode.TYPE_MISMATCH,
                        "metrics",
                        "The metric '" + m.getKey() + "' judges " + (classes ? "numbers" : "classes")
                                + ", but the loss '" + descriptor.loss().name() + "' is about "
                                + (classes ? "classes." : "numbers."));
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

    /** Builds the network for the data and compiles it; when that fails, {@link #close} gives back what was opened. */
    void open(PreparedData data) {
        float[] weights = data.weights(settings().classWeights());
        Graph graph = assembly.graph(data.features(), data.width());
        Rule rule = assembly.rule();
        TrainSettings.Clip clip = settings().clip();
        Program program = Program.training(graph, Network.LOSS, rule, new Program.Clip(clip.norm(), clip.value()));
        backend = Backends.open(assembly, program);
        session = backend.session(
                program,
                new SessionOptions(
                        settings().batch(), settings().seed(), settings().threads()));
        setup = new Setup(settings(), graph, rule, assembly.schedule(), metrics, weights, session);
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

    /** The open backend. */
    Backends.Opened backend() {
        return backend;
    }

    /** What the loop works with, once this is open. */
    Setup setup() {
        return setup;
    }

    @Override
    public void close() {
        try (Assembly a = assembly;
                Backends.Opened b = backend;
                Session s = session) {
            // closed in the order in which they depend on each other, whatever one of them throws
        }
    }
}
