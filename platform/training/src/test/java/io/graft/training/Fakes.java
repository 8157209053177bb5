package io.graft.training;

import io.graft.api.ComponentType;
import io.graft.api.Context;
import io.graft.api.Learner;
import io.graft.api.augment.Augmenter;
import io.graft.api.augment.AugmenterType;
import io.graft.api.augment.BatchAugmenter;
import io.graft.api.augment.ImageAugmenter;
import io.graft.api.augment.TensorAugmenter;
import io.graft.api.backend.Availability;
import io.graft.api.backend.Backend;
import io.graft.api.backend.BackendType;
import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.data.Batch;
import io.graft.api.data.DataType;
import io.graft.api.data.Feature;
import io.graft.api.data.Sample;
import io.graft.api.data.SampleReader;
import io.graft.api.data.Source;
import io.graft.api.data.SourceType;
import io.graft.api.graph.ElementType;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.model.Layer;
import io.graft.api.model.LayerType;
import io.graft.api.model.Loss;
import io.graft.api.model.LossType;
import io.graft.api.model.Metric;
import io.graft.api.model.MetricType;
import io.graft.api.model.Optimizer;
import io.graft.api.model.OptimizerType;
import io.graft.api.model.Rule;
import io.graft.api.model.Schedule;
import io.graft.api.model.ScheduleType;
import io.graft.api.model.Target;
import io.graft.api.settings.Default;
import io.graft.api.text.Tokenizer;
import io.graft.api.text.TokenizerType;
import io.graft.api.text.Tokens;
import io.graft.api.text.Vectorizer;
import io.graft.api.text.VectorizerType;
import io.graft.catalog.FixedCatalog;
import io.graft.descriptor.Descriptor;
import io.graft.descriptor.DescriptorCheck;
import io.graft.descriptor.DescriptorReader;
import io.graft.descriptor.Format;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Components for whole runs: rows of letters or of numbers, one layer, one loss of each sort, a backend that fakes. */
final class Fakes {
    /** A row: its text or its numbers, and its label. */
    record Row(Object content, String label) {}

    /** An image of one row of two pixels. */
    record Pixels(float[] values) {}

    record Augments<A extends Augmenter>(A augmenter) implements AugmenterType<None> {
        @Override
        public Class<None> settings() {
            return None.class;
        }

        @Override
        public Augmenter create(None settings, Context context) {
            return augmenter;
        }
    }

    private static final class Flat implements LayerType<None> {
        @Override
        public Class<None> settings() {
            return None.class;
        }

        @Override
        public Layer create(None settings, Context context) {
            return (g, x) -> g.reshape(x, 0, -1);
        }
    }

    record Part(@Default("train") String path) {}

    record None() {}

    record Rate(@Default("0.5") double learningRate) {}

    record Units(@Default("3") int units) {}

    /** What sources throw instead of rows. */
    RuntimeException broken;

    /** What the sources give, by the name of the part. */
    final Map<String, List<Row>> rows = new HashMap<>();

    /** The files that sources say they read. */
    List<Path> files = List.of();

    /** Sees each session that is opened. */
    Consumer<FakeSession> opened = s -> {};

    /** The last session that was opened. */
    FakeSession session;

    /** All sessions that were opened. */
    final List<FakeSession> sessions = new ArrayList<>();

    /** How often the vectorizer learned. */
    int lessons;

    final FixedCatalog catalog;

