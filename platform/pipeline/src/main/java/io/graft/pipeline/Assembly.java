package io.graft.pipeline;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.data.DataType;
import io.graft.api.data.Feature;
import io.graft.api.data.Source;
import io.graft.api.graph.Graph;
import io.graft.api.model.Layer;
import io.graft.api.model.Loss;
import io.graft.api.model.Metric;
import io.graft.api.model.Optimizer;
import io.graft.api.model.Rule;
import io.graft.api.model.Schedule;
import io.graft.api.text.VectorizerType;
import io.graft.catalog.Catalog;
import io.graft.descriptor.Descriptor;
import io.graft.descriptor.DescriptorException;
import io.graft.descriptor.Problem;
import io.graft.descriptor.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A descriptor whose components were all found and bound, and fit together: what a generation or a run is made from.
 *
 * <p><b>Lifecycle.</b> It borrows component types from their plug-ins until it is closed. <b>Threading.</b> For one thread at a time.
 */
public final class Assembly implements AutoCloseable {
    private final Catalog catalog;
    private final Contexts contexts;
    private final List<Problem> problems = new ArrayList<>();
    private final Binding binding;

    private final List<Part> steps;
    private final List<Part> layers;
    private final Optional<Part> loss;
    private final Optional<Part> optimizer;
    private final Optional<Part> schedule;
    private final List<Part> metrics;

    private Assembly(Catalog catalog, Contexts contexts) {
        this.catalog = catalog;
        this.contexts = contexts;
        binding = new Binding(catalog, contexts, problems::add);
        Descriptor descriptor = contexts.descriptor();
        // a name may be that of a cleaner and of a token filter; the descriptor's check has told by its place which is
        // meant
        steps = descriptor.prepare().stream()
                .flatMap(r -> binding.part(r.kind().isEmpty() ? Steps.KINDS : List.of(r.kind()), r).stream())
                .toList();
        layers = all(List.of("layer"), descriptor.layers());
        loss = binding.part(List.of("loss"), descriptor.loss());
        optimizer = binding.part(List.of("optimizer"), descriptor.optimizer());
        schedule = descriptor.schedule().flatMap(r -> binding.part(List.of("schedule"), r));
        metrics = all(List.of("metric"), descriptor.metrics());
    }

    private List<Part> all(List<String> kinds, List<Reference> references) {
        return references.stream().flatMap(r -> binding.part(kinds, r).stream()).toList();
    }

    /**
     * Finds, binds and checks all components of a descriptor.
     *
     * @param learned what is known already; it is added to as steps learn and files are read
     * @param warnings takes what components want to tell
     * @throws DescriptorException with everything that is wrong
     */
    public static Assembly of(Catalog catalog, Descriptor descriptor, LearnedState learned, Consumer<String> warnings) {
        return of(catalog, new Contexts(descriptor, learned, warnings, new Underway()));
    }

    static Assembly of(Catalog catalog, Contexts contexts) {
        Assembly assembly = new Assembly(catalog, contexts);
        try {
            if (assembly.problems.isEmpty()) Steps.check(assembly.steps, assembly.problems);
            assembly.throwProblems();
            return assembly;
        } catch (RuntimeException | Error e) {
            assembly.close();
            throw e;
        }
    }

    private void throwProblems() {
        if (!problems.isEmpty()) throw new DescriptorException(List.copyOf(problems));
    }

    PartContext context(Reference reference) {
        return contexts.of(reference);
    }

    Contexts contexts() {
        return contexts;
    }

    /** The descriptor. */
    public Descriptor descriptor() {
        return contexts.descriptor();
    }

    /** The catalogue that it was made from. */
    public Catalog catalog() {
        return catalog;
    }

    /** What was learned, and the files that were read. */
    public LearnedState learned() {
        return contexts.learned();
    }

    /** All parts, those inside the settings of others too. */
    public List<Part> parts() {
        return binding.parts();
    }

