package io.graft.pipeline;

import io.graft.api.backend.Availability;
import io.graft.api.backend.Backend;
import io.graft.api.backend.Program;
import io.graft.api.backend.Session;
import io.graft.api.backend.SessionOptions;
import io.graft.api.data.Batch;
import io.graft.api.graph.Graph;
import io.graft.api.graph.GraphBuilder;
import io.graft.api.graph.Value;
import io.graft.api.model.Loss;
import io.graft.api.model.Metric;
import io.graft.api.model.Target;
import io.graft.api.text.TextBuffer;
import io.graft.api.text.Tokenizer;
import io.graft.api.text.Tokens;
import io.graft.models.Model;
import io.graft.models.Provenance;
import io.graft.pipeline.Types.None;
import java.nio.FloatBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Generations to be judged on probe rows. Of texts: the words are a, b and c, and class {@code yes} is right when the second word comes after the
 * first in the alphabet. Of three numbers: the two numbers asked for are the first two.
 */
public final class ProbeFakes {
    private final Fakes fakes = new Fakes();
    private final Map<String, Model> models = new HashMap<>();

    /** What is added to the descriptor, e.g. {@code serve: …}. */
    public String serve = "";

    /** Fakes with the metrics {@code accuracy} and {@code error}. */
    public ProbeFakes() {
        fakes.rows.set(1, "b c");
        fakes.catalog.add("accuracy", new Types.Judges<>(None.class, (s, c) -> new Accuracy()));
        fakes.catalog.add("error", new Types.Judges<>(None.class, (s, c) -> new Far()));
        fakes.catalog.add("sequences-right", new Types.Judges<>(None.class, (s, c) -> new SequencesRight()));
        fakes.catalog.add("position", new Types.Builds<>(None.class, (s, c) -> (g, x) -> g.unsqueeze(x, 1)));
        fakes.catalog.add("sequence", new Types.Loses<>(None.class, (s, c) -> new OfSequences(Target.TAGS)));
        fakes.catalog.add("distance", new Types.Loses<>(None.class, (s, c) -> new Distance()));
    }

    /** How much is borrowed from plug-ins. */
    public int borrowed() {
        return fakes.catalog.begun - fakes.catalog.closed;
    }

    /** Takes a component away. */
    public void remove(String name) {
        fakes.catalog.remove(name);
    }

    /** Other code for the tokenizer: it gives the words from the last to the first. */
    public void reverseWords() {
        tokenizer((words, text, tokens) -> {
            for (int i = words.length - 1; i >= 0; i--) tokens.add(words[i], words[i] + 1);
        });
    }

    /** Other code for the tokenizer: it throws on a text that has this letter. */
    public void failOn(char letter) {
        tokenizer((words, text, tokens) -> {
            if (text.toString().indexOf(letter) >= 0) throw new IllegalStateException("not this letter");
            for (int word : words) tokens.add(word, word + 1);
        });
    }

    private interface Words {
        void give(int[] at, TextBuffer text, Tokens tokens);
    }

    private void tokenizer(Words code) {
        remove("blanks");
        Tokenizer made = (text, tokens) -> {
            int[] words = new int[(text.length() + 1) / 2]; // every word is one letter
            for (int i = 0; i < words.length; i++) words[i] = 2 * i;
            code.give(words, text, tokens);
        };
        fakes.catalog.add("blanks", new Types.Splits<>(None.class, (s, c) -> made));
    }

    /** Other numbers out of the backend. */
    public void backend(float factor) {
        remove("jvm");
        fakes.catalog.add(
                "jvm",
                new Types.Computes<>(None.class, () -> Availability.on("CPU"), (s, c) -> new FirstNumbers(factor)));
    }

    /** A generation of texts of the classes no and yes. */
    public Generation ofTexts(String... rows) {
        return ofTexts(List.of("no", "yes"), rows);
    }

    /** A generation of texts of these classes; the rows are lines of its probe set. */
    public Generation ofTexts(List<String> labels, String... rows) {
        Model trained = models.computeIfAbsent(serve, s -> train(Fakes.yaml(Fakes.STEPS, Fakes.LAYERS, "auto") + s));
        return generation(trained, labels, rows);
    }

    /** A generation of numbers. */
    public Generation ofNumbers(String... rows) {
        String yaml = Fakes.yaml("[]", "[{ dense: { units: 2 } }]", "auto")
                .replace("train: rows", "train: numbers")
                .replace("cross", "distance");
        return generation(models.computeIfAbsent(yaml + serve, this::train), List.of(), rows);
    }

    /** A generation of sequences of one position whose scores are the row's three numbers. */
    public Generation ofSequences(Target target, List<String> labels, String... rows) {
        remove("sequence");
        fakes.catalog.add("sequence", new Types.Loses<>(None.class, (s, c) -> new OfSequences(target)));
        String yaml = Fakes.yaml("[]", "[{ dense: { units: 3 } }, position]", "auto")
                .replace("train: rows", "train: numbers")
                .replace("cross", "sequence");
        return generation(train(yaml + serve), labels, rows);
    }

