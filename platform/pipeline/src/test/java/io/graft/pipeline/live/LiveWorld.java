package io.graft.pipeline.live;

import static org.junit.jupiter.api.Assertions.fail;

import io.graft.api.Context;
import io.graft.api.backend.Availability;
import io.graft.api.backend.Backend;
import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.data.Batch;
import io.graft.api.data.Feature;
import io.graft.api.data.Source;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.model.Loss;
import io.graft.api.model.Metric;
import io.graft.api.model.Rule;
import io.graft.api.model.Target;
import io.graft.api.settings.Default;
import io.graft.api.text.TextBuffer;
import io.graft.api.text.Tokenizer;
import io.graft.api.text.Tokens;
import io.graft.api.text.Vectorizer;
import io.graft.api.text.VectorizerType;
import io.graft.catalog.BundleCatalog;
import io.graft.descriptor.DescriptorCheck;
import io.graft.descriptor.Tree;
import io.graft.models.Model;
import io.graft.models.ModelStore;
import io.graft.models.Provenance;
import io.graft.pipeline.Assembly;
import io.graft.pipeline.Generation;
import io.graft.pipeline.LearnedState;
import io.graft.pipeline.ProbeSet;
import io.graft.pipeline.Types;
import io.graft.pipeline.Types.None;
import java.lang.ref.WeakReference;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A small world of plug-ins, models and pipelines.
 *
 * <p>The pipeline {@code test} answers a text with two scores: the number of its tokens and weight 0, and the vectorizer's mark and weight 1.
 */
final class LiveWorld implements AutoCloseable {
    static final long CORE = 1;
    static final long WORDS = 2;
    static final long BACKEND = 3;
    static final String YAML = """
            graft: 1
            pipeline: test
            data: { train: rows }
            prepare: [words, { codes: { mark: 1 } }]
            model:
              layers: [scale]
              loss: cross
              optimizer: plain
            backend: adder
            serve: { batch: { max: 4 }, probe: { rows: 8, metric: accuracy, tolerance: 0.1 } }
            """;

    record Marked(@Default("0") int mark) {}

    final BundleCatalog catalog = new BundleCatalog();
    final ModelStore models;
    final Path home;
    final List<PipelineEvent> events = new CopyOnWriteArrayList<>();
    final Leaks leaks = new Leaks();
    final AtomicInteger backends = new AtomicInteger();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger sessions = new AtomicInteger();
    final AtomicInteger tokenizers = new AtomicInteger();
    final AtomicInteger closedTwice = new AtomicInteger();

    /** What the tokenizer does before it splits. */
    volatile Consumer<TextBuffer> tokenizing = text -> {};

    /** What the backend does before it computes. */
    volatile Consumer<Batch> computing = batch -> {};

    /** What the tokenizer does before it closes. */
    volatile Runnable closingStep = () -> {};

    /** What the backend does before a session closes. */
    volatile Runnable closingSession = () -> {};

    LivePipelines pipelines;

    LiveWorld(Path home) {
        this.home = home;
        models = new ModelStore(home);
        catalog.add(CORE, "core", "1.0.0", "rows", new Types.Reads<>(None.class, (s, c) -> source()));
        catalog.add(CORE, "core", "1.0.0", "codes", new Codes());
        catalog.add(
                CORE,
                "core",
                "1.0.0",
                "scale",
                new Types.Builds<>(
                        None.class,
                        (s, c) -> (g, x) -> g.mul(x, g.parameter("weight", Shape.of(2), Initializer.zeros()))));
        catalog.add(
                CORE,
                "core",
                "1.0.0",
                "scale-more",
                new Types.Builds<>(
                        None.class,
                        (s, c) -> (g, x) -> g.mul(x, g.parameter("gain", Shape.of(2), Initializer.zeros()))));
        catalog.add(CORE, "core", "1.0.0", "cross", new Types.Loses<>(None.class, (s, c) -> new Cross()));
        catalog.add(CORE, "core", "1.0.0", "plain", new Types.Moves<>(None.class, (s, c) -> LiveWorld::sgd));
        catalog.add(CORE, "core", "1.0.0", "accuracy", new Types.Judges<>(None.class, (s, c) -> new Accuracy()));
        words(WORDS, "1.0.0", ' ');
        backend(BACKEND, "adder");
        pipelines = pipelines(Duration.ofSeconds(30));
    }

    LivePipelines pipelines(Duration patience) {
        LivePipelines made = new LivePipelines(catalog, catalog, models, leaks, home, patience);
        made.listen(events::add);
        return made;
    }

