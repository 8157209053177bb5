package io.graft.descriptor;

import io.graft.api.model.Layer;
import io.graft.api.model.Schedule;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import io.graft.api.settings.Units;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The example of the descriptor's documentation and the components that it names. */
final class Example {
    private Example() {}

    record None() {}

    record Csv(
            @Meaning("The file.") String path,

            @Default("text") @Meaning("The column of the text.")
            String text,

            @Meaning("The column of the label.") Optional<String> label) {}

    enum Unicode {
        NONE,
        NFC,
        NFKC
    }

    record Clean(
            @Default("none") @Meaning("The normal form of characters.")
            Unicode unicode,

            @Default("false") @Meaning("Whether letters become small.")
            boolean lowercase) {}

    record StopWords(
            @Default("en") @Meaning("The language.") String language,
            @Default("") @Meaning("More words.") List<String> words) {}

    record Vocabulary(
            @Default("10000") @Min(1) @Max(1e7) @Unit("tokens") @Meaning("The most tokens.")
            int size,

            @Default("32") @Min(1) @Unit("tokens") @Meaning("The tokens of a row.")
            int length) {}

    record Embedding(
            @Meaning("The numbers of a token.") @Min(1) int size) {}

    record Dense(
            @Meaning("The numbers it gives.") Units units,

            @Default("true") @Meaning("Whether it adds a bias.")
            boolean bias) {}

    record Residual(
            @Meaning("The layers that are gone around.") List<Layer> layers,
            @Default("") @Meaning("More ways.") List<List<Layer>> branches) {}

    record Adam(
            @Default("0.001") @Min(0) @Max(10) @Meaning("How far a step goes.")
            double learningRate,

            @Default("0.9") @Min(0) @Max(1) @Meaning("How much of the mean is kept.")
            double beta1,

            @Default("0.999") @Min(0) @Max(1) @Meaning("How much of the square is kept.")
            double beta2) {
        Adam {
            if (beta1 > beta2) throw new IllegalArgumentException("beta1 must not be above beta2");
        }
    }

    record Cosine(
            @Default("0") @Min(0) @Unit("epochs") @Meaning("How long it rises.")
            int warmUp,

            Optional<Schedule> then) {}

    record TopK(
            @Default("5") @Min(1) @Meaning("How many are looked at.")
            int k) {}

    record Engine(
            @Default("1s") @Meaning("How long it may take.") Duration timeout,
            @Default("") @Meaning("What else.") Map<String, Double> options) {}

    static final Components COMPONENTS = components(new TreeMap<>(Map.of(
            "source", Map.of("csv", Csv.class),
            "cleaner", Map.of("clean", Clean.class, "length", None.class),
            "tokenizer", Map.of("unicode-words", None.class, "whitespace", None.class, "wordpiece", None.class),
            "token-filter", Map.of("stop-words", StopWords.class, "length", None.class),
            "vectorizer", Map.of("vocabulary", Vocabulary.class),
            "layer",
                    Map.of(
                            "embedding",
                            Embedding.class,
                            "mean-pool",
                            None.class,
                            "dense",
                            Dense.class,
                            "residual",
                            Residual.class),
            "loss", Map.of("cross-entropy", None.class, "mse", None.class),
            "optimizer", Map.of("adam", Adam.class, "sgd", None.class),
            "metric", Map.of("accuracy", None.class, "macro-f1", None.class, "top-k", TopK.class),
            "schedule", Map.of("cosine", Cosine.class, "constant", None.class))));

    /** A catalogue in which everything has the version 1.5.0. */
    static Components components(Map<String, Map<String, Class<? extends Record>>> byKind) {
        return new Components() {
            @Override
            public SortedSet<String> names(String kind) {
                return new TreeSet<>(byKind.getOrDefault(kind, Map.of()).keySet());
            }

            @Override
            public SortedSet<String> kindsOf(String name) {
                SortedSet<String> kinds = new TreeSet<>();
                byKind.forEach((kind, names) -> {
                    if (names.containsKey(name)) kinds.add(kind);
                });
                return kinds;
            }

            @Override
            public List<String> versions(String kind, String name) {
                return List.of("1.5.0");
            }

            @Override
            public Optional<Class<? extends Record>> settingsType(String kind, Reference reference) {
                if (!reference.allows("1.5.0")) return Optional.empty();
                return Optional.ofNullable(byKind.getOrDefault(kind, Map.of()).get(reference.name()));
            }
        };
    }

    static String text(String extension) {
        try (InputStream in = Example.class.getResourceAsStream("tickets." + extension)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Tree read(String extension) {
        String name = "tickets." + extension;
        return new DescriptorReader().read(text(extension), Format.of(name).orElseThrow(), name, Set.of());
    }

    static Tree yaml(String text) {
        return new DescriptorReader().read(text, Format.YAML, "a.yaml", Set.of());
    }

    /** The example, with a text in it replaced. */
    static Tree changed(String from, String to) {
        String text = text("yaml");
        if (!text.contains(from)) throw new IllegalArgumentException("the example has no '" + from + "'");
        return yaml(text.replace(from, to));
    }

    /** What is wrong with the example once a text in it is replaced. */
    static List<String> problems(String from, String to) {
        return DescriptorCheck.check(changed(from, to), COMPONENTS).stream()
                .map(Problem::toString)
                .toList();
    }
}
