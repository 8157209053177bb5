package io.graft.pipeline;

import io.graft.api.Context;
import io.graft.api.Learner;
import io.graft.api.backend.Availability;
import io.graft.api.data.Batch;
import io.graft.api.data.DataType;
import io.graft.api.data.Feature;
import io.graft.api.data.Sample;
import io.graft.api.data.SampleReader;
import io.graft.api.data.Source;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Initializer;
import io.graft.api.graph.Shape;
import io.graft.api.graph.Value;
import io.graft.api.model.Layer;
import io.graft.api.model.Loss;
import io.graft.api.model.Rule;
import io.graft.api.model.Target;
import io.graft.api.settings.Default;
import io.graft.api.settings.Units;
import io.graft.api.text.Cleaner;
import io.graft.api.text.TextBuffer;
import io.graft.api.text.Tokens;
import io.graft.api.text.Vectorizer;
import io.graft.api.text.VectorizerType;
import io.graft.catalog.ListCatalog;
import io.graft.descriptor.Descriptor;
import io.graft.descriptor.DescriptorCheck;
import io.graft.descriptor.DescriptorReader;
import io.graft.descriptor.Format;
import io.graft.pipeline.Types.None;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A small world of components: enough for a whole pipeline, small enough to be understood at a glance. */
final class Fakes {
    final ListCatalog catalog = new ListCatalog();

    /** What the source {@code rows} gives. */
    final List<String> rows = new ArrayList<>(List.of("a b", "B c"));

    /** What components warned of. */
    final List<String> warnings = new ArrayList<>();

    /** How many chains' tokenizers were closed. */
    int closedTokenizers;

    /** The folder that paths are relative to. */
    Path folder = Path.of("");

    record File(String file) {}

    record DenseSettings(Units units) {}

    record TableSettings(int size) {}

    record BranchSettings(List<List<Layer>> branches) {}

    record ResidualSettings(List<Layer> layers) {}

    record IdsSettings(
            @Default("4") int length, @Default("100") int size) {}

    Fakes() {
        catalog.add("rows", new Types.Reads<>(None.class, (s, c) -> source(DataTypes.TEXT)));
        catalog.add("numbers", new Types.Reads<>(None.class, (s, c) -> source(DataTypes.NUMBERS)));
        catalog.add("lower", new Types.Cleans<>(None.class, (s, c) -> Fakes::lower));
        catalog.add(
                "no-x",
                new Types.Cleans<>(None.class, (s, c) -> text -> text.toString().indexOf('x') < 0));
        catalog.add("once", new Types.Cleans<>(None.class, (s, c) -> new Once()));
        catalog.add("blanks", new Types.Splits<>(None.class, (s, c) -> new Blanks()));
        catalog.add("no-stop", new Types.Filters<>(File.class, (s, c) -> {
            Set<String> stop = Set.of(c.text(s.file()).strip().split("\\s+"));
            return tokens -> tokens.retain(i -> !stop.contains(tokens.term(i)));
        }));
        catalog.add("ids", new Ids());
        catalog.add(
                "table",
                new Types.Builds<>(
                        TableSettings.class,
                        (s, c) -> (g, x) -> g.gather(
                                g.parameter("rows", Shape.of(x.bound(), s.size()), Initializer.normal(0, 1)), x)));
        catalog.add("mean", new Types.Builds<>(None.class, (s, c) -> (g, x) -> g.pool(x, "mean")));
        catalog.add("dense", new Types.Builds<>(DenseSettings.class, (s, c) -> (g, x) -> {
            int n = s.units().in(g);
            return g.linear(
                    x,
                    g.parameter("weight", Shape.of(x.shape().last(), n), Initializer.glorotUniform()),
                    g.parameter("bias", Shape.of(n), Initializer.zeros()));
        }));
        catalog.add(
                "branches",
                new Types.Builds<>(
                        BranchSettings.class,
                        (s, c) -> (g, x) -> g.concat(
                                -1,
                                s.branches().stream()
                                        .map(branch -> {
                                            Value y = x;
                                            for (Layer layer : branch) y = layer.build(g, y);
                                            return y;
                                        })
                                        .toArray(Value[]::new))));
        catalog.add("residual", new Types.Builds<>(ResidualSettings.class, (s, c) -> (g, x) -> {
            Value y = x;
            for (Layer layer : s.layers()) y = layer.build(g, y);
            return g.add(x, y);
        }));
        catalog.add("cross", new Types.Loses<>(None.class, (s, c) -> new Cross()));
        catalog.add("plain", new Types.Moves<>(None.class, (s, c) -> () -> sgd(0.5)));
        catalog.add("jvm", new Types.Computes<>(None.class, () -> Availability.on("CPU"), (s, c) -> new FakeBackend()));
    }

    static Rule sgd(double rate) {
        GraphBuilder g = new GraphBuilder(Map.of());
        g.output("parameter", g.input("parameter", io.graft.api.graph.ElementType.FLOAT, Shape.batch()));
        return new Rule("sgd", Map.of(), rate, 0, 0, List.of(), g.build());
    }

