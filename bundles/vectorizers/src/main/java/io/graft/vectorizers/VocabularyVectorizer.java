package io.graft.vectorizers;

import io.graft.api.ComponentName;
import io.graft.api.Context;
import io.graft.api.Learner;
import io.graft.api.data.Batch;
import io.graft.api.data.Feature;
import io.graft.api.settings.Default;
import io.graft.api.settings.Max;
import io.graft.api.settings.Meaning;
import io.graft.api.settings.Min;
import io.graft.api.settings.Unit;
import io.graft.api.text.Tokens;
import io.graft.api.text.Vectorizer;
import io.graft.api.text.VectorizerType;
import java.util.Arrays;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * Numbers the most frequent terms of the training data: each row becomes ids, filled up to a length, and a mask.
 *
 * <p>Id {@value #PADDING} is padding and id {@value #UNKNOWN} any term outside the vocabulary; the terms follow, the
 * most frequent first.
 * Features: {@code ids} INT {@code [length]} and {@code mask} FLOAT {@code [length]}, 1 for a token and 0 for padding.
 * Of a longer row the
 * first {@code length} tokens count. A row without tokens is masked out altogether.
 *
 * <p><b>Lifecycle.</b> Learns from the tokens of the training part; its state is the terms in the order of their ids,
 * one a line.
 *
 * <p><b>Threading.</b> The type is thread-safe and shares one table of terms among all vectorizers of the same state.
 *
 * <p><b>Errors.</b> BAD_MODEL when it has learned nothing, or when the state is damaged.
 */
@Component(service = VectorizerType.class)
@ComponentName("vocabulary")
public final class VocabularyVectorizer
        implements VectorizerType<VocabularyVectorizer.Settings>, Learner<VocabularyVectorizer.Settings, Tokens> {
    static final int PADDING = 0;
    static final int UNKNOWN = 1;
    static final int RESERVED = 2;

    private final Learned<Vocabulary> learned = new Learned<>("vocabulary", Vocabulary::read, Vocabulary::state);

    /** How large the vocabulary is and how long a row. */
    public record Settings(
            @Default("10000")
            @Min(3)
            @Max(16_777_216)
            @Unit("ids")
            @Meaning("The most ids, counting the two for padding and for unknown terms.")
            int size,

            @Default("64")
            @Min(1)
            @Max(1_000_000)
            @Unit("tokens")
            @Meaning("The number of tokens of a row: longer rows are cut, shorter ones filled up.")
            int length,

            @Default("1")
            @Min(1)
            @Unit("occurrences")
            @Meaning("Terms seen less often than this in the training data get no id of their own.")
            int minFrequency) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public List<Feature> features(Settings settings) {
        return features(settings, settings.size());
    }

    private static List<Feature> features(Settings settings, int ids) {
        return List.of(Feature.ids("ids", settings.length(), ids, "mask"), Feature.floats("mask", settings.length()));
    }

    @Override
    public Lesson<Tokens> learn(Settings settings, Context context) {
        TermCounts counts = new TermCounts();
        return new Lesson<>() {
            @Override
            public void see(Tokens tokens) {
                counts.countTokens(tokens);
            }

            @Override
            public String state() {
                StringBuilder state = new StringBuilder();
                for (TermCounts.Counted c : counts.most(settings.size() - RESERVED, settings.minFrequency())) {
                    TermLines.write(c.term(), state);
                }
                return state.toString();
            }
        };
    }

    @Override
    public Vectorizer create(Settings settings, Context context) {
        Vocabulary vocabulary = learned.of(context);
        return new Ids(
                vocabulary,
                settings.length(),
                features(settings, vocabulary.terms().size() + RESERVED));
    }

    /** The terms of a state. */
    private record Vocabulary(String state, TermTable terms) {
        static Vocabulary read(String state) {
            TermTable terms = new TermTable();
            TermLines.lines(state, 0, line -> {
                String term = TermLines.read(line);
                int before = terms.size();
                if (terms.findOrAdd(term.toCharArray(), 0, term.length()) != before) {
                    throw new IllegalArgumentException("the term '" + line + "' occurs twice");
                }
            });
            return new Vocabulary(state, terms);
        }
    }

    /** Looks tokens up. */
    private record Ids(Vocabulary vocabulary, int length, List<Feature> features) implements Vectorizer {
        @Override
        public void vectorize(Tokens tokens, Batch batch, int[] slots, int row) {
            int[] ids = batch.ints(slots[0]);
            float[] mask = batch.floats(slots[1]);
            int n = Math.min(tokens.size(), length);
            int at = row * length;
            char[] chars = tokens.buffer();
            TermTable terms = vocabulary.terms();
            for (int i = 0; i < n; i++) {
                int term = terms.find(chars, tokens.termStart(i), tokens.termEnd(i));
                ids[at + i] = term < 0 ? UNKNOWN : term + RESERVED;
            }
            Arrays.fill(ids, at + n, at + length, PADDING);
            Arrays.fill(mask, at, at + n, 1);
            Arrays.fill(mask, at + n, at + length, 0);
        }
    }
}
