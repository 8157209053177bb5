package io.graft.pipeline;

import io.graft.api.ErrorCode;
import io.graft.api.Learner;
import io.graft.api.PipelineException;
import io.graft.api.backend.Session;
import io.graft.api.data.Decoder;
import io.graft.api.data.Feature;
import io.graft.api.graph.Graph;
import io.graft.api.graph.Value;
import io.graft.api.model.Loss;
import io.graft.catalog.Catalog;
import io.graft.descriptor.Descriptor;
import io.graft.descriptor.DescriptorCheck;
import io.graft.descriptor.DescriptorException;
import io.graft.descriptor.DescriptorReader;
import io.graft.descriptor.Format;
import io.graft.descriptor.Problem;
import io.graft.descriptor.Tree;
import io.graft.models.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One immutable assembly of a trained pipeline: its steps, its graph, its parameters in a backend.
 *
 * <p><b>Lifecycle.</b> Assembled from a model, closed when it is no longer used; workers are closed before.
 *
 * <p><b>Threading.</b> Thread-safe; each thread that wants answers has a {@link Worker} of its own.
 */
public final class Generation implements AutoCloseable {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([A-Za-z_][A-Za-z0-9_]*)}");

    private final Model model;
    private final Assembly assembly;
    private final Graph graph;
    private final Engine engine;
    private final AtomicReference<StepChain> spare;
    private final Decoding decoding;

    private Generation(Model model, Assembly assembly, Graph graph, Engine engine, StepChain spare) {
        this.model = model;
        this.assembly = assembly;
        this.graph = graph;
        this.engine = engine;
        this.spare = new AtomicReference<>(spare);
        Loss loss = assembly.loss();
        decoding = new Decoding(loss.target(), loss.separator(), model.labels());
    }

    /**
     * Assembles a model just as it was trained.
     *
     * @param warnings takes what components want to tell
     * @throws PipelineException of code PLUGIN_UNAVAILABLE when a component of it is not installed
     */
    public static Generation of(Catalog catalog, Model model, Consumer<String> warnings) {
        String name = model.pipeline() + " " + model.version();
        Assembly assembly = Assembly.of(
                catalog,
                new Contexts(
                        check(catalog, descriptor(model.descriptor(), name), name),
                        new LearnedState(model.state()),
                        warnings,
                        new Underway()));
        try {
            Engine engine = Engine.open(assembly, model.graph(), model, model::parameters);
            return new Generation(withoutParameters(model), assembly, model.graph(), engine, null);
        } catch (RuntimeException | Error e) {
            assembly.close();
            throw e;
        }
    }

    /**
     * Assembles a model as a descriptor says, which may differ from the one that it was trained with. The network is built anew; it takes over
     * every parameter whose name and shape still fit, see {@link #untrained}.
     *
     * @param model the model; what it was trained with, and what its steps learned
     * @param parameters its parameters, asked for at most once and only when they must be loaded
     * @param beside a generation that serves already, whose engine is shared when it computes the same
     * @param underway is told which plug-in is waited for
     * @param warnings takes what components want to tell
     * @throws PipelineException of code REFUSED when a step would have to be trained
     */
    public static Generation of(
            Catalog catalog,
            Tree descriptor,
            Model model,
            Supplier<Map<String, float[]>> parameters,
            Optional<Generation> beside,
            Underway underway,
            Consumer<String> warnings) {
        Descriptor checked = DescriptorCheck.parse(descriptor, Path.of(""), new WatchedComponents(catalog, underway));
        Assembly assembly =
                Assembly.of(catalog, new Contexts(checked, new LearnedState(model.state()), warnings, underway));
        StepChain chain = null;
        try {
            learned(assembly);
            if (assembly.prepares()) chain = assembly.chain(false);
            List<Feature> features = chain == null ? features(model.graph()) : chain.features();
            Graph built = assembly.graph(
                    features, model.graph().output(Network.OUTPUT).shape().last());
            Graph graph = built.equals(model.graph()) ? model.graph() : built;
            Engine engine = beside.map(g -> g.engine)
                    .filter(e -> e.share(graph, model, assembly))
                    .orElseGet(() -> Engine.open(assembly, graph, model, parameters));
            return new Generation(withoutParameters(model), assembly, graph, engine, chain);
        } catch (RuntimeException | Error e) {
            if (chain != null) chain.close();
            assembly.close();
            throw e;
        }
    }

    /** Refuses steps that have not learned what they must. A step that has only moved keeps what it learned. */
    private static void learned(Assembly assembly) {
        Set<String> places = assembly.steps().stream()
                .map(p -> assembly.context(p.reference()).key())
                .collect(Collectors.toSet());
        for (Part p : assembly.steps()) {
            PartContext context = assembly.context(p.reference());
            if (!(p.type() instanceof Learner<?, ?>) || context.state().isPresent()) continue;
            List<String> left = assembly.learned().texts().keySet().stream()
                    .filter(key -> key.matches(
                            "prepare/\\d+/" + Pattern.quote(p.reference().name())))
                    .filter(key -> !places.contains(key))
                    .toList();
            if (left.size() != 1)
                throw new PipelineException(
                        ErrorCode.REFUSED,
                        p.reference().path(),
                        "'" + p.reference().name()
                                + "' must learn from data before it can be used, and the model has nothing that it learned. Train the pipeline with it, then deploy the new model.");
            assembly.learned().of(context.key(), assembly.learned().of(left.get(0)));
        }
    }

    /** What the rows of a network hold that was trained on numbers. */
    private static List<Feature> features(Graph graph) {
        return inputs(graph).stream()
                .map(v -> new Feature(
                        v.name(),
                        v.type(),
                        v.shape().row(),
                        v.bound(),
                        v.mask().map(Value::name).orElse("")))
                .toList();
    }

    static List<Value> inputs(Graph graph) {
        return graph.inputs().stream()
                .filter(v -> !Network.COMPARED.contains(v.name()))
                .toList();
    }

    private static Model withoutParameters(Model m) {
        return new Model(
                m.pipeline(),
                m.version(),
                m.descriptor(),
                m.graph(),
                m.labels(),
                m.metrics(),
                m.provenance(),
                Map.of(),
                Map.of(),
                m.state(),
                Map.of());
    }

    /**
     * The descriptor that was kept as YAML. Variables that are not set any more count as empty: they name data, which answers do not need.
     *
     * @param name what stands for the file in messages
     */
    public static Tree descriptor(String yaml, String name) {
        Set<String> variables =
                VARIABLE.matcher(yaml).results().map(m -> m.group(1)).collect(Collectors.toSet());
        return new DescriptorReader(variable -> Objects.requireNonNullElse(System.getenv(variable), ""))
                .read(yaml, Format.YAML, name, variables);
    }

    private static Descriptor check(Catalog catalog, Tree tree, String name) {
        try {
            return DescriptorCheck.parse(tree, Path.of(""), catalog);
        } catch (DescriptorException e) {
            List<Problem> missing = e.problems().stream()
                    .filter(p -> p.code() == ErrorCode.UNKNOWN_COMPONENT || p.code() == ErrorCode.PLUGIN_UNAVAILABLE)
                    .toList();
            if (missing.isEmpty()) throw e;
            throw new PipelineException(
                    ErrorCode.PLUGIN_UNAVAILABLE,
                    missing.get(0).path(),
                    "The model " + name + " needs plug-ins that are not installed. "
                            + missing.stream().map(Problem::sentence).collect(Collectors.joining(" ")),
                    e);
        }
    }

    /** The model it was assembled from, without its parameters: those are in the backend. */
    public Model model() {
        return model;
    }

    /** Its assembly. */
    public Assembly assembly() {
        return assembly;
    }

    /** How answers are read off its scores. */
    public Decoding decoding() {
        return decoding;
    }

    /** Its network. */
    public Graph graph() {
        return graph;
    }

    /** All its parts, the backend too. */
    public List<Part> parts() {
        List<Part> all = new ArrayList<>(assembly.parts());
        all.add(engine.part());
        return all;
    }

    /** The name of its backend. */
    public String backend() {
        return engine.part().reference().name();
    }

    /** Parameters that the model does not have, so that nobody trained them. */
    public List<String> untrained() {
        return engine.untrained();
    }

    /** Whether both compute with one and the same copy of the parameters. */
    public boolean sharesParametersWith(Generation other) {
        return engine == other.engine;
    }

    /** A session of its own over the parameters, for one thread. */
    public Session session() {
        return engine.session();
    }

    /** A worker for one thread, with room for a batch. */
    public Worker worker() {
        StepChain chain = spare.getAndSet(null);
        if (chain == null && assembly.prepares()) chain = assembly.chain(false);
        Session session;
        Decoder decoder;
        try {
            decoder = assembly.decoder().orElse(null);
            session = engine.session();
        } catch (RuntimeException | Error e) {
            if (chain != null) chain.close();
            throw e;
        }
        return new Worker(
                graph,
                chain,
                chain == null ? null : assembly.takes(),
                decoder,
                engine.part(),
                session,
                underway(),
                decoding,
                assembly.descriptor().serve().batch().max());
    }

    /** Which plug-in is called just now while this is assembled, or while it or a worker of it is closed. */
    public Underway underway() {
        return assembly.contexts().underway();
    }

    @Override
    public void close() {
        StepChain chain = spare.getAndSet(null);
        if (chain != null) chain.close();
        underway().enter(engine.part());
        try {
            engine.close();
        } finally {
            underway().leave();
            assembly.close();
        }
    }
}