    /** Whether rows are texts that go through steps, rather than numbers that go straight to the network. */
    public boolean readsText() {
        return !steps.isEmpty();
    }

    /** Opens a source; what it gives must be what this pipeline takes. */
    public Source source(Reference reference) {
        Optional<Part> part = binding.part(List.of("source"), reference);
        throwProblems();
        Source source = new GuardedSource(part.orElseThrow(), part.get().create(Source.class, context(reference)));
        DataType gives = source.gives();
        if (readsText() != gives instanceof DataType.Text)
            throw new PipelineException(
                    ErrorCode.TYPE_MISMATCH,
                    readsText() ? steps.get(0).reference().path() : reference.path(),
                    readsText()
                            ? "'" + steps.get(0).reference().name() + "' takes text, but the source '"
                                    + reference.name() + "' gives " + gives
                                    + ". Name its text column (text: …), or leave the steps out."
                            : "The source gives text, but there are no steps that make numbers of it. Add a tokenizer and a vectorizer under 'prepare'.");
        return source;
    }

    /** The parts of the preparation. */
    List<Part> steps() {
        return steps;
    }

    /** A chain of the steps, which have learned what they must; for one worker. */
    public StepChain chain(boolean training) {
        return Steps.chain(this, steps.size(), training);
    }

    /** What the preparation will give at most, before it has learned; the source's own features when there are no steps. */
    public List<Feature> plannedFeatures(Source source) {
        if (!readsText()) return ((DataType.Tensors) source.gives()).features();
        Part last = steps.get(steps.size() - 1);
        @SuppressWarnings("unchecked") // the settings were bound for this very type
        VectorizerType<Record> type = (VectorizerType<Record>) last.type();
        List<Feature> features = last.guarded("could not tell its features", () -> type.features(last.settings()));
        if (features.isEmpty())
            throw Part.failed(
                    last.reference(),
                    last.offer(),
                    "gives no features for '" + last.reference().name() + "'",
                    null);
        return features;
    }

    /** The loss. */
    public Loss loss() {
        return loss.orElseThrow().create(Loss.class, context(descriptor().loss()));
    }

    /** The rule of the optimizer. */
    public Rule rule() {
        Optimizer made = optimizer
                .orElseThrow()
                .create(Optimizer.class, context(descriptor().optimizer()));
        return optimizer.get().guarded("could not tell its rule", made::rule);
    }

    /** The schedule of the learning rate, constant when none is named. */
    public Schedule schedule() {
        if (schedule.isEmpty()) return moment -> 1;
        Schedule made =
                schedule.get().create(Schedule.class, context(schedule.get().reference()));
        return moment -> schedule.get().guarded("failed", () -> made.factor(moment));
    }

    /** The metrics by name, in the order of the descriptor; the second of one name is called {@code name-2}. */
    public Map<String, Metric> metrics() {
        Map<String, Metric> made = new LinkedHashMap<>();
        for (Part p : metrics) {
            String name = p.reference().name();
            for (int i = 2; made.containsKey(name); i++) name = p.reference().name() + "-" + i;
            made.put(name, new GuardedMetric(p, p.create(Metric.class, context(p.reference()))));
        }
        return made;
    }

    /**
     * Builds the graph.
     *
     * @param width the number of classes or of numbers to predict; 0 when it is not known yet, then whatever the last layer gives is right
     */
    public Graph graph(List<Feature> features, int width) {
        List<Network.Placed> placed = layers.stream()
                .map(p -> new Network.Placed(watched(p, p.create(Layer.class, context(p.reference()))), p))
                .toList();
        return Network.build(features, placed, loss.orElseThrow(), loss(), width);
    }

    private Layer watched(Part part, Layer layer) {
        return (graph, input) -> {
            contexts.underway().enter(part);
            try {
                return layer.build(graph, input);
            } finally {
                contexts.underway().leave();
            }
        };
    }

    @Override
    public void close() {
        binding.close();
    }
}
