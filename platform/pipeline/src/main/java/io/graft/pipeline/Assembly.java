package io.graft.pipeline;

import io.graft.api.ErrorCode;
import io.graft.api.PipelineException;
import io.graft.api.augment.Augmenter;
import io.graft.api.augment.BatchAugmenter;
import io.graft.api.data.DataType;
import io.graft.api.data.Decoder;
import io.graft.api.data.DecoderType;
import io.graft.api.data.Feature;
import io.graft.api.data.Source;
import io.graft.api.graph.Graph;
import io.graft.api.model.Layer;
import io.graft.api.model.Loss;
import io.graft.api.model.Metric;
import io.graft.api.model.Optimizer;
import io.graft.api.model.Rule;
import io.graft.api.model.Schedule;
import io.graft.api.model.Target;
import io.graft.catalog.Catalog;
import io.graft.descriptor.Descriptor;
import io.graft.descriptor.DescriptorException;
import io.graft.descriptor.Location;
import io.graft.descriptor.Problem;
import io.graft.descriptor.Reference;
import io.graft.descriptor.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
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
    private final Map<Part, StepOrder.Varies> varies = new IdentityHashMap<>();
    private final StepOrder order = new StepOrder(this::varies, problems::add);
    private Optional<Part> decoder = Optional.empty();

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
            if (assembly.problems.isEmpty()) assembly.order.check(assembly.steps);
            assembly.throwProblems();
            assembly.checkBatches();
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

    /** What an augmenter varies; it is asked once. */
    StepOrder.Varies varies(Part augmenter) {
        return varies.computeIfAbsent(augmenter, p -> {
            Augmenter made = p.create(Augmenter.class, context(p.reference()));
            StepOrder.Varies known = new StepOrder.Varies(Flow.varied(made), made instanceof BatchAugmenter);
            if (made instanceof AutoCloseable closeable)
                p.guarded("could not be closed", () -> {
                    close(closeable);
                    return true;
                });
            return known;
        });
    }

    static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Mixing rows mixes what they are compared with. */
    private void checkBatches() {
        Optional<Part> first = steps.stream()
                .filter(p -> p.offer().kind().equals("augmenter") && varies(p).batch())
                .findFirst();
        if (first.isEmpty()) return;
        Target target = loss().target();
        if (target == Target.ONE_HOT || target == Target.DISTRIBUTION) return;
        throw new PipelineException(
                ErrorCode.TYPE_MISMATCH,
                first.get().reference().path(),
                "'" + first.get().reference().name()
                        + "' mixes rows with their targets, so it needs a loss that compares with a number for each class, e.g. binary-cross-entropy, but '"
                        + descriptor().loss().name() + "' compares with "
                        + (target.classes() ? "one class." : "numbers."));
    }

    /** What flows into the first step. */
    private Flow intake() {
        return learned().of(Takes.PATH) == null
                ? order.first(steps)
                : Flow.of(Takes.read(learned().of(Takes.PATH)));
    }

    /** Whether rows are texts that go through steps. */
    public boolean readsText() {
        return intake() == Flow.TEXT;
    }

    /** Whether rows become numbers in a {@link StepChain}; else they are numbers that go straight to the network. */
    public boolean prepares() {
        return intake() != Flow.NUMBERS;
    }

    /** What the rows are that go through the steps; a source has told, or the model. */
    DataType takes() {
        String known = learned().of(Takes.PATH);
        if (known != null) return Takes.read(known);
        if (order.first(steps) == Flow.TEXT) return new DataType.Text();
        throw new PipelineException(
                ErrorCode.BAD_MODEL, "prepare", "The model does not say what its rows are. Train it anew.");
    }

    /** Opens a source; what it gives must be what this pipeline takes. The first one tells what the rows are. */
    public Source source(Reference reference) {
        Source source = create(reference);
        DataType gives = source.gives();
        checkFlow(reference, gives);
        String told = Takes.write(gives);
        String known = learned().of(Takes.PATH);
        if (known == null && !told.isEmpty()) learned().of(Takes.PATH, told);
        else if (known != null) checkSame(reference, Takes.read(known), gives);
        return source;
    }

    private Source create(Reference reference) {
        Optional<Part> part = binding.part(List.of("source"), reference);
        throwProblems();
        return new GuardedSource(part.orElseThrow(), part.get().create(Source.class, context(reference)));
    }

    private void checkFlow(Reference reference, DataType gives) {
        Flow given = Flow.of(gives);
        Flow wanted = order.first(steps);
        boolean becomes = wanted == Flow.NUMBERS && given.becomesNumbers();
        if (given == wanted || becomes) return;
        String step = steps.isEmpty() ? "" : "'" + steps.get(0).reference().name() + "'";
        throw new PipelineException(
                ErrorCode.TYPE_MISMATCH,
                steps.isEmpty() ? reference.path() : steps.get(0).reference().path(),
                steps.isEmpty()
                        ? "The source gives " + given + ", but there are no steps that make numbers of it. Add "
                                + (given == Flow.TEXT
                                        ? "a tokenizer and a vectorizer under 'prepare'."
                                        : "audio features under 'prepare', e.g. log-mel.")
                        : step + " takes " + wanted + ", but the source '" + reference.name() + "' gives " + gives
                                + "."
                                + (wanted == Flow.TEXT
                                        ? " Name its text column (text: …), or leave the steps out."
                                        : ""));
    }

    /** Rows to judge on must be like those to train on; images and sounds of other sizes are brought to one size by the steps. */
    private void checkSame(Reference reference, DataType known, DataType gives) {
        if (known instanceof DataType.Table a && gives instanceof DataType.Table b) {
            if (!a.equals(b))
                throw new PipelineException(
                        ErrorCode.TYPE_MISMATCH,
                        reference.path(),
                        "The rows of '" + reference.name() + "' are not like those to train on: "
                                + Takes.difference(a, b));
        } else if (Flow.of(known) != Flow.of(gives))
            throw new PipelineException(
                    ErrorCode.TYPE_MISMATCH,
                    reference.path(),
                    "The source '" + reference.name() + "' gives " + gives + ", but the pipeline was trained on "
                            + known + ".");
    }

    /** The source that the pipeline is judged on, with another file. */
    public Source source(Path file) {
        return source(judged(file));
    }

    /** The same for rows to answer: a table must have the columns that the pipeline takes, and may have others; it needs no labels. */
    public Source asked(Path file) {
        Reference form = judged(file);
        if (!(takes() instanceof DataType.Table taken)) return source(form);
        Source source = create(with(form, form.settings().without("label")));
        if (source.gives() instanceof DataType.Table given) checkColumns(file, taken, given);
        return source;
    }

    private static void checkColumns(Path file, DataType.Table taken, DataType.Table given) {
        for (DataType.Column c : taken.columns()) {
            int at = given.index(c.name());
            if (at < 0)
                throw new PipelineException(
                        ErrorCode.BAD_DATA,
                        "",
                        "'" + file + "' has no column '" + c.name() + "', which the pipeline takes.");
            // 007 would be read as the number 7 and never be that word again
            if (!c.number() && given.columns().get(at).number())
                throw new PipelineException(
                        ErrorCode.BAD_DATA,
                        "",
                        "The column '" + c.name() + "' of '" + file
                                + "' holds nothing but numbers, and the pipeline takes words there."
                                + " Ask by JSON lines, or train with the column named under 'words'.");
        }
    }

    private Reference judged(Path file) {
        // validation data has the form of what is judged; training data may be another part of one file
        Reference form =
                descriptor().data().validation().orElse(descriptor().data().train());
        Tree settings = form.settings();
        Tree path = Tree.value(settings.location(), file.toAbsolutePath().toString(), true);
        return with(form, settings.with("path", path));
    }

    private static Reference with(Reference r, Tree settings) {
        return new Reference(r.kind(), r.name(), r.versionRange(), settings, r.path(), r.location());
    }

    /** Makes images or sounds of bytes, when a plug-in is there that can; for one worker. */
    Optional<Decoder> decoder() {
        Flow flow = intake();
        if (decoder.isEmpty() && (flow == Flow.IMAGES || flow == Flow.SOUND))
            for (String name : catalog.names("decoder")) {
                Optional<Part> found = binding.part(
                        List.of("decoder"),
                        new Reference("decoder", name, "", Tree.map(Location.NONE), "serve", Location.NONE));
                decoder = found.filter(p -> Flow.of(((DecoderType<?>) p.type()).gives()) == flow);
                if (decoder.isPresent()) break;
            }
        return decoder.map(p -> p.create(Decoder.class, context(p.reference())));
    }

    /** The parts of the preparation. */
    List<Part> steps() {
        return steps;
    }

    /** A chain of the steps, which have learned what they must; for one worker. */
    public StepChain chain(boolean training) {
        return ChainBuilder.of(this, steps.size(), training);
    }

    /** What varies rows in training, when there is something that does; for one run. */
    public Optional<Augmentation> augmentation() {
        return Augmentation.of(this);
    }

    /** What the preparation will give at most, before it has learned; the source's own features when it gives numbers. */
    public List<Feature> plannedFeatures(Source source) {
        return Steps.features(this, source.gives());
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
        List<Network.Placed> placed = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            Part part = layers.get(i);
            Layer layer = part.create(Layer.class, context(part.reference()));
            placed.add(new Network.Placed(
                    new WatchedLayer(contexts.underway(), part, layer),
                    part,
                    descriptor().wiring().get(i)));
        }
        return Network.build(features, placed, loss.orElseThrow(), loss(), width);
    }

    @Override
    public void close() {
        binding.close();
    }
}