    Fakes() {
        Map<String, ComponentType<?, ?>> types = new HashMap<>();
        types.put("numbers", new Rows(new DataType.Tensors(List.of(Feature.floats("x", 2)))));
        types.put("texts", new Rows(new DataType.Text()));
        types.put("images", new Rows(new DataType.Image(1, 2, 1)));
        types.put("light", new Augments<>((ImageAugmenter) (image, random) -> image.values()[0] += random.nextFloat()));
        types.put("noise", new Augments<>((TensorAugmenter)
                (numbers, from, shape, random) -> numbers[from] += random.nextFloat()));
        types.put("mix", new Augments<>((BatchAugmenter) (batch, feature, target, random) -> {
            batch.floats(feature)[0] = random.nextFloat();
            batch.floats(target)[0] = 0.5f;
        }));
        types.put("flat", new Flat());
        types.put("one-hot", new FakeLoss(Target.ONE_HOT));
        types.put("whole", new Whole());
        types.put("letters", new Letters());
        types.put("dense", new Dense());
        types.put("cross", new FakeLoss(Target.CLASS));
        types.put("squares", new FakeLoss(Target.NUMBERS));
        types.put("soft", new FakeLoss(Target.DISTRIBUTION));
        types.put("tags", new FakeLoss(Target.TAGS));
        types.put("transcript", new FakeLoss(Target.TRANSCRIPT));
        types.put("positions", new Positions());
        types.put("label-count", new LabelCount());
        types.put("sgd", new RuleType("fake"));
        types.put("other", new RuleType("other"));
        types.put("hidden", new Hidden());
        types.put("half", new Half());
        types.put("cross-too", new FakeLoss(Target.CLASS));
        types.put("accuracy", new Accuracy(false));
        types.put("mean-error", new Accuracy(true));
        types.put("fake", new FakeBackendType(s -> {}));
        types.put("second", new FakeBackendType(s -> {}));
        types.put("nan", new FakeBackendType(s -> s.trainingLoss = step -> Float.NaN));
        types.put(
                "throws",
                new FakeBackendType(s -> s.before = step -> {
                    throw new IllegalStateException("no kernel");
                }));
        types.put("closed", new FakeBackendType(s -> {
            throw new IllegalStateException("no memory");
        }));
        catalog = new FixedCatalog(types);
        List<Row> train = new ArrayList<>();
        for (int i = 0; i < 20; i++) train.add(new Row(new float[] {i, 1}, i % 2 == 0 ? "even" : "odd"));
        rows.put("train", train);
        rows.put(
                "dev",
                List.of(
                        new Row(new float[] {2, 1}, "even"),
                        new Row(new float[] {3, 1}, "odd"),
                        new Row(new float[] {5, 1}, "odd")));
    }

    static Rule rule() {
        return rule("fake", 0.5);
    }

    private static Rule rule(String name, double rate) {
        GraphBuilder g = new GraphBuilder(Map.of());
        g.output(Rule.PARAMETER, g.input(Rule.PARAMETER, ElementType.FLOAT, Shape.batch()));
        return new Rule(name, Map.of(), rate, 0, 0, List.of(new Rule.Slot("m", 0)), g.build());
    }

    static final String YAML = """
            graft: 1
            pipeline: test
            data: { train: numbers, validation: { numbers: { path: dev } } }
            model: { layers: [dense], loss: cross, optimizer: sgd }
            metrics: [accuracy]
            train: { epochs: 4, batch: 6, checkpoint: { every: never } }
            backend: fake
            """;

    Descriptor descriptor(String yaml) {
        return DescriptorCheck.parse(
                new DescriptorReader().read(yaml, Format.YAML, "test.yaml", Set.of()), Path.of(""), catalog);
    }

    private final class Rows implements SourceType<Part> {
        private final DataType gives;

        Rows(DataType gives) {
            this.gives = gives;
        }

        @Override
        public Class<Part> settings() {
            return Part.class;
        }

        @Override
        public Source create(Part part, Context context) {
            String name = Path.of(part.path()).getFileName().toString();
            return new Source() {
                @Override
                public DataType gives() {
                    return gives;
                }

                @Override
                public SampleReader open() {
                    if (broken != null) throw broken;
                    return reader(name, rows.getOrDefault(name, List.of()));
                }

                @Override
                public List<Path> files() {
                    return files;
                }
            };
        }
    }