    /** Begins anew with other limits; what was deployed is restored. */
    void again(Duration patience, Duration retireLimit) {
        pipelines.close();
        pipelines = new LivePipelines(catalog, catalog, models, leaks, home, patience, retireLimit);
        pipelines.listen(events::add);
        pipelines.restore();
    }

    /** A bundle with the tokenizers {@code words}, which splits at a character, and {@code letters}. */
    void words(long bundle, String version, char at) {
        catalog.add(bundle, "words", version, "words", new Types.Splits<>(None.class, (s, c) -> new Splitting(at)));
        catalog.add(
                bundle, "words", version, "letters", new Types.Splits<>(None.class, (s, c) -> new Splitting((char) 0)));
    }

    void backend(long bundle, String name) {
        catalog.add(
                bundle,
                name,
                "1.0.0",
                name,
                new Types.Computes<>(None.class, () -> Availability.on("CPU"), (s, c) -> new Adder()));
    }

    /** Stores a model whose weights are these, and whose probe rows are right with the tokenizer {@code words}. */
    int model(float... weights) {
        return model(YAML, weights);
    }

    int model(String yaml, float... weights) {
        Tree tree = Generation.descriptor(yaml, "test");
        try (Assembly a =
                Assembly.of(catalog, DescriptorCheck.parse(tree, Path.of(""), catalog), new LearnedState(), w -> {})) {
            Graph graph = a.graph(Codes.FEATURES, 2);
            Map<String, float[]> parameters = new LinkedHashMap<>();
            graph.parameters().forEach(p -> parameters.put(p.name(), weights));
            List<ProbeSet.Row> probe = new ArrayList<>();
            for (int i = 0; i < 8; i++)
                probe.add(new ProbeSet.Row(i % 2 == 0 ? "abc def ghi" : "abcdefgh", i % 2 == 0 ? "no" : "yes"));
            return models.store(new Model(
                            tree.get("pipeline").orElseThrow().text(),
                            0,
                            yaml,
                            graph,
                            List.of("no", "yes"),
                            Map.of(),
                            new Provenance(Instant.EPOCH, "0.1.0", "jvm", "adder", 7, List.of(), List.of()),
                            parameters,
                            Map.of(),
                            Map.of(ProbeSet.PATH, new ProbeSet(probe).write()),
                            Map.of()))
                    .version();
        }
    }

    Tree descriptor() {
        return Generation.descriptor(YAML, "test");
    }

    /** Deploys the pipeline with a new model; its probe rows are answered rightly. */
    Report deploy() {
        model(0, 0.5f);
        return pipelines.deploy(descriptor(), java.util.OptionalInt.empty(), SwapOptions.DEFAULT);
    }

    Report swap(String... assignments) {
        return pipelines.swap("test", Change.set(assignments), SwapOptions.DEFAULT);
    }

    Answers answer(String... texts) {
        Answers answers = new Answers();
        for (String text : texts) answers.text(text);
        pipelines.find("test").orElseThrow().answer(answers);
        return answers;
    }

    PipelineStatus status() {
        return pipelines.status("test").orElseThrow();
    }

    List<PipelineEvent.Type> told() {
        return events.stream().map(PipelineEvent::type).toList();
    }