    private Model train(String yaml) {
        try (Assembly a = fakes.assembly(yaml, new LearnedState())) {
            io.graft.api.data.Source source = a.source(a.descriptor().data().train());
            Steps.learn(a, source, rows -> {});
            Graph graph;
            if (a.readsText())
                try (StepChain chain = a.chain(false)) {
                    graph = a.graph(chain.features(), 2);
                }
            else graph = a.graph(a.plannedFeatures(source), a.loss().target().sequence() ? 3 : 2);
            Map<String, float[]> parameters = new HashMap<>();
            graph.parameters()
                    .forEach(p -> parameters.put(p.name(), new float[p.shape().elements()]));
            return new Model(
                    "test",
                    1,
                    yaml,
                    graph,
                    List.of(),
                    Map.of(),
                    new Provenance(Instant.EPOCH, "0.1.0", "jvm", "jvm", 7, List.of(), List.of()),
                    parameters,
                    Map.of(),
                    a.learned().texts(),
                    Map.of());
        }
    }

    private Generation generation(Model trained, List<String> labels, String... rows) {
        Map<String, String> state = new HashMap<>(trained.state());
        if (rows.length > 0) state.put(ProbeSet.PATH, String.join("\n", rows));
        Model model = new Model(
                "test",
                1,
                trained.descriptor(),
                trained.graph(),
                labels,
                Map.of(),
                trained.provenance(),
                trained.parameters(),
                Map.of(),
                state,
                Map.of());
        return Generation.of(fakes.catalog, model, fakes.warnings::add);
    }

    private static final class Accuracy implements Metric {
        @Override
        public boolean higherIsBetter() {
            return true;
        }

        @Override
        public Meter open(List<String> classes) {
            return new Meter() {
                private int hits;
                private int rows;

                @Override
                public void add(float[] scores, int offset, int width, int label, float[] targets, int targetOffset) {
                    rows++;
                    if (scores[offset + label] > scores[offset + (label + 1) % width]) hits++;
                }

                @Override
                public double value() {
                    return (double) hits / rows;
                }
            };
        }
    }

    private static final class Far implements Metric {
        @Override
        public boolean higherIsBetter() {
            return false;
        }

        @Override
        public boolean forNumbers() {
            return true;
        }

        @Override
        public Meter open(List<String> classes) {
            return new Meter() {
                private double far;
                private int rows;

                @Override
                public void add(float[] scores, int offset, int width, int label, float[] targets, int targetOffset) {
                    rows++;
                    for (int i = 0; i < width; i++) far += Math.abs(scores[offset + i] - targets[targetOffset + i]);
                }

                @Override
                public double value() {
                    return far / rows;
                }
            };
        }
    }

    private static final class Distance implements Loss {
        @Override
        public Target target() {
            return Target.NUMBERS;
        }

        @Override
        public Value build(GraphBuilder g, Value output, Value target, Value rowWeight) {
            return new Fakes.Cross()
                    .build(
                            g,
                            output,
                            g.input(
                                            "unused",
                                            io.graft.api.graph.ElementType.INT,
                                            io.graft.api.graph.Shape.of(io.graft.api.graph.Dim.BATCH))
                                    .below(2),
                            rowWeight);
        }

        @Override
        public Value scores(GraphBuilder g, Value output) {
            return output;
        }
    }

    private record OfSequences(Target target) implements Loss {
        @Override
        public Value build(GraphBuilder g, Value output, Value truth, Value rowWeight) {
            return g.weightedMean(g.reduce("ReduceMean", output, false, 1, 2), rowWeight);
        }

        @Override
        public Value scores(GraphBuilder g, Value output) {
            return output;
        }
    }

    /** The share of rows whose sequence is right. */
    private static final class SequencesRight implements Metric {
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
                private int right;
                private int rows;

                @Override
                public void add(float[] scores, int offset, int width, int label, float[] targets, int targetOffset) {
                    throw new AssertionError("it judges sequences");
                }

                @Override
                public void addSequence(int[] given, int givenCount, int[] wanted, int wantedCount) {
                    rows++;
                    if (java.util.Arrays.equals(given, 0, givenCount, wanted, 0, wantedCount)) right++;
                }

                @Override
                public double value() {
                    return (double) right / rows;
                }
            };
        }
    }

    /** The scores are the first numbers of the row. */
    private record FirstNumbers(float factor) implements Backend {
        @Override
        public List<String> unsupported(Program program) {
            return List.of();
        }

        @Override
        public Session open(Program program, SessionOptions options) {
            return new Copying(factor);
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    private record Copying(float factor) implements Session {
        @Override
        public void run(Batch batch, Batch outputs) {
            outputs.rows(batch.rows());
            int width = outputs.width(0);
            int given = batch.width(0);
            for (int r = 0; r < batch.rows(); r++)
                for (int c = 0; c < width; c++)
                    outputs.floats(0)[r * width + c] = factor * batch.floats(0)[r * given + c];
        }

        @Override
        public float train(Batch batch, double learningRate) {
            throw new AssertionError("nobody trains here");
        }

        @Override
        public Map<String, Integer> tensors() {
            return Map.of();
        }

        @Override
        public void read(String name, FloatBuffer into) {
            throw new AssertionError("nobody reads here");
        }

        @Override
        public void write(String name, FloatBuffer from) {
            // it computes without parameters
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
            return this;
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