    static SampleReader reader(String name, List<Row> rows) {
        var all = rows.iterator();
        return new SampleReader() {
            private long line = 1;

            @Override
            public boolean next(Sample sample) {
                sample.clear();
                if (!all.hasNext()) return false;
                Row row = all.next();
                if (row.content() instanceof float[] numbers) sample.numbers = numbers;
                else if (row.content() instanceof Pixels pixels)
                    System.arraycopy(pixels.values(), 0, sample.image.size(1, 2, 1), 0, 2);
                else sample.text = (String) row.content();
                sample.label = row.label();
                sample.file = name;
                sample.line = ++line;
                return true;
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }

    /** The whole text is one token. */
    private static final class Whole implements TokenizerType<None> {
        @Override
        public Class<None> settings() {
            return None.class;
        }

        @Override
        public Tokenizer create(None settings, Context context) {
            return (text, tokens) -> tokens.add(0, text.length());
        }
    }

    /** Learns the terms; the number of the first is what the network sees. */
    private final class Letters implements VectorizerType<None>, Learner<None, Tokens> {
        private static final List<Feature> FEATURES = List.of(Feature.floats("x", 1));

        @Override
        public Class<None> settings() {
            return None.class;
        }

        @Override
        public List<Feature> features(None settings) {
            return FEATURES;
        }

        @Override
        public Lesson<Tokens> learn(None settings, Context context) {
            lessons++;
            Set<String> terms = new TreeSet<>();
            return new Lesson<>() {
                @Override
                public void see(Tokens tokens) {
                    terms.add(tokens.term(0));
                }

                @Override
                public String state() {
                    return String.join(" ", terms);
                }
            };
        }

        @Override
        public Vectorizer create(None settings, Context context) {
            List<String> terms = List.of(context.state().orElseThrow().split(" "));
            return new Vectorizer() {
                @Override
                public List<Feature> features() {
                    return FEATURES;
                }

                @Override
                public void vectorize(Tokens tokens, Batch batch, int[] slots, int row) {
                    batch.floats(slots[0])[row] = terms.indexOf(tokens.term(0));
                }
            };
        }
    }

    private static final class Dense implements LayerType<None> {
        @Override
        public Class<None> settings() {
            return None.class;
        }

        @Override
        public Layer create(None settings, Context context) {
            return (g, x) -> g.matMul(
                    x,
                    g.parameter(
                            "weight",
                            Shape.of(
                                    x.shape().last(),
                                    g.dimension(GraphBuilder.CLASSES).orElse(1)),
                            Initializer.normal(0, 1)));
        }
    }

    private record FakeLoss(Target target) implements LossType<None>, Loss {
        @Override
        public Class<None> settings() {
            return None.class;
        }

        @Override
        public Loss create(None settings, Context context) {
            return this;
        }

        @Override
        public Value build(GraphBuilder g, Value output, Value truth, Value rowWeight) {
            if (target.sequence())
                return g.weightedMean(g.reduce("ReduceMean", g.square(output), false, 1, 2), rowWeight);
            Value each = target == Target.CLASS
                    ? g.op("SoftmaxCrossEntropyLoss", Map.of("reduction", "none"), output, truth)
                    : g.reduce("ReduceMean", g.square(g.sub(output, truth)), false, 1);
            return g.weightedMean(each, rowWeight);
        }

        @Override
        public Value scores(GraphBuilder g, Value output) {
            return output;
        }
    }

    /** Three positions with a score for each class. */
    private static final class Positions implements LayerType<None> {
        @Override
        public Class<None> settings() {
            return None.class;
        }

        @Override
        public Layer create(None settings, Context context) {
            return (g, x) -> {
                int classes = g.dimension(GraphBuilder.CLASSES).orElse(1);
                Shape shape = Shape.of(x.shape().last(), 3 * classes);
                return g.reshape(g.matMul(x, g.parameter("weight", shape, Initializer.normal(0, 1))), 0, 3, classes);
            };
        }
    }

    /** How many labels were wanted, a metric of sequences. */
    private static final class LabelCount implements MetricType<None>, Metric {
        @Override
        public Class<None> settings() {
            return None.class;
        }

        @Override
        public Metric create(None settings, Context context) {
            return this;
        }

        @Override
        public boolean higherIsBetter() {
            return true;
        }

        @Override
        public boolean forSequences() {
            return true;
        }

        @Override
        public Meter open(List<String> classes) {
            return new Meter() {
                private int count;

                @Override
                public void add(float[] scores, int offset, int width, int label, float[] targets, int targetOffset) {
                    throw new AssertionError("it judges sequences");
                }

                @Override
                public void addSequence(int[] given, int givenCount, int[] wanted, int wantedCount) {
                    count += wantedCount;
                }

                @Override
                public double value() {
                    return count;
                }
            };
        }
    }

    private static final class Hidden implements LayerType<Units> {
        @Override
        public Class<Units> settings() {
            return Units.class;
        }

        @Override
        public Layer create(Units settings, Context context) {
            return (g, x) -> g.matMul(
                    x, g.parameter("weight", Shape.of(x.shape().last(), settings.units()), Initializer.normal(0, 1)));
        }
    }

    private record RuleType(String name) implements OptimizerType<Rate> {
        @Override
        public Class<Rate> settings() {
            return Rate.class;
        }

        @Override
        public Optimizer create(Rate settings, Context context) {
            return () -> rule(name, settings.learningRate());
        }
    }

    private static final class Half implements ScheduleType<None> {
        @Override
        public Class<None> settings() {
            return None.class;
        }

        @Override
        public Schedule create(None settings, Context context) {
            return moment -> 0.5;
        }
    }

    /** The share of right answers; for numbers, the mean of what the first score lacks. */
    static final class Accuracy implements MetricType<None>, Metric {
        private final boolean forNumbers;

        Accuracy(boolean forNumbers) {
            this.forNumbers = forNumbers;
        }

        @Override
        public Class<None> settings() {
            return None.class;
        }

        @Override
        public Metric create(None settings, Context context) {
            return this;
        }

        @Override
        public boolean higherIsBetter() {
            return !forNumbers;
        }

        @Override
        public boolean forNumbers() {
            return forNumbers;
        }

        @Override
        public Meter open(List<String> classes) {
            return new Meter() {
                private double sum;
                private int rows;

                @Override
                public void add(float[] scores, int offset, int width, int label, float[] targets, int targetOffset) {
                    rows++;
                    if (forNumbers) sum += targets[targetOffset] - scores[offset];
                    else {
                        boolean best = true;
                        for (int i = 0; i < width; i++) best &= scores[offset + i] <= scores[offset + label];
                        if (best) sum++;
                    }
                }

                @Override
                public double value() {
                    return sum / rows;
                }
            };
        }
    }

    private final class FakeBackendType implements BackendType<None> {
        private final Consumer<FakeSession> prepared;

        FakeBackendType(Consumer<FakeSession> prepared) {
            this.prepared = prepared;
        }

        @Override
        public Class<None> settings() {
            return None.class;
        }

        @Override
        public Availability availability() {
            return Availability.on("CPU");
        }

        @Override
        public Backend create(None settings, Context context) {
            return new Backend() {
                @Override
                public List<String> unsupported(Program program) {
                    return List.of();
                }

                @Override
                public Session open(Program program, SessionOptions options) {
                    FakeSession made = new FakeSession(program, options.seed());
                    prepared.accept(made);
                    session = made;
                    sessions.add(made);
                    opened.accept(session);
                    return session;
                }

                @Override
                public void close() {
                    // sessions hold nothing
                }
            };
        }
    }

    /** The names of what happened. */
    static List<String> names(List<RunEvent> events) {
        return events.stream()
                .flatMap(e -> e instanceof RunEvent.Progress || e instanceof RunEvent.Reading
                        ? Stream.empty()
                        : Stream.of(e.getClass().getSimpleName()))
                .toList();
    }
}