    private static boolean lower(TextBuffer text) {
        for (int i = 0; i < text.length(); i++) text.buffer()[i] = Character.toLowerCase(text.buffer()[i]);
        return true;
    }

    /** Drops what it has seen before. */
    private static final class Once implements Cleaner {
        private final Set<String> seen = new TreeSet<>();

        @Override
        public boolean clean(TextBuffer text) {
            return seen.add(text.toString());
        }

        @Override
        public boolean trainingOnly() {
            return true;
        }
    }

    private final class Blanks implements io.graft.api.text.Tokenizer, AutoCloseable {
        @Override
        public void tokenize(TextBuffer text, Tokens tokens) {
            int from = 0;
            for (int i = 0; i <= text.length(); i++)
                if (i == text.length() || text.charAt(i) == ' ') {
                    if (i > from) tokens.add(from, i);
                    from = i + 1;
                }
        }

        @Override
        public void close() {
            closedTokenizers++;
        }
    }

    /** Learns the words, in alphabetical order; word {@code i} has the id {@code i + 1}. */
    static final class Ids implements VectorizerType<IdsSettings>, Learner<IdsSettings, Tokens> {
        @Override
        public Class<IdsSettings> settings() {
            return IdsSettings.class;
        }

        @Override
        public List<Feature> features(IdsSettings s) {
            return features(s, s.size());
        }

        private static List<Feature> features(IdsSettings s, int bound) {
            return List.of(Feature.ids("ids", s.length(), bound, "mask"), Feature.floats("mask", s.length()));
        }

        @Override
        public Lesson<Tokens> learn(IdsSettings settings, Context context) {
            Set<String> words = new TreeSet<>();
            return new Lesson<>() {
                @Override
                public void see(Tokens tokens) {
                    for (int i = 0; i < tokens.size(); i++) words.add(tokens.term(i));
                }

                @Override
                public String state() {
                    return String.join(" ", words);
                }
            };
        }

        @Override
        public Vectorizer create(IdsSettings s, Context context) {
            List<String> words = List.of(context.state().orElseThrow().split(" "));
            return new Vectorizer() {
                @Override
                public List<Feature> features() {
                    return Ids.features(s, words.size() + 1);
                }

                @Override
                public void vectorize(Tokens tokens, Batch batch, int[] slots, int row) {
                    for (int i = 0; i < s.length(); i++) {
                        boolean there = i < tokens.size();
                        batch.ints(slots[0])[row * s.length() + i] = there ? words.indexOf(tokens.term(i)) + 1 : 0;
                        batch.floats(slots[1])[row * s.length() + i] = there ? 1 : 0;
                    }
                }
            };
        }
    }

    /** Cross-entropy over classes. */
    static final class Cross implements Loss {
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

    private enum DataTypes {
        TEXT,
        NUMBERS
    }

    private Source source(DataTypes gives) {
        return new Source() {
            @Override
            public DataType gives() {
                return gives == DataTypes.TEXT
                        ? new DataType.Text()
                        : new DataType.Tensors(List.of(Feature.floats("x", 3)));
            }

            @Override
            public SampleReader open() {
                var all = List.copyOf(rows).iterator();
                return new SampleReader() {
                    @Override
                    public boolean next(Sample sample) {
                        sample.clear();
                        if (!all.hasNext()) return false;
                        sample.text = all.next();
                        return true;
                    }

                    @Override
                    public void close() {
                        // nothing is open
                    }
                };
            }

            @Override
            public List<Path> files() {
                return List.of();
            }
        };
    }

    static final String STEPS = "[lower, blanks, ids]";
    static final String LAYERS = "[{ table: { size: 5 } }, mean, { dense: { units: classes } }]";

    static String yaml(String prepare, String layers, String backend) {
        return String.format(
                Locale.ROOT,
                "graft: 1%npipeline: test%ndata: { train: rows }%nprepare: %s%nmodel:%n  layers: %s%n  loss: cross%n  optimizer: plain%nbackend: %s%n",
                prepare,
                layers,
                backend);
    }

    Descriptor descriptor(String yaml) {
        return DescriptorCheck.parse(
                new DescriptorReader().read(yaml, Format.YAML, "test.yaml", Set.of()), folder, catalog);
    }

    Assembly assembly(String prepare, String layers) {
        return assembly(yaml(prepare, layers, "auto"), new LearnedState());
    }

    Assembly assembly(String yaml, LearnedState learned) {
        return Assembly.of(catalog, descriptor(yaml), learned, warnings::add);
    }

    /** An assembly that has learned from the rows. */
    Assembly learned(String prepare, String layers) {
        Assembly a = assembly(prepare, layers);
        Steps.learn(a, a.source(a.descriptor().data().train()), rows -> {});
        return a;
    }
}