    /** Waits until something holds; fails when it does not within ten seconds. */
    static void await(String what, BooleanSupplier holds) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > until) fail("It did not happen: " + what);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        pipelines.close();
    }

    private static Source source() {
        throw new AssertionError("nobody reads data here");
    }

    private static Rule sgd() {
        GraphBuilder g = new GraphBuilder(Map.of());
        g.output("parameter", g.input("parameter", ElementType.FLOAT, Shape.batch()));
        return new Rule("sgd", Map.of(), 0.1, 0, 0, List.of(), g.build());
    }

    private final class Splitting implements Tokenizer, AutoCloseable {
        private final char at;
        private boolean closed;

        Splitting(char at) {
            this.at = at;
            tokenizers.incrementAndGet();
        }

        @Override
        public void tokenize(TextBuffer text, Tokens tokens) {
            if (closed) throw new IllegalStateException("the tokenizer was closed");
            tokenizing.accept(text);
            int from = 0;
            for (int i = 0; i <= text.length(); i++)
                if (i == text.length() || at == 0 || text.charAt(i) == at) {
                    int to = at == 0 ? i + 1 : i;
                    if (to > from && to <= text.length()) tokens.add(from, to);
                    from = i + 1;
                    if (at == 0) from = i + 1;
                }
        }

        @Override
        public void close() {
            closingStep.run();
            if (closed) closedTwice.incrementAndGet();
            closed = true;
            tokenizers.decrementAndGet();
        }
    }

    /** Gives the number of tokens and its mark. */
    static final class Codes implements VectorizerType<Marked> {
        static final List<Feature> FEATURES = List.of(Feature.floats("x", 2));

        @Override
        public Class<Marked> settings() {
            return Marked.class;
        }

        @Override
        public List<Feature> features(Marked settings) {
            return FEATURES;
        }

        @Override
        public Vectorizer create(Marked settings, Context context) {
            return new Vectorizer() {
                @Override
                public List<Feature> features() {
                    return FEATURES;
                }

                @Override
                public void vectorize(Tokens tokens, Batch batch, int[] slots, int row) {
                    batch.floats(slots[0])[2 * row] = tokens.size();
                    batch.floats(slots[0])[2 * row + 1] = settings.mark();
                }
            };
        }
    }

    private static final class Cross implements Loss {
        @Override
        public Target target() {
            return Target.CLASS;
        }

        @Override
        public Value build(GraphBuilder g, Value output, Value target, Value rowWeight) {
            return g.weightedMean(
                    g.op("SoftmaxCrossEntropyLoss", Map.of("reduction", "none"), output, target), rowWeight);
        }

        @Override
        public Value scores(GraphBuilder g, Value output) {
            return g.softmax(output, 1);
        }
    }

    private static final class Accuracy implements Metric {
        @Override
        public boolean higherIsBetter() {
            return true;
        }

        @Override
        public Meter open(List<String> classes) {
            return new Meter() {
                private int right;
                private int rows;

                @Override
                public void add(float[] scores, int offset, int width, int label, float[] targets, int targetOffset) {
                    rows++;
                    if (scores[offset + label] >= scores[offset + 1 - label]) right++;
                }

                @Override
                public double value() {
                    return (double) right / rows;
                }
            };
        }
    }

    /** Adds the weights to its input. */
    private final class Adder implements Backend {
        private boolean closed;

        Adder() {
            backends.incrementAndGet();
            opened.incrementAndGet();
        }

        @Override
        public List<String> unsupported(Program program) {
            return List.of();
        }

        @Override
        public Session open(Program program, SessionOptions options) {
            return new Adding(program, new ConcurrentHashMap<>());
        }

        @Override
        public void close() {
            if (closed) closedTwice.incrementAndGet();
            closed = true;
            backends.decrementAndGet();
        }
    }

    private final class Adding implements Session {
        private final Program program;
        private final Map<String, float[]> weights;
        private volatile boolean closed;

        Adding(Program program, Map<String, float[]> weights) {
            this.program = program;
            this.weights = weights;
            sessions.incrementAndGet();
        }

        @Override
        public float train(Batch batch, double learningRate) {
            throw new AssertionError("nobody trains here");
        }

        @Override
        public void run(Batch batch, Batch outputs) {
            if (closed) throw new IllegalStateException("the session was closed");
            computing.accept(batch);
            float[] w = weights.values().stream().findFirst().orElse(new float[2]);
            outputs.rows(batch.rows());
            for (int i = 0; i < 2 * batch.rows(); i++) outputs.floats(0)[i] = batch.floats(0)[i] + w[i % 2];
            if (closed) throw new IllegalStateException("the session was closed while it computed");
        }

        @Override
        public Map<String, Integer> tensors() {
            Map<String, Integer> all = new LinkedHashMap<>();
            program.graph()
                    .parameters()
                    .forEach(p -> all.put(p.name(), p.shape().elements()));
            return all;
        }

        @Override
        public void read(String name, FloatBuffer into) {
            into.put(weights.get(name));
        }

        @Override
        public void write(String name, FloatBuffer from) {
            float[] values = new float[from.remaining()];
            from.get(values);
            weights.put(name, values);
        }

        @Override
        public long step() {
            return 0;
        }

        @Override
        public void step(long steps) {
            throw new AssertionError("nobody trains here");
        }

        @Override
        public Session share() {
            return new Adding(program, weights);
        }

        @Override
        public void close() {
            closingSession.run();
            if (!closed) sessions.decrementAndGet();
            closed = true;
        }
    }

    /** Holds what is watched weakly, and nothing else. */
    static final class Leaks implements LeakWatch {
        final List<WeakReference<Object>> watched = new CopyOnWriteArrayList<>();
        final List<String> names = new CopyOnWriteArrayList<>();

        @Override
        public void watch(String kind, String name, Object target, Consumer<Watched> outcome) {
            watched.add(new WeakReference<>(target));
            names.add(name);
        }

        @Override
        public List<Watched> waiting() {
            return List.of();
        }

        @Override
        public List<Watched> await(Duration atMost) {
            return List.of();
        }
    }
}
